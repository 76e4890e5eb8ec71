// What is counted of a log: the same facts that count-query.ts asks DuckDB for.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include "dictionary.h"
#include "tuple_table.h"

namespace dqs {

/// The columns that are read, in the order in which JavaScript names their positions.
enum Column : size_t {
  kSource, kTenant, kDataset, kDatasetName, kRule, kDate, kResults, kLevel, kAttribute, kRecordCount, kFilteredCount,
  kColumns
};

/// Fields of one record by column, as they stand in the file (quotes included); empty where the column is absent.
using Fields = std::array<std::string_view, kColumns>;

/// Columns with a dictionary; the two counts share the last one, for those that are no plain whole numbers.
constexpr size_t kDictionaries = kRecordCount + 1;

/// Marks a count in a cell that is a number of the dictionary of odd counts and not the count itself.
constexpr uint64_t kOddCount = 1ULL << 63;

/// Counts of the rows one thread has seen.
struct Counts {
  std::array<Dictionary, kDictionaries> texts;
  /// Source and tenant, dataset and name, rule.
  TupleTable<3> keys;
  /// Key and date, results, the two record counts.
  TupleTable<4> cells;
  /// Key and level, attribute and results.
  TupleTable<2> labels;
  uint64_t rows = 0;

  void Add(const Fields& fields);
  /// Adds what another thread has counted.
  void Absorb(const Counts& other);
  /// Memory in use, in bytes, roughly.
  size_t bytes() const;

 private:
  uint64_t CountOf(std::string_view text);
  uint32_t AddKey(const std::array<uint32_t, kDictionaries>& numbers);
};

inline uint64_t Pair(uint32_t low, uint32_t high) { return low | static_cast<uint64_t>(high) << 32; }
inline uint32_t Low(uint64_t pair) { return static_cast<uint32_t>(pair); }
inline uint32_t High(uint64_t pair) { return static_cast<uint32_t>(pair >> 32); }

}  // namespace dqs
