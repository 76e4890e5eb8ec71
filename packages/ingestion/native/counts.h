// What is counted of a log: the same facts that count-query.ts asks DuckDB for.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "dictionary.h"
#include "group_log.h"

namespace dqs {

/// The columns that are read, in the order in which JavaScript names their positions.
enum Column : size_t {
  kSource, kTenant, kDataset, kDatasetName, kRule, kDate, kResults, kLevel, kAttribute, kRecordCount, kFilteredCount,
  kRowCount, kColumns
};

/// Fields of one record by column, as they stand in the file (quotes included); empty where the column is absent.
using Fields = std::array<std::string_view, kColumns>;

/// A set of columns, one bit each.
using ColumnSet = uint32_t;
constexpr ColumnSet kAllColumns = (1u << kColumns) - 1;

/// Columns with a dictionary; the two counts share the last one, for those that are no plain whole numbers.
constexpr size_t kDictionaries = kRecordCount + 1;

/// Marks a count in a cell that is a number of the dictionary of odd counts and not the count itself.
constexpr uint32_t kOddCount = 1u << 31;

/// Source, tenant, dataset, name, rule.
using KeyTable = GroupTable<5>;
/// Key, date, results, the two record counts.
using Cell = Group<5>;
using CellList = GroupList<5>;
using CellLog = GroupLog<5>;
/// Key, level, attribute, results; and the number of the date plus 1 where that may make the row unusable, else 0.
using LabelTable = GroupTable<5>;

/// Why a record is no row, whatever its texts mean.
enum Fault : size_t { kColumnCount, kInvalidUtf8, kFaults };

/// Which dates are certainly usable.
struct PlainDates {
  /// Whether any is: those of the form YYYY-MM-DD, with a time behind it or without.
  bool are_known = false;
  /// The last of them, as text; empty for any.
  std::string latest;

  /// @param text as it stands in the file, quotes included.
  bool Has(std::string_view text) const;
};

/// Counts of the rows one thread has seen.
class Counts {
 public:
  std::array<Dictionary, kDictionaries> texts;
  KeyTable keys;
  CellLog cells;
  LabelTable labels;
  /// Executions: records, each as often as its row count says.
  uint64_t rows = 0;
  /// Records that are no rows.
  std::array<uint64_t, kFaults> faults{};

  /// Counts a record of which only the fields of `changed` differ from those of the one counted before. Throws Unusual
  /// where its row count is no plain whole number from 1.
  void Add(const Fields& fields, ColumnSet changed, const PlainDates& plain_dates);
  /// Saves memory where cells have come again after a while; to be called between chunks, now and then.
  /// @param limit bytes that cells may take without this.
  void Compact(size_t limit) { cells.Compact(limit); }
  /// Memory in use, in bytes, roughly.
  size_t bytes() const;

 private:
  uint32_t CountOf(std::string_view text);

  /// What the last record was counted as.
  std::array<uint32_t, kColumns> numbers_{};
  uint32_t key_ = 0, cell_ = 0, label_ = 0;
  /// The last word of the label.
  uint32_t odd_date_ = 0;
};

}  // namespace dqs
