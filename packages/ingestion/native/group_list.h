// Rows counted by tuples of numbers.
#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "huge_memory.h"

namespace dqs {

/// The rows of one tuple.
template <size_t kWords>
struct Group {
  std::array<uint32_t, kWords> tuple;
  uint32_t rows;
};

/// Groups by number, in the order they were added. They are kept in blocks, so that growing copies none of them.
template <size_t kWords>
class GroupList {
 public:
  using Tuple = std::array<uint32_t, kWords>;

  size_t size() const { return size_; }
  size_t bytes() const { return size_ * sizeof(Group<kWords>); }
  const Group<kWords>& at(size_t number) const { return blocks_[number / kBlock][number % kBlock]; }
  Group<kWords>& at(size_t number) { return blocks_[number / kBlock][number % kBlock]; }

  /// Adds a group without rows and gives its number.
  uint32_t Append(const Tuple& tuple) {
    if (size_ % kBlock == 0) {
      blocks_.emplace_back();
      blocks_.back().reserve(kBlock);
    }
    blocks_.back().push_back({tuple, 0});
    return static_cast<uint32_t>(size_++);
  }

 private:
  /// Two megabytes of cells.
  static constexpr size_t kBlock = 1 << 16;

  std::vector<HugeVector<Group<kWords>>> blocks_;
  size_t size_ = 0;
};

/// A hash of a tuple whose low and high bits are good.
template <size_t kWords>
uint64_t HashTuple(const std::array<uint32_t, kWords>& tuple) {
  uint64_t hash = 0;
  for (const uint32_t word : tuple) {
    hash = (hash ^ word) * 0x9e3779b97f4a7c15ULL;
    hash ^= hash >> 32;
  }
  hash *= 0xbf58476d1ce4e5b9ULL;
  return hash ^ hash >> 32;
}

}  // namespace dqs
