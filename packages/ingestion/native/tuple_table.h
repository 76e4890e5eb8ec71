// Rows counted by tuples of numbers: GROUP BY in memory.
#pragma once
#include <array>
#include <cstdint>
#include <vector>

namespace dqs {

/// Counts how often each tuple of `kWords` 64-bit words was added. Tuples are numbered in the order they are first seen.
template <size_t kWords>
class TupleTable {
 public:
  using Tuple = std::array<uint64_t, kWords>;

  TupleTable() : slots_(1024, 0) {}

  /// Adds `count` to a tuple and gives its number. Neighbouring rows often share one, so the last is compared first.
  uint32_t Add(const Tuple& tuple, uint64_t count) {
    if (tuples_.empty() || tuples_[last_] != tuple) last_ = Find(tuple);
    counts_[last_] += count;
    return last_;
  }

  size_t size() const { return tuples_.size(); }
  size_t bytes() const { return tuples_.size() * (sizeof(Tuple) + sizeof(uint64_t) + 2 * sizeof(uint32_t)); }
  const Tuple& at(size_t number) const { return tuples_[number]; }
  uint64_t count(size_t number) const { return counts_[number]; }

 private:
  static size_t Hash(const Tuple& tuple) {
    uint64_t hash = 0;
    for (const uint64_t word : tuple) {
      hash = (hash ^ word) * 0x9e3779b97f4a7c15ULL;
      hash ^= hash >> 32;
    }
    return hash * 0xbf58476d1ce4e5b9ULL >> 24;
  }

  uint32_t Find(const Tuple& tuple) {
    size_t slot = Hash(tuple) & (slots_.size() - 1);
    for (uint32_t number = slots_[slot]; number != 0; number = slots_[slot]) {
      if (tuples_[number - 1] == tuple) return number - 1;
      slot = (slot + 1) & (slots_.size() - 1);
    }
    tuples_.push_back(tuple);
    counts_.push_back(0);
    slots_[slot] = static_cast<uint32_t>(tuples_.size());
    if (tuples_.size() * 2 > slots_.size()) Grow();
    return static_cast<uint32_t>(tuples_.size() - 1);
  }

  void Grow() {
    std::vector<uint32_t>(slots_.size() * 2, 0).swap(slots_);
    for (size_t number = 0; number < tuples_.size(); ++number) {
      size_t slot = Hash(tuples_[number]) & (slots_.size() - 1);
      while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
      slots_[slot] = static_cast<uint32_t>(number + 1);
    }
  }

  std::vector<Tuple> tuples_;
  std::vector<uint64_t> counts_;
  std::vector<uint32_t> slots_;
  uint32_t last_ = 0;
};

}  // namespace dqs
