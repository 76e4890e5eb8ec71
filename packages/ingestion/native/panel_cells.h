// The cells of a panel, sorted, from what was counted and what its texts mean.
#pragma once
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "huge_memory.h"
#include "merged_counts.h"

namespace dqs {

/// Values of Meanings::outcome_of.
enum Outcome : uint8_t { kPass, kFail, kError, kOutcomes };

/// The day of a text that is none.
constexpr int32_t kNoDay = std::numeric_limits<int32_t>::min();

/// What the numbers of MergedCounts mean, by number; JavaScript decides that.
struct Meanings {
  /// Position of a key in the order of the panel, below its number of keys; two keys may share one. Negative for a key
  /// whose rows are unusable.
  const int32_t* rank_of;
  /// Day of a date, kNoDay for one whose rows are unusable.
  const int32_t* day_of;
  /// Outcome of a results text.
  const uint8_t* outcome_of;
  /// Value of an odd count: NaN where there is none, negative where it is no number.
  const double* value_of;
};

/// Where the columns of a panel's cells go.
struct PanelColumns {
  int32_t *key, *day, *passes, *fails, *errors;
  double *record_count, *filtered_count;
};

/// Sorts cells by key, then day, and adds up those of one key and day.
class PanelCells {
 public:
  /// Both must outlive this object; what the cells hold is changed.
  PanelCells(MergedCounts& counts, const Meanings& meanings);

  /// Number of cells of the panel.
  size_t size() const { return size_; }
  /// Record counts, in rows, that are no number.
  uint64_t unparsable() const { return unparsable_; }
  /// Unusable rows by the number of their date; and those whose date is usable by the number of their key.
  const std::vector<uint64_t>& rejected_by_date() const { return rejected_by_date_; }
  const std::vector<uint64_t>& rejected_by_key() const { return rejected_by_key_; }
  /// Fills columns of this size.
  void Write(const PanelColumns& columns) const;

 private:
  void Interpret(Cell& cell);
  bool IsRejected(const Cell& cell);
  void SortByKey(MergedCounts& counts);
  void SortByDay();
  double ValueOf(uint32_t count) const;

  const Meanings meanings_;
  HugeVector<const Cell*> sorted_;
  /// Where each key starts in `sorted_`, and the end.
  std::vector<size_t> starts_;
  std::vector<uint64_t> rejected_by_date_, rejected_by_key_;
  size_t size_ = 0;
  uint64_t unparsable_ = 0;
};

}  // namespace dqs
