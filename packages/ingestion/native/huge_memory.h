// Memory in large pages, where the system has them.
#pragma once
#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <vector>

namespace dqs {

/// Allocates what is large in pages of 2 MB: the first touch of a page costs as much as reading 100 kB of the file, in
/// a virtual machine several times that, and a large page costs little more than a small one. It is the system's, not
/// malloc's, which would keep what one file after the other leaves behind between its own pieces.
template <typename T>
struct HugeAllocator {
  using value_type = T;

  HugeAllocator() = default;
  template <typename U>
  HugeAllocator(const HugeAllocator<U>&) {}

  T* allocate(size_t count) {
    const size_t bytes = count * sizeof(T);
    void* const memory = IsLarge(bytes) ? Map(WholePages(bytes)) : std::malloc(bytes);
    if (memory == nullptr) throw std::bad_alloc();
    return static_cast<T*>(memory);
  }

  void deallocate(T* memory, size_t count) {
    const size_t bytes = count * sizeof(T);
    if (IsLarge(bytes))
      munmap(memory, WholePages(bytes));
    else
      std::free(memory);
  }

  bool operator==(const HugeAllocator&) const { return true; }
  bool operator!=(const HugeAllocator&) const { return false; }

 private:
  static constexpr size_t kPage = size_t{2} << 20;

  static bool IsLarge(size_t bytes) { return bytes >= kPage / 8; }
  static size_t WholePages(size_t bytes) { return (bytes + kPage - 1) / kPage * kPage; }

  /// Pages of the system that begin where a large one may; null if there are none.
  static void* Map(size_t bytes) {
    void* const mapped = mmap(nullptr, bytes + kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED) return nullptr;
    char* const start = static_cast<char*>(mapped);
    const size_t before = (kPage - reinterpret_cast<uintptr_t>(start) % kPage) % kPage;
    if (before > 0) munmap(start, before);
    munmap(start + before + bytes, kPage - before);
#ifdef MADV_HUGEPAGE
    // Without it the memory is the same, only slower.
    madvise(start + before, bytes, MADV_HUGEPAGE);
#endif
    return start + before;
  }
};

template <typename T>
using HugeVector = std::vector<T, HugeAllocator<T>>;

}  // namespace dqs
