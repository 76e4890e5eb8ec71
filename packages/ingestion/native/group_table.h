// GROUP BY in memory.
#pragma once
#include <utility>

#include "group_list.h"

namespace dqs {

/// Groups of which each tuple has one.
template <size_t kWords>
class GroupTable {
 public:
  using Tuple = typename GroupList<kWords>::Tuple;

  GroupTable() : slots_(64, 0) {}

  /// The number of a tuple; a new one has no rows yet.
  uint32_t NumberOf(const Tuple& tuple) {
    size_t slot = HashTuple(tuple) & (slots_.size() - 1);
    for (uint32_t entry = slots_[slot]; entry != 0; entry = slots_[slot]) {
      if (groups_.at(entry - 1).tuple == tuple) return entry - 1;
      slot = (slot + 1) & (slots_.size() - 1);
    }
    const uint32_t number = groups_.Append(tuple);
    slots_[slot] = number + 1;
    if (groups_.size() * 2 > slots_.size()) Grow();
    return number;
  }
  void AddRows(uint32_t number, uint32_t rows) { groups_.at(number).rows += rows; }

  const GroupList<kWords>& groups() const { return groups_; }
  /// Ends the use of this table.
  GroupList<kWords> take() { return std::move(groups_); }
  size_t bytes() const { return groups_.bytes() + slots_.size() * sizeof(uint32_t); }

 private:
  void Grow() {
    HugeVector<uint32_t>(slots_.size() * 2, 0).swap(slots_);
    for (size_t number = 0; number < groups_.size(); ++number) {
      size_t slot = HashTuple(groups_.at(number).tuple) & (slots_.size() - 1);
      while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
      slots_[slot] = static_cast<uint32_t>(number + 1);
    }
  }

  GroupList<kWords> groups_;
  /// Number + 1 by hash, 0 where empty; at least twice as many as groups, a power of two.
  HugeVector<uint32_t> slots_;
};

}  // namespace dqs
