// Where records end: at a line feed with an even number of quotes before it. That holds in every text that a strict reader
// takes; the parser refuses the others.
#pragma once
#include <cstddef>

namespace dqs {

/// The longest record that is read, as in the reader that goes row by row.
constexpr size_t kMaxRecordBytes = 16 * 1024 * 1024;
constexpr size_t kNowhere = ~size_t{0};

/// Whether a text has an odd number of quotes.
bool HasOddQuotes(const char* bytes, size_t length);

/// Where the first record that starts within these bytes does, or kNowhere; changes `is_odd`, whether the number of quotes
/// before is odd, to what it is there or at the end.
size_t RecordStart(const char* bytes, size_t from, size_t to, bool& is_odd);

/// Where the last record that starts within these bytes or right behind them does, or kNowhere. `is_odd` tells whether the
/// number of quotes up to `to` is.
size_t LastRecordStart(const char* bytes, size_t from, size_t to, bool is_odd);

}  // namespace dqs
