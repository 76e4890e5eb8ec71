// Counts a delimited text that comes in pieces, as from a decompressor.
#pragma once
#include <atomic>
#include <memory>

#include "merged_counts.h"
#include "record_parser.h"

namespace dqs {

/// One piece at a time: Append takes it on one thread, then Count or Finish looks at it, on another one if need be.
class StreamScan {
 public:
  /// @param memory_limit bytes above which the text is left to a reader that can use the disk.
  StreamScan(Layout layout, size_t memory_limit);
  StreamScan(const StreamScan&) = delete;
  StreamScan& operator=(const StreamScan&) = delete;

  /// Copies the next bytes, which may be gone when they are counted.
  void Append(const char* bytes, size_t length);
  /// Counts the records that are whole. Throws Unusual; the scan is of no more use then.
  void Count();
  /// Counts the rest of the text, which ends here; to be called once. Throws as Count.
  MergedCounts Finish();

  /// Claims the scan for one call; false while another one has it, and after the end.
  bool Claim() { return !is_claimed_.exchange(true); }
  /// Lets the next call have it.
  void Release() { is_claimed_ = false; }

 private:
  size_t FindEnd();
  void ParseUpTo(size_t end);

  const Layout layout_;
  const RecordParser parser_;
  const size_t memory_limit_;
  Counts counts_;
  /// Its bytes are the text behind the last record that was counted.
  Chunk chunk_;
  /// Bytes of the text in the chunk, and how many of them are known to hold no end of a record.
  size_t filled_ = 0, searched_ = 0;
  /// Whether the number of quotes in what was searched is odd.
  bool is_odd_ = false;
  std::atomic<bool> is_claimed_{false};
};

}  // namespace dqs
