#include "support/memory.h"

#include <sys/mman.h>

#include <cstdlib>
#include <cstring>
#include <new>

namespace dqs {
namespace {
constexpr size_t kLargePage = size_t{2} << 20;
constexpr size_t kWorthLargePages = kLargePage / 8;
}  // namespace

std::shared_ptr<void> NewMemory(size_t bytes) {
  const bool large = bytes >= kWorthLargePages;
  const size_t whole = (bytes + kLargePage - 1) / kLargePage * kLargePage;
  void* memory = large ? std::aligned_alloc(kLargePage, whole) : std::malloc(bytes == 0 ? 1 : bytes);
  if (memory == nullptr) throw std::bad_alloc();
#ifdef MADV_HUGEPAGE
  // Without it the memory is the same, only slower.
  if (large) madvise(memory, whole, MADV_HUGEPAGE);
#endif
  return std::shared_ptr<void>(memory, std::free);
}

std::shared_ptr<void> CopyOf(const void* data, size_t bytes) {
  std::shared_ptr<void> memory = NewMemory(bytes);
  if (bytes > 0) std::memcpy(memory.get(), data, bytes);
  return memory;
}

}  // namespace dqs
