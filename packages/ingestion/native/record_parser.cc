#include "record_parser.h"

#include <algorithm>
#include <cstring>

#include "utf8.h"

namespace dqs {

RecordParser::RecordParser(const Layout& layout) : layout_(layout) {
  for (const char byte : {layout.delimiter, '\n', '\r', '"'}) is_special_[static_cast<unsigned char>(byte)] = true;
}

void RecordParser::Parse(Chunk& chunk, Counts& counts) const {
  char* const bytes = chunk.bytes.data();
  const char* at = bytes;
  if (!IsText(at, chunk.length)) throw Unusual{"it is not UTF-8 throughout"};
  size_t length = chunk.length;
  // A last line without its end gets one; there is room for it.
  if (bytes[length - 1] != '\n') bytes[length++] = '\n';
  const char* const end = bytes + length;
  bool skips_header = chunk.is_first;
  Fields fields;
  while (at < end) {
    if (*at == '\n') {
      ++at;
    } else if (*at == '\r' && at[1] == '\n') {
      at += 2;
    } else {
      at = ParseRecord(at, end, counts, fields);
      if (skips_header) skips_header = false;
      else counts.Add(fields);
    }
  }
}

const char* RecordParser::ParseRecord(const char* at, const char* end, const Counts& counts, Fields& fields) const {
  for (size_t field = 0;; ++field) {
    if (field >= layout_.width) throw Unusual{"a record has too many fields"};
    const size_t column = layout_.column_of[field];
    const std::string_view guess = column < kRecordCount ? counts.texts[column].last() : std::string_view();
    if (guess.data() != nullptr && StartsWithField(at, end, guess)) {
      fields[column] = guess;
      at += guess.size();
    } else {
      const char* start = at;
      at = SkipField(at, end);
      if (column < kColumns) fields[column] = std::string_view(start, static_cast<size_t>(at - start));
    }
    if (*at == layout_.delimiter) {
      ++at;
      continue;
    }
    if (*at == '\r') ++at;
    if (*at != '\n') throw Unusual{"a quote or carriage return stands inside of a field"};
    if (field + 1 != layout_.width) throw Unusual{"a record has too few fields"};
    return at + 1;
  }
}

/// An unquoted field may hold quotes, as JSON in a table separated by tabs does: by pairs, or records would be cut in the
/// wrong places, and not behind leading white space, where readers differ.
const char* RecordParser::SkipUnquoted(const char* at) const {
  const char* const start = at;
  bool is_odd = false;
  for (;; ++at) {
    while (!is_special_[static_cast<unsigned char>(*at)]) ++at;
    if (*at != '"') break;
    if (!is_odd && std::all_of(start, at, [](char byte) { return byte == ' ' || byte == '\t' || byte == '\f'; }))
      throw Unusual{"a quote follows white space at the start of a field"};
    is_odd = !is_odd;
  }
  if (is_odd) throw Unusual{"a field holds an odd number of quotes"};
  return at;
}

/// Whether this field stands here whole: most fields repeat that of the row before, and comparing is faster than looking
/// for the end.
bool RecordParser::StartsWithField(const char* at, const char* end, std::string_view field) const {
  if (static_cast<size_t>(end - at) <= field.size() || std::memcmp(at, field.data(), field.size()) != 0) return false;
  const char next = at[field.size()];
  return next == layout_.delimiter || next == '\n' || (next == '\r' && at[field.size() + 1] == '\n');
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

}  // namespace dqs
