#include "utf8.h"

#include <cstdint>

namespace dqs {

namespace {

constexpr size_t kBlock = 64;

/// No byte is NUL or beyond ASCII. Without branches, so that the compiler makes it one pass of wide instructions.
bool IsPlain(const unsigned char* bytes, size_t length) {
  unsigned char high = 0, zero = 0;
  for (size_t i = 0; i < length; ++i) {
    high |= bytes[i];
    zero |= bytes[i] == 0;
  }
  return (high & 0x80) == 0 && zero == 0;
}

bool IsTail(unsigned char byte) { return (byte & 0xc0) == 0x80; }

/// Length of the character that starts here, 0 where none does. `left` bytes may be looked at.
size_t CharacterAt(const unsigned char* at, size_t left) {
  const unsigned char first = at[0];
  if (first < 0x80) return first != 0;
  if (first < 0xc2) return 0;
  if (first < 0xe0) return left >= 2 && IsTail(at[1]) ? 2 : 0;
  if (first < 0xf0) {
    if (left < 3 || !IsTail(at[1]) || !IsTail(at[2])) return 0;
    if ((first == 0xe0 && at[1] < 0xa0) || (first == 0xed && at[1] >= 0xa0)) return 0;
    return 3;
  }
  if (first > 0xf4 || left < 4 || !IsTail(at[1]) || !IsTail(at[2]) || !IsTail(at[3])) return 0;
  if ((first == 0xf0 && at[1] < 0x90) || (first == 0xf4 && at[1] >= 0x90)) return 0;
  return 4;
}

}  // namespace

bool IsText(const char* characters, size_t length) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(characters);
  size_t at = 0;
  while (at < length) {
    const size_t block = length - at < kBlock ? length - at : kBlock;
    if (IsPlain(bytes + at, block)) {
      at += block;
      continue;
    }
    const size_t end = at + block;
    while (at < end) {
      const size_t width = CharacterAt(bytes + at, length - at);
      if (width == 0) return false;
      at += width;
    }
  }
  return true;
}

}  // namespace dqs
