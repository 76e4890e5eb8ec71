#include "counts.h"

#include "chunk_reader.h"

namespace dqs {

namespace {

constexpr uint32_t kNoCount = ~0u;

constexpr ColumnSet Set(std::initializer_list<Column> columns) {
  ColumnSet set = 0;
  for (const Column column : columns) set |= 1u << column;
  return set;
}

constexpr ColumnSet kOfKey = Set({kSource, kTenant, kDataset, kDatasetName, kRule});
constexpr ColumnSet kOfCell = kOfKey | Set({kDate, kResults, kRecordCount, kFilteredCount});
constexpr ColumnSet kOfLabel = kOfKey | Set({kLevel, kAttribute, kResults});

/// A whole number of up to nine digits, without sign or leading zeros, else kNoCount.
uint32_t PlainCount(std::string_view text) {
  if (text.empty() || text.size() > 9 || (text[0] == '0' && text.size() > 1)) return kNoCount;
  uint32_t value = 0;
  for (const char character : text) {
    if (character < '0' || character > '9') return kNoCount;
    value = value * 10 + static_cast<uint32_t>(character - '0');
  }
  return value;
}

/// How many executions a record stands for.
uint32_t RowsOf(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"') text = text.substr(1, text.size() - 2);
  if (text.empty()) return 1;
  const uint32_t rows = PlainCount(text);
  if (rows == kNoCount || rows == 0) throw Unusual{"a row count is no plain number"};
  return rows;
}

}  // namespace

uint32_t Counts::CountOf(std::string_view text) {
  const uint32_t plain = PlainCount(text);
  return plain != kNoCount ? plain : kOddCount | texts[kRecordCount].NumberOf(text);
}

void Counts::Add(const Fields& fields, ColumnSet changed) {
  for (size_t column = 0; column < kRowCount; ++column) {
    if ((changed >> column & 1) == 0) continue;
    numbers_[column] = column < kRecordCount ? texts[column].NumberOf(fields[column]) : CountOf(fields[column]);
  }
  if (changed >> kRowCount & 1) numbers_[kRowCount] = RowsOf(fields[kRowCount]);
  const auto& of = numbers_;
  if (changed & kOfKey) key_ = keys.NumberOf({of[kSource], of[kTenant], of[kDataset], of[kDatasetName], of[kRule]});
  if (changed & kOfCell)
    cell_ = cells.NumberOf({key_, of[kDate], of[kResults], of[kRecordCount], of[kFilteredCount]});
  if (changed & kOfLabel) label_ = labels.NumberOf({key_, of[kLevel], of[kAttribute], of[kResults]});
  cells.AddRows(cell_, of[kRowCount]);
  labels.AddRows(label_, of[kRowCount]);
  rows += of[kRowCount];
}

size_t Counts::bytes() const {
  size_t sum = keys.bytes() + cells.bytes() + labels.bytes();
  for (const Dictionary& dictionary : texts) sum += dictionary.bytes();
  return sum;
}

}  // namespace dqs
