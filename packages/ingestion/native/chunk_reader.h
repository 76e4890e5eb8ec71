// Cuts a file into pieces of whole records for several threads.
#pragma once
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>

#include "huge_memory.h"

namespace dqs {

/// Whole records of a file.
struct Chunk {
  /// The records are a part of these; some bytes behind them may be written.
  HugeVector<char> bytes;
  char* begin = nullptr;
  size_t length = 0;
  /// Whether it starts with the header.
  bool is_first = false;
};

/// Why a file is not for this reader; another one will find out what is wrong with it, and where.
struct Unusual {
  std::string reason;
  /// Whether the file is merely too large for this reader.
  bool is_large = false;
};

/// A file that cannot be read at all.
struct SystemFailure {
  int error;
};

/// Gives chunks to several threads, which read at the same time. A record ends at a line feed with an even number of
/// quotes before it, which holds in every file that a strict reader takes; the parser refuses the others. So a thread
/// has to be told only whether that number is odd where its piece starts: it looks for the first record that starts
/// behind that, and for the end of the last one beyond the end of the piece.
class ChunkReader {
 public:
  ChunkReader(const std::string& path, size_t chunk_bytes);
  ~ChunkReader();
  ChunkReader(const ChunkReader&) = delete;
  ChunkReader& operator=(const ChunkReader&) = delete;

  /// Fills `chunk`; false at the end of the file and after Stop. Throws Unusual or SystemFailure; call Stop then.
  bool Next(Chunk& chunk);
  /// Ends the waiting of other threads for one that has failed.
  void Stop();
  /// Bytes handed out so far.
  uint64_t bytes_done() const { return done_; }
  /// How many pieces there are: more threads than these have nothing to do.
  uint64_t pieces() const { return (size_ + chunk_bytes_ - 1) / chunk_bytes_; }

 private:
  /// A piece of the file and what follows it, in the bytes of a chunk.
  struct Piece {
    uint64_t offset;
    /// Bytes of the piece, and with those read behind it.
    size_t length, read;
  };

  void Measure();
  void Read(Chunk& chunk, const Piece& piece, size_t from, size_t to) const;
  bool WaitForTurn(uint64_t number, bool is_odd, bool& starts_odd);
  bool Cut(Chunk& chunk, Piece piece, bool starts_odd, bool ends_odd) const;
  size_t EndBehind(Chunk& chunk, Piece& piece, bool is_odd) const;

  const size_t chunk_bytes_;
  int file_ = -1;
  uint64_t size_ = 0;
  std::atomic<uint64_t> next_{0};
  std::atomic<uint64_t> done_{0};
  std::mutex mutex_;
  std::condition_variable turn_;
  /// Number of pieces whose quotes were counted, whether that gave an odd number, and whether to wait at all.
  uint64_t counted_ = 0;
  bool is_odd_ = false;
  bool is_stopped_ = false;
};

}  // namespace dqs
