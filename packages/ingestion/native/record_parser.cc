#include "record_parser.h"

#include <algorithm>
#include <cstring>

#include "utf8.h"

namespace dqs {

namespace {

/// How many bytes two texts have in common at their starts, `limit` at most; eight are compared at a time.
size_t CommonPrefix(const char* a, const char* b, size_t limit) {
  static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the first byte that differs is taken for the lowest");
  size_t at = 0;
  for (; at + 8 <= limit; at += 8) {
    uint64_t left, right;
    std::memcpy(&left, a + at, 8);
    std::memcpy(&right, b + at, 8);
    if (left != right) return at + static_cast<size_t>(__builtin_ctzll(left ^ right)) / 8;
  }
  while (at < limit && a[at] == b[at]) ++at;
  return at;
}

/// Whether a byte is white space, or part of a character that may be some.
bool MayBeBlank(char byte) {
  return byte == ' ' || byte == '\t' || byte == '\v' || byte == '\f' || static_cast<unsigned char>(byte) >= 0x80;
}

bool IsBlank(const char* from, const char* to) { return std::all_of(from, to, MayBeBlank); }

/// Whether a field holds bytes that are no text. Throws Unusual for NUL, which has a reason of its own.
bool HasOddBytes(const char* from, const char* to) {
  const size_t length = static_cast<size_t>(to - from);
  if (IsText(from, length)) return false;
  if (std::memchr(from, 0, length) != nullptr) throw Unusual{"a field contains a NUL byte"};
  return true;
}

}  // namespace

RecordParser::RecordParser(const Layout& layout) : layout_(layout) {
  for (const char byte : {layout.delimiter, '\n', '\r', '"'}) is_special_[static_cast<unsigned char>(byte)] = true;
}

void RecordParser::Parse(Chunk& chunk, Counts& counts) const {
  const char* at = chunk.begin;
  // A last line without its end gets one; there is room for it.
  if (at[chunk.length - 1] != '\n') chunk.begin[chunk.length++] = '\n';
  const char* const end = at + chunk.length;
  bool skips_header = chunk.is_first;
  Record record;
  record.lengths.resize(layout_.width);
  while (at < end) {
    if (*at == '\n') {
      ++at;
    } else if (*at == '\r' && at[1] == '\n') {
      at += 2;
    } else if (skips_header) {
      ParseFirst(at, end, record);
      if (record.fault != kFaults) throw Unusual{"the header is not as it was"};
      at = record.end;
      record.start = nullptr;
      skips_header = false;
    } else {
      if (record.start == nullptr) ParseFirst(at, end, record);
      else ParseNext(at, end, record);
      at = record.end;
      if (record.fault == kFaults) {
        counts.Add(record.fields, record.changed, layout_.plain_dates);
      } else {
        ++counts.faults[record.fault];
        // The next one is not compared with what was split only in part.
        record.start = nullptr;
      }
    }
  }
}

void RecordParser::ParseFirst(const char* at, const char* end, Record& record) const {
  record.start = at;
  record.fault = kFaults;
  record.is_short = false;
  for (size_t field = 0; field < layout_.width && !record.is_short; ++field) at = ParseField(at, end, field, record);
  record.end = at;
  // Those of absent columns as well.
  record.changed = kAllColumns;
}

/// Most records repeat most of the one before. Where the same bytes stand, up to and with what ends a field, there is
/// the same field: only the others are looked at, each by the strict rules.
void RecordParser::ParseNext(const char* at, const char* end, Record& record) const {
  const char* before = record.start;
  record.start = at;
  record.changed = 0;
  for (size_t field = 0; field < layout_.width; ++field) {
    size_t common = CommonPrefix(before, at, static_cast<size_t>(std::min(record.end - before, end - at)));
    while (field < layout_.width && record.lengths[field] <= common) {
      common -= record.lengths[field];
      before += record.lengths[field];
      at += record.lengths[field];
      ++field;
    }
    if (field == layout_.width) break;
    before += record.lengths[field];
    at = ParseField(at, end, field, record);
    if (record.is_short) break;
  }
  record.end = at;
}

/// Splits one field off and returns where the next one starts.
const char* RecordParser::ParseField(const char* at, const char* end, size_t field, Record& record) const {
  const char* const stop = SkipField(at, end);
  const std::string_view text(at, static_cast<size_t>(stop - at));
  if (HasOddBytes(at, stop)) record.fault = kInvalidUtf8;
  const size_t column = layout_.column_of[field];
  if (column < kColumns) {
    record.fields[column] = text;
    record.changed |= 1u << column;
  }
  const bool is_last = field + 1 == layout_.width;
  const char* next = is_last ? SkipExtras(stop, end, record) : stop;
  if (*next != layout_.delimiter) {
    if (*next == '\r') ++next;
    if (*next != '\n') throw Unusual{"a quote or carriage return stands inside of a field"};
    if (!is_last) {
      // What is blank throughout is an empty line to some readers.
      if (field == 0 && record.fault == kFaults && IsBlank(at, stop)) throw Unusual{"a line is blank"};
      record.is_short = true;
      if (record.fault == kFaults) record.fault = kColumnCount;
    }
  }
  ++next;
  record.lengths[field] = static_cast<size_t>(next - at);
  return next;
}

/// The end of the fields behind the last one. Spreadsheets end lines with delimiters, which mean nothing: only a field that
/// holds something makes them too many.
const char* RecordParser::SkipExtras(const char* at, const char* end, Record& record) const {
  while (*at == layout_.delimiter) {
    const char* const stop = SkipField(at + 1, end);
    const bool is_empty = stop == at + 1 || (at[1] == '"' && stop == at + 3);
    if (HasOddBytes(at + 1, stop)) record.fault = kInvalidUtf8;
    if (!is_empty && record.fault == kFaults) {
      if (IsBlank(at + 1, stop)) throw Unusual{"a field too many is blank"};
      record.fault = kColumnCount;
    }
    at = stop;
  }
  return at;
}

/// The end of the field that starts here. Every chunk ends with a line feed, which stops an unquoted field.
const char* RecordParser::SkipField(const char* at, const char* end) const {
  if (*at != '"') return SkipUnquoted(at);
  for (++at;; at += 2) {
    at = static_cast<const char*>(std::memchr(at, '"', static_cast<size_t>(end - at)));
    if (at == nullptr || at + 1 == end) throw Unusual{"a quote is not closed"};
    if (at[1] != '"') return at + 1;
  }
}

/// An unquoted field may hold quotes, as JSON in a table separated by tabs does: by pairs, or records would be cut in
/// the wrong places, and not behind leading white space, where readers differ.
const char* RecordParser::SkipUnquoted(const char* at) const {
  const char* const start = at;
  bool is_odd = false;
  for (;; ++at) {
    while (!is_special_[static_cast<unsigned char>(*at)]) ++at;
    if (*at != '"') break;
    if (!is_odd && std::all_of(start, at, MayBeBlank))
      throw Unusual{"a quote follows white space at the start of a field"};
    is_odd = !is_odd;
  }
  if (is_odd) throw Unusual{"a field holds an odd number of quotes"};
  return at;
}

}  // namespace dqs
