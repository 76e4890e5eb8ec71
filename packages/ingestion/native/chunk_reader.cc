#include "chunk_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "record_ends.h"

namespace dqs {

namespace {

/// Read behind a piece at first: most records end within.
constexpr size_t kBehind = 4096;

}  // namespace

ChunkReader::ChunkReader(const std::string& path, size_t chunk_bytes) : chunk_bytes_(chunk_bytes) {
  // A pipe without a writer must not keep us waiting; regular files know no such mode.
  file_ = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file_ < 0) throw SystemFailure{errno};
  try {
    Measure();
  } catch (...) {
    // No destructor runs for an object that was not made.
    close(file_);
    throw;
  }
#ifdef POSIX_FADV_SEQUENTIAL
  posix_fadvise(file_, 0, 0, POSIX_FADV_SEQUENTIAL);
#endif
}

ChunkReader::~ChunkReader() { close(file_); }

/// Finds out the size, which only files on a disk tell: pipes, devices and what the kernel makes up say 0.
void ChunkReader::Measure() {
  struct stat facts;
  if (fstat(file_, &facts) != 0) throw SystemFailure{errno};
  if (S_ISDIR(facts.st_mode)) throw SystemFailure{EISDIR};
  if (!S_ISREG(facts.st_mode) || facts.st_size == 0) throw Unusual{"it does not tell its size"};
  size_ = static_cast<uint64_t>(facts.st_size);
}

void ChunkReader::Stop() {
  const std::lock_guard<std::mutex> lock(mutex_);
  is_stopped_ = true;
  turn_.notify_all();
}

/// Reads the bytes `from` to `to` of a piece.
void ChunkReader::Read(Chunk& chunk, const Piece& piece, size_t from, size_t to) const {
  // One byte more for the end that a last line may lack.
  if (chunk.bytes.size() < to + 1) chunk.bytes.resize(to + 1);
  while (from < to) {
    const auto offset = static_cast<off_t>(piece.offset + from);
    const ssize_t got = pread(file_, chunk.bytes.data() + from, to - from, offset);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw SystemFailure{errno};
    if (got == 0) throw Unusual{"it became shorter while it was read"};
    from += static_cast<size_t>(got);
  }
}

bool ChunkReader::Next(Chunk& chunk) {
  for (;;) {
    const uint64_t number = next_++;
    const uint64_t offset = number * chunk_bytes_;
    if (offset >= size_) return false;
    const auto within = [&](uint64_t bytes) { return static_cast<size_t>(std::min(bytes, size_ - offset)); };
    const Piece piece{offset, within(chunk_bytes_), within(chunk_bytes_ + kBehind)};
    Read(chunk, piece, 0, piece.read);
    const bool is_odd = HasOddQuotes(chunk.bytes.data(), piece.length);
    bool starts_odd = false;
    if (!WaitForTurn(number, is_odd, starts_odd)) return false;
    done_ += piece.length;
    if (Cut(chunk, piece, starts_odd, starts_odd != is_odd)) return true;
  }
}

/// Tells whether the number of quotes before a piece is odd, once all before it were counted; false after Stop.
bool ChunkReader::WaitForTurn(uint64_t number, bool is_odd, bool& starts_odd) {
  std::unique_lock<std::mutex> lock(mutex_);
  turn_.wait(lock, [&] { return counted_ == number || is_stopped_; });
  starts_odd = is_odd_;
  is_odd_ = is_odd_ != is_odd;
  ++counted_;
  turn_.notify_all();
  return !is_stopped_;
}

/// Limits a chunk to the records that start behind the first end of one in the piece; false where there are none.
bool ChunkReader::Cut(Chunk& chunk, Piece piece, bool starts_odd, bool ends_odd) const {
  const bool is_last = piece.offset + piece.length == size_;
  if (is_last && ends_odd) throw Unusual{"a quote is not closed"};
  chunk.is_first = piece.offset == 0;
  const bool has_mark = chunk.is_first && piece.read >= 3 && std::memcmp(chunk.bytes.data(), "\xef\xbb\xbf", 3) == 0;
  const size_t start =
      chunk.is_first ? (has_mark ? 3 : 0) : RecordStart(chunk.bytes.data(), 0, piece.length, starts_odd);
  if (start == kNowhere) return false;
  const size_t end = EndBehind(chunk, piece, ends_odd);
  chunk.begin = chunk.bytes.data() + start;
  chunk.length = end - start;
  return chunk.length > 0;
}

/// The end of the record that reaches beyond a piece; reads as much more as that takes.
size_t ChunkReader::EndBehind(Chunk& chunk, Piece& piece, bool is_odd) const {
  for (size_t from = piece.length;;) {
    const size_t end = RecordStart(chunk.bytes.data(), from, piece.read, is_odd);
    if (end != kNowhere) return end;
    if (piece.offset + piece.read == size_) return piece.read;
    if (piece.read - piece.length > kMaxRecordBytes) throw Unusual{"a record is very long"};
    from = piece.read;
    const uint64_t more = piece.length + 2 * (piece.read - piece.length);
    piece.read = static_cast<size_t>(std::min(more, size_ - piece.offset));
    Read(chunk, piece, from, piece.read);
  }
}

}  // namespace dqs
