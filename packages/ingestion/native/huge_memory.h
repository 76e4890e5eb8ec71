// Memory in large pages, where the system has them.
#pragma once
#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>
#include <new>
#include <vector>

namespace dqs {

/// Allocates what is large in pages of 2 MB: the first touch of a page costs as much as reading 100 kB of the file, in
/// a virtual machine several times that, and a large page costs little more than a small one.
template <typename T>
struct HugeAllocator {
  using value_type = T;

  HugeAllocator() = default;
  template <typename U>
  HugeAllocator(const HugeAllocator<U>&) {}

  T* allocate(size_t count) {
    const size_t bytes = count * sizeof(T);
    if (bytes < kPage / 8) return check(std::malloc(bytes));
    const size_t whole = (bytes + kPage - 1) / kPage * kPage;
    T* const memory = check(std::aligned_alloc(kPage, whole));
#ifdef MADV_HUGEPAGE
    // Without it the memory is the same, only slower.
    madvise(memory, whole, MADV_HUGEPAGE);
#endif
    return memory;
  }
  void deallocate(T* memory, size_t) { std::free(memory); }

  bool operator==(const HugeAllocator&) const { return true; }
  bool operator!=(const HugeAllocator&) const { return false; }

 private:
  static constexpr size_t kPage = size_t{2} << 20;

  static T* check(void* memory) {
    if (memory == nullptr) throw std::bad_alloc();
    return static_cast<T*>(memory);
  }
};

template <typename T>
using HugeVector = std::vector<T, HugeAllocator<T>>;

}  // namespace dqs
