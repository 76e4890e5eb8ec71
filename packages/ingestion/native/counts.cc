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

/// The number that so many digits are; negative where one of them is no digit.
int DigitsAt(std::string_view text, size_t from, size_t length) {
  int value = 0;
  for (size_t i = from; i < from + length; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = 10 * value + (text[i] - '0');
  }
  return value;
}

int DaysOf(int year, int month) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return kDays[static_cast<size_t>(month - 1)] + (month == 2 && is_leap ? 1 : 0);
}

}  // namespace

bool PlainDates::Has(std::string_view text) const {
  constexpr size_t kLength = 10;
  if (!are_known) return true;
  if (text.size() >= 2 && text.front() == '"') text = text.substr(1, text.size() - 2);
  if (text.size() < kLength || text[4] != '-' || text[7] != '-') return false;
  if (text.size() > kLength && text[kLength] != 'T' && text[kLength] != ' ') return false;
  const int year = DigitsAt(text, 0, 4), month = DigitsAt(text, 5, 2), day = DigitsAt(text, 8, 2);
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > DaysOf(year, month)) return false;
  return latest.empty() || text.substr(0, kLength) <= latest;
}

uint32_t Counts::CountOf(std::string_view text) {
  const uint32_t plain = PlainCount(text);
  return plain != kNoCount ? plain : kOddCount | texts[kRecordCount].NumberOf(text);
}

void Counts::Add(const Fields& fields, ColumnSet changed, const PlainDates& plain_dates) {
  for (size_t column = 0; column < kRowCount; ++column) {
    if ((changed >> column & 1) == 0) continue;
    numbers_[column] = column < kRecordCount ? texts[column].NumberOf(fields[column]) : CountOf(fields[column]);
  }
  if (changed >> kRowCount & 1) numbers_[kRowCount] = RowsOf(fields[kRowCount]);
  const auto& of = numbers_;
  if (changed & kOfKey) key_ = keys.NumberOf({of[kSource], of[kTenant], of[kDataset], of[kDatasetName], of[kRule]});
  if (changed & kOfCell)
    cell_ = cells.NumberOf({key_, of[kDate], of[kResults], of[kRecordCount], of[kFilteredCount]});
  if (changed >> kDate & 1) {
    const uint32_t odd = plain_dates.Has(fields[kDate]) ? 0 : of[kDate] + 1;
    if (odd != odd_date_) changed |= kOfLabel;
    odd_date_ = odd;
  }
  if (changed & kOfLabel) label_ = labels.NumberOf({key_, of[kLevel], of[kAttribute], of[kResults], odd_date_});
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
