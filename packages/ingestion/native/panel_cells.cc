#include "panel_cells.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dqs {

namespace {

/// The key of a cell that is left out.
constexpr uint32_t kNoKey = ~0u;

/// Words of a cell's tuple; those of the first three are replaced by what they mean.
enum Word : size_t { kKeyWord, kDateWord, kResultsWord, kRecordWord, kFilteredWord };

int32_t DayOf(const Cell& cell) { return static_cast<int32_t>(cell.tuple[kDateWord]); }

double MissingLowest(double value) { return std::isnan(value) ? -std::numeric_limits<double>::infinity() : value; }

/// As isGreaterCounts of @dqs/core: the greater pair of counts of a day is the one that is kept.
bool IsGreater(double record, double filtered, double known_record, double known_filtered) {
  const double a = MissingLowest(record), b = MissingLowest(known_record);
  return a != b ? a > b : MissingLowest(filtered) > MissingLowest(known_filtered);
}

}  // namespace

PanelCells::PanelCells(MergedCounts& counts, const Meanings& meanings)
    : meanings_(meanings),
      starts_(counts.keys.groups().size() + 1, 0),
      rejected_by_date_(counts.texts[kDate].size(), 0),
      rejected_by_key_(counts.keys.groups().size(), 0) {
  for (CellList& cells : counts.cells)
    for (size_t i = 0; i < cells.size(); ++i) Interpret(cells.at(i));
  SortByKey(counts);
  SortByDay();
}

/// Counts a cell whose rows are unusable; the date is what is looked at first.
bool PanelCells::IsRejected(const Cell& cell) {
  const uint32_t key = cell.tuple[kKeyWord], date = cell.tuple[kDateWord];
  if (meanings_.day_of[date] == kNoDay) rejected_by_date_[date] += cell.rows;
  else if (meanings_.rank_of[key] < 0) rejected_by_key_[key] += cell.rows;
  else return false;
  return true;
}

/// Replaces the numbers of key, date and results by what they mean.
void PanelCells::Interpret(Cell& cell) {
  if (IsRejected(cell)) {
    cell.tuple[kKeyWord] = kNoKey;
    return;
  }
  auto& [key, date, results, records, filtered] = cell.tuple;
  key = static_cast<uint32_t>(meanings_.rank_of[key]);
  date = static_cast<uint32_t>(meanings_.day_of[date]);
  results = meanings_.outcome_of[results];
  for (const uint32_t count : {records, filtered})
    if (count & kOddCount && meanings_.value_of[count ^ kOddCount] < 0) unparsable_ += cell.rows;
  ++starts_[key + 1];
}

/// A counting sort, in one pass over the cells.
void PanelCells::SortByKey(MergedCounts& counts) {
  for (size_t key = 1; key < starts_.size(); ++key) starts_[key] += starts_[key - 1];
  sorted_.resize(starts_.back());
  std::vector<size_t> next(starts_);
  for (const CellList& cells : counts.cells)
    for (size_t i = 0; i < cells.size(); ++i)
      if (cells.at(i).tuple[kKeyWord] != kNoKey) sorted_[next[cells.at(i).tuple[kKeyWord]]++] = &cells.at(i);
}

/// Sorts the cells of each key, mostly some hundred that are mostly sorted, and counts the days.
void PanelCells::SortByDay() {
  const auto is_earlier = [](const Cell* a, const Cell* b) { return DayOf(*a) < DayOf(*b); };
  for (size_t key = 0; key + 1 < starts_.size(); ++key) {
    const auto first = sorted_.begin() + static_cast<ptrdiff_t>(starts_[key]);
    const auto last = sorted_.begin() + static_cast<ptrdiff_t>(starts_[key + 1]);
    if (!std::is_sorted(first, last, is_earlier)) std::sort(first, last, is_earlier);
    for (auto cell = first; cell != last; ++cell) size_ += cell == first || DayOf(**cell) != DayOf(*cell[-1]);
  }
}

void PanelCells::Write(const PanelColumns& to) const {
  const Cell* before = nullptr;
  size_t row = 0;
  for (const Cell* cell : sorted_) {
    const auto& [key, date, outcome, records, filtered] = cell->tuple;
    const double record = ValueOf(records), filter = ValueOf(filtered);
    const bool is_new = before == nullptr || before->tuple[kKeyWord] != key || DayOf(*before) != DayOf(*cell);
    if (is_new) {
      row += before != nullptr;
      to.key[row] = static_cast<int32_t>(key);
      to.day[row] = DayOf(*cell);
      to.passes[row] = to.fails[row] = to.errors[row] = 0;
    }
    if (is_new || IsGreater(record, filter, to.record_count[row], to.filtered_count[row])) {
      to.record_count[row] = record;
      to.filtered_count[row] = filter;
    }
    int32_t* const counts[kOutcomes] = {to.passes, to.fails, to.errors};
    counts[outcome][row] += static_cast<int32_t>(cell->rows);
    before = cell;
  }
}

double PanelCells::ValueOf(uint32_t count) const {
  if ((count & kOddCount) == 0) return count;
  const double value = meanings_.value_of[count ^ kOddCount];
  return value < 0 ? std::numeric_limits<double>::quiet_NaN() : value;
}

}  // namespace dqs
