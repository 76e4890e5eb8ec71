#include "merged_counts.h"

#include <utility>

namespace dqs {

void MergedCounts::Absorb(Counts&& counts) {
  std::array<std::vector<uint32_t>, kDictionaries> numbers;
  for (size_t column = 0; column < kDictionaries; ++column)
    numbers[column] = texts[column].Absorb(std::move(counts.texts[column]));
  const auto& part_keys = counts.keys.groups();
  std::vector<uint32_t> key_of(part_keys.size());
  for (size_t i = 0; i < key_of.size(); ++i) {
    KeyTable::Tuple key = part_keys.at(i).tuple;
    for (size_t column = kSource; column <= kRule; ++column) key[column] = numbers[column][key[column]];
    key_of[i] = keys.NumberOf(key);
  }
  const auto& part_labels = counts.labels.groups();
  for (size_t i = 0; i < part_labels.size(); ++i) {
    const auto& [key, level, attribute, results, odd_date] = part_labels.at(i).tuple;
    const LabelTable::Tuple label = {key_of[key], numbers[kLevel][level], numbers[kAttribute][attribute],
                                     numbers[kResults][results], odd_date > 0 ? numbers[kDate][odd_date - 1] + 1 : 0};
    labels.AddRows(labels.NumberOf(label), part_labels.at(i).rows);
  }
  const auto merged_count = [&](uint32_t count) {
    return count & kOddCount ? kOddCount | numbers[kRecordCount][count ^ kOddCount] : count;
  };
  cells.push_back(counts.cells.take());
  for (size_t i = 0; i < cells.back().size(); ++i) {
    auto& [key, date, results, records, filtered] = cells.back().at(i).tuple;
    key = key_of[key];
    date = numbers[kDate][date];
    results = numbers[kResults][results];
    records = merged_count(records);
    filtered = merged_count(filtered);
  }
  rows += counts.rows;
  for (size_t fault = 0; fault < kFaults; ++fault) faults[fault] += counts.faults[fault];
}

}  // namespace dqs
