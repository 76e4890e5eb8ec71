#include "structure_scan.h"

#include <cstring>

namespace dqs {

namespace {

enum Kind : uint8_t { kOther, kBlank, kQuote, kDelimiter, kLineFeed, kCarriageReturn, kKinds };

enum Place : uint8_t {
  kLineStart, kEmptyLineReturn, kFieldStart, kBlankStart, kUnquoted, kOddUnquoted, kQuoted, kQuoteInQuoted, kLineReturn,
  kDoubtful, kPlaces
};

/// The next place by place and kind.
constexpr uint8_t kNext[kPlaces][kKinds] = {
    {4, 3, 6, 2, 0, 1}, {9, 9, 9, 9, 0, 9}, {4, 3, 6, 2, 0, 8}, {4, 3, 9, 2, 0, 8}, {4, 4, 5, 2, 0, 8},
    {5, 5, 4, 9, 9, 9}, {6, 6, 7, 6, 6, 6}, {9, 9, 6, 2, 0, 8}, {9, 9, 9, 9, 0, 9}, {9, 9, 9, 9, 9, 9},
};

/// Whether a text may end in a place.
bool IsEnd(uint8_t place) {
  return place == kLineStart || place == kFieldStart || place == kBlankStart || place == kUnquoted ||
         place == kQuoteInQuoted;
}

}  // namespace

StructureScan::StructureScan(char delimiter, uint64_t max_record_bytes)
    : max_record_bytes_(max_record_bytes), place_(kLineStart) {
  std::memset(kinds_.data() + 0x80, kBlank, 0x80);
  for (const char blank : {' ', '\t', '\v', '\f'}) kinds_[static_cast<unsigned char>(blank)] = kBlank;
  kinds_['"'] = kQuote;
  kinds_['\n'] = kLineFeed;
  kinds_['\r'] = kCarriageReturn;
  kinds_[static_cast<unsigned char>(delimiter)] = kDelimiter;
}

bool StructureScan::is_doubtful() const { return is_refused_ || !IsEnd(place_); }

uint64_t StructureScan::records() const { return ended_ + (place_ == kLineStart ? 0 : 1); }

void StructureScan::Add(const unsigned char* bytes, size_t length) {
  if (is_refused_ || length == 0) return;
  const bool has_mark = bytes_ == 0 && length >= 3 && std::memcmp(bytes, "\xef\xbb\xbf", 3) == 0;
  Walk(bytes, has_mark ? 3 : 0, length);
  bytes_ += length;
  const bool is_long = bytes_ - record_start_ > max_record_bytes_;
  if (is_long || place_ == kDoubtful || std::memchr(bytes, 0, length) != nullptr) is_refused_ = true;
}

/// Most bytes change nothing: the insides of fields are passed over without the table.
void StructureScan::Walk(const unsigned char* bytes, size_t from, size_t length) {
  uint8_t place = place_;
  for (size_t at = from; at < length; ++at) {
    if (place == kQuoted) {
      const void* const quote = std::memchr(bytes + at, '"', length - at);
      if (quote == nullptr) break;
      at = static_cast<size_t>(static_cast<const unsigned char*>(quote) - bytes);
    } else if (place == kUnquoted) {
      while (at < length && kinds_[bytes[at]] <= kBlank) ++at;
      if (at == length) break;
    }
    const uint8_t before = place;
    place = kNext[place][kinds_[bytes[at]]];
    if (place == kLineStart) EndLine(before, bytes_ + at + 1);
  }
  place_ = place;
}

void StructureScan::EndLine(uint8_t before, uint64_t end) {
  if (before != kLineStart && before != kEmptyLineReturn) ++ended_;
  if (end - record_start_ > max_record_bytes_) is_refused_ = true;
  record_start_ = end;
}

}  // namespace dqs
