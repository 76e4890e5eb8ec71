#include "chunk_reader.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace dqs {

namespace {

/// The longest record that is read, as in the reader that goes row by row.
constexpr size_t kMaxRecordBytes = 16 * 1024 * 1024;

/// Length of the whole records at the start of a text that has an odd or even number of quotes; 0 where it has none.
size_t WholeRecords(const char* bytes, size_t length, bool is_odd) {
  for (size_t at = length; at > 0; --at) {
    if (bytes[at - 1] == '"') is_odd = !is_odd;
    else if (bytes[at - 1] == '\n' && !is_odd) return at;
  }
  return 0;
}

}  // namespace

ChunkReader::ChunkReader(const std::string& path, size_t chunk_bytes) : chunk_bytes_(chunk_bytes) {
  file_ = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file_ < 0) throw SystemFailure{errno};
#ifdef POSIX_FADV_SEQUENTIAL
  posix_fadvise(file_, 0, 0, POSIX_FADV_SEQUENTIAL);
#endif
}

ChunkReader::~ChunkReader() {
  if (file_ >= 0) close(file_);
}

/// Reads behind the first `length` bytes; returns the new length.
size_t ChunkReader::Fill(Chunk& chunk, size_t length) {
  const size_t wanted = length + chunk_bytes_;
  if (chunk.bytes.size() < wanted + 1) chunk.bytes.resize(wanted + 1);
  while (length < wanted) {
    const ssize_t got = read(file_, chunk.bytes.data() + length, wanted - length);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw SystemFailure{errno};
    if (got == 0) {
      at_end_ = true;
      break;
    }
    length += static_cast<size_t>(got);
  }
  return length;
}

size_t ChunkReader::SkipByteOrderMark(Chunk& chunk, size_t length) {
  is_start_ = false;
  if (length < 3 || std::memcmp(chunk.bytes.data(), "\xef\xbb\xbf", 3) != 0) return length;
  std::memmove(chunk.bytes.data(), chunk.bytes.data() + 3, length - 3);
  return length - 3;
}

bool ChunkReader::Next(Chunk& chunk) {
  const std::lock_guard<std::mutex> lock(mutex_);
  size_t length = rest_.size();
  chunk.is_first = is_start_;
  if (chunk.bytes.size() < length) chunk.bytes.resize(length);
  std::copy(rest_.begin(), rest_.end(), chunk.bytes.begin());
  rest_.clear();
  size_t seen = 0;
  bool is_odd = false;
  size_t whole = 0;
  while (whole == 0 && !at_end_) {
    if (length > kMaxRecordBytes) throw Unusual{"a record is very long"};
    length = Fill(chunk, length);
    if (is_start_) length = SkipByteOrderMark(chunk, length);
    is_odd ^= std::count(chunk.bytes.data() + seen, chunk.bytes.data() + length, '"') % 2 != 0;
    seen = length;
    whole = at_end_ ? length : WholeRecords(chunk.bytes.data(), length, is_odd);
  }
  if (at_end_ && whole == 0) whole = length;
  if (at_end_ && whole == length && is_odd) throw Unusual{"a quote is not closed"};
  rest_.assign(chunk.bytes.begin() + static_cast<ptrdiff_t>(whole), chunk.bytes.begin() + static_cast<ptrdiff_t>(length));
  chunk.length = whole;
  done_ += whole;
  return whole > 0;
}

}  // namespace dqs
