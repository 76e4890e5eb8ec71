#include "stream_scan.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "record_ends.h"

namespace dqs {

StreamScan::StreamScan(Layout layout, size_t memory_limit)
    : layout_(std::move(layout)), parser_(layout_), memory_limit_(memory_limit) {
  chunk_.is_first = true;
}

void StreamScan::Append(const char* bytes, size_t length) {
  // One byte more for the end that a last line may lack.
  const size_t needed = filled_ + length + 1;
  if (chunk_.bytes.size() < needed) chunk_.bytes.resize(std::max(needed, 2 * filled_));
  if (length > 0) std::memcpy(chunk_.bytes.data() + filled_, bytes, length);
  filled_ += length;
}

void StreamScan::Count() {
  const size_t end = FindEnd();
  if (end == kNowhere) return;
  ParseUpTo(end);
  std::memmove(chunk_.bytes.data(), chunk_.bytes.data() + end, filled_ - end);
  filled_ -= end;
  searched_ = filled_;
}

MergedCounts StreamScan::Finish() {
  Count();
  if (is_odd_) throw Unusual{"a quote is not closed"};
  if (filled_ > 0) ParseUpTo(filled_);
  chunk_ = Chunk();
  MergedCounts merged;
  merged.Absorb(std::move(counts_));
  return merged;
}

/// Where the last whole record ends, or kNowhere; only what was not searched before is looked at.
size_t StreamScan::FindEnd() {
  const char* const bytes = chunk_.bytes.data();
  bool was_odd = is_odd_;
  is_odd_ = is_odd_ != HasOddQuotes(bytes + searched_, filled_ - searched_);
  const size_t end = LastRecordStart(bytes, searched_, filled_, is_odd_);
  // The first record alone can be longer than a piece, and so can what is left of the last one.
  if (filled_ > kMaxRecordBytes) {
    const size_t first = end == kNowhere ? filled_ : RecordStart(bytes, searched_, filled_, was_odd);
    if (first > kMaxRecordBytes) throw Unusual{"a record is very long"};
  }
  if (end == kNowhere) searched_ = filled_;
  return end;
}

void StreamScan::ParseUpTo(size_t end) {
  const bool has_mark = chunk_.is_first && end >= 3 && std::memcmp(chunk_.bytes.data(), "\xef\xbb\xbf", 3) == 0;
  chunk_.begin = chunk_.bytes.data() + (has_mark ? 3 : 0);
  chunk_.length = end - (has_mark ? 3 : 0);
  if (chunk_.length > 0) parser_.Parse(chunk_, counts_);
  chunk_.is_first = false;
  counts_.Compact(memory_limit_ / 8);
  if (counts_.bytes() > memory_limit_) throw Unusual{"it needs much memory", true};
}

}  // namespace dqs
