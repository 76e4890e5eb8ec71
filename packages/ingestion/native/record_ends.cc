#include "record_ends.h"

namespace dqs {

/// Without branches, so that the compiler makes it wide instructions.
bool HasOddQuotes(const char* bytes, size_t length) {
  unsigned char is_odd = 0;
  for (size_t i = 0; i < length; ++i) is_odd ^= bytes[i] == '"';
  return is_odd != 0;
}

size_t RecordStart(const char* bytes, size_t from, size_t to, bool& is_odd) {
  for (size_t at = from; at < to; ++at) {
    if (bytes[at] == '"') is_odd = !is_odd;
    else if (bytes[at] == '\n' && !is_odd) return at + 1;
  }
  return kNowhere;
}

size_t LastRecordStart(const char* bytes, size_t from, size_t to, bool is_odd) {
  for (size_t at = to; at > from; --at) {
    if (bytes[at - 1] == '"') is_odd = !is_odd;
    else if (bytes[at - 1] == '\n' && !is_odd) return at;
  }
  return kNowhere;
}

}  // namespace dqs
