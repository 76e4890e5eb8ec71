// Counts a delimited file on several threads.
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "merged_counts.h"
#include "record_parser.h"

namespace dqs {

/// What another thread may ask of a scan, and tell it.
struct ScanControl {
  std::atomic<bool> is_stopped{false};
  std::atomic<uint64_t> bytes_done{0};
};

struct ScanOptions {
  std::string path;
  Layout layout;
  /// 1 or more.
  size_t threads = 1;
  /// Bytes a thread takes at a time, 1 or more.
  size_t chunk_bytes = 0;
  /// Memory above which the file is left to a reader that can use the disk.
  size_t memory_limit = 0;
  std::shared_ptr<ScanControl> control;
};

/// Throws Unusual, SystemFailure, or Unusual with an empty reason where the scan was stopped.
MergedCounts ScanFile(const ScanOptions& options);

}  // namespace dqs
