// GROUP BY of what comes nearly sorted.
#pragma once
#include <utility>

#include "group_table.h"

namespace dqs {

/// Groups of tuples that come again soon, if ever, as those of a log do whose days follow each other. Only the recent
/// ones are looked for, in a table that stays in the cache of the processor: one that comes again later is there several
/// times, until there are so many groups that they are merged.
template <size_t kWords>
class GroupLog {
 public:
  using Tuple = typename GroupList<kWords>::Tuple;

  /// The number of a tuple, good until the next call of Compact.
  uint32_t NumberOf(const Tuple& tuple) {
    uint32_t& recent = recent_[HashTuple(tuple) & (kRecent - 1)];
    if (recent < groups_.size() && groups_.at(recent).tuple == tuple) return recent;
    return recent = groups_.Append(tuple);
  }
  void AddRows(uint32_t number, uint32_t rows) { groups_.at(number).rows += rows; }

  /// Merges groups of the same tuple where they take `limit` bytes or more, and at least half of them are new, so that
  /// none is merged many times.
  void Compact(size_t limit) {
    if (groups_.bytes() < limit || groups_.size() < 2 * merged_) return;
    GroupTable<kWords> unique;
    for (size_t i = 0; i < groups_.size(); ++i)
      unique.AddRows(unique.NumberOf(groups_.at(i).tuple), groups_.at(i).rows);
    groups_ = unique.take();
    merged_ = groups_.size();
  }

  /// Ends the use of this log.
  GroupList<kWords> take() { return std::move(groups_); }
  size_t bytes() const { return groups_.bytes(); }

 private:
  static constexpr size_t kRecent = 1 << 14;

  GroupList<kWords> groups_;
  std::vector<uint32_t> recent_ = std::vector<uint32_t>(kRecent, 0);
  /// Number of groups after Compact.
  size_t merged_ = 0;
};

}  // namespace dqs
