#include "counts.h"

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

}  // namespace

uint32_t Counts::CountOf(std::string_view text) {
  const uint32_t plain = PlainCount(text);
  return plain != kNoCount ? plain : kOddCount | texts[kRecordCount].NumberOf(text);
}

void Counts::Add(const Fields& fields, ColumnSet changed) {
  for (size_t column = 0; column < kColumns; ++column) {
    if ((changed >> column & 1) == 0) continue;
    numbers_[column] = column < kRecordCount ? texts[column].NumberOf(fields[column]) : CountOf(fields[column]);
  }
  const auto& of = numbers_;
  if (changed & kOfKey) key_ = keys.NumberOf({of[kSource], of[kTenant], of[kDataset], of[kDatasetName], of[kRule]});
  if (changed & kOfCell)
    cell_ = cells.NumberOf({key_, of[kDate], of[kResults], of[kRecordCount], of[kFilteredCount]});
  if (changed & kOfLabel) label_ = labels.NumberOf({key_, of[kLevel], of[kAttribute], of[kResults]});
  cells.AddRows(cell_, 1);
  labels.AddRows(label_, 1);
  ++rows;
}

size_t Counts::bytes() const {
  size_t sum = keys.bytes() + cells.bytes() + labels.bytes();
  for (const Dictionary& dictionary : texts) sum += dictionary.bytes();
  return sum;
}

}  // namespace dqs
