// Numbers for the texts of a column, in the order they are first seen.
#pragma once
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "huge_memory.h"

namespace dqs {

/// A fast hash of bytes with good low bits: 8 at a time, multiplied and folded (the idea of wyhash).
inline uint64_t HashBytes(const char* bytes, size_t length) {
  uint64_t hash = 0x9e3779b97f4a7c15ULL ^ length;
  while (length >= 8) {
    uint64_t word;
    std::memcpy(&word, bytes, 8);
    hash = (hash ^ word) * 0xd6e8feb86659fd93ULL;
    hash ^= hash >> 32;
    bytes += 8;
    length -= 8;
  }
  uint64_t word = 0;
  // An empty text may have no bytes at all.
  if (length > 0) std::memcpy(&word, bytes, length);
  hash = (hash ^ word) * 0xd6e8feb86659fd93ULL;
  hash ^= hash >> 29;
  return hash * 0xbf58476d1ce4e5b9ULL ^ (hash >> 32);
}

/// Texts are kept as they stand in the file, quotes included: they are unescaped once, when the file has been read.
class Dictionary {
 public:
  Dictionary() : slots_(64, 0) {}

  /// The number of a text, a new one where it was not seen before.
  uint32_t NumberOf(std::string_view text);
  /// Takes the texts of another dictionary over; gives their numbers here.
  std::vector<uint32_t> Absorb(Dictionary&& other);

  size_t size() const { return entries_.size(); }
  size_t bytes() const { return arena_.size() + entries_.size() * (sizeof(Entry) + 2 * sizeof(uint32_t)); }
  std::string_view at(size_t number) const {
    return {arena_.data() + entries_[number].offset, entries_[number].length};
  }

 private:
  struct Entry {
    uint64_t hash;
    uint64_t offset;
    uint32_t length;
  };

  void Grow();

  HugeVector<char> arena_;
  HugeVector<Entry> entries_;
  /// Number + 1 by hash slot, 0 where empty; at least twice as many as entries, a power of two.
  HugeVector<uint32_t> slots_;
};

}  // namespace dqs
