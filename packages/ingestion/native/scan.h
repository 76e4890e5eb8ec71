// Counts a delimited file on several threads.
#pragma once
#include <atomic>
#include <cstdint>
#include <string>

#include "merged_counts.h"
#include "record_parser.h"

namespace dqs {

struct ScanOptions {
  std::string path;
  Layout layout;
  size_t threads = 1;
  /// Bytes a thread takes at a time.
  size_t chunk_bytes = 0;
  /// Memory above which the file is left to a reader that can use the disk.
  size_t memory_limit = 0;
  /// Two words shared with JavaScript: it sets the first to stop the scan and reads in the second how many megabytes
  /// were read.
  std::atomic<int32_t>* control = nullptr;
};

/// Throws Unusual, SystemFailure, or Unusual with an empty reason where the scan was stopped.
MergedCounts ScanFile(const ScanOptions& options);

}  // namespace dqs
