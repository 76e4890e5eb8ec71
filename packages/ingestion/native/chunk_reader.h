// Cuts a file into pieces of whole records for several threads.
#pragma once
#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

namespace dqs {

/// Whole records of a file, and one byte behind them that may be written.
struct Chunk {
  std::vector<char> bytes;
  size_t length = 0;
  /// Whether it starts with the header.
  bool is_first = false;
};

/// Why a file is not for this reader; another one will find out what is wrong with it, and where.
struct Unusual {
  std::string reason;
};

/// A file that cannot be read at all.
struct SystemFailure {
  int error;
};

/// Gives chunks to several threads, each the next one of the file. A record ends at a line feed with an even number of
/// quotes before it, which holds in every file that a strict reader takes; the parser refuses the others.
class ChunkReader {
 public:
  ChunkReader(const std::string& path, size_t chunk_bytes);
  ~ChunkReader();
  ChunkReader(const ChunkReader&) = delete;
  ChunkReader& operator=(const ChunkReader&) = delete;

  /// Fills `chunk`; false at the end of the file. Throws Unusual or SystemFailure.
  bool Next(Chunk& chunk);
  /// Bytes handed out so far.
  uint64_t bytes_done() const { return done_; }

 private:
  size_t Fill(Chunk& chunk, size_t length);
  size_t SkipByteOrderMark(Chunk& chunk, size_t length);

  const size_t chunk_bytes_;
  int file_ = -1;
  bool is_start_ = true;
  bool at_end_ = false;
  std::mutex mutex_;
  /// The start of a record whose end is in the next chunk.
  std::vector<char> rest_;
  std::atomic<uint64_t> done_{0};
};

}  // namespace dqs
