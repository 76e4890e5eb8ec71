// Splits records into fields by the strict rules of RFC 4180.
#pragma once
#include <array>
#include <vector>

#include "chunk_reader.h"
#include "counts.h"

namespace dqs {

/// How the records of a file are laid out.
struct Layout {
  char delimiter;
  /// Fields of a record.
  size_t width;
  /// Column by field, kColumns for a field that is not read.
  std::vector<size_t> column_of;
};

class RecordParser {
 public:
  explicit RecordParser(const Layout& layout);

  /// Counts every record of a chunk, without the header of the file. Throws Unusual for whatever two readers
  /// could take differently: stray quotes, lone carriage returns, another number of fields, bytes that are no
  /// text.
  void Parse(Chunk& chunk, Counts& counts) const;

 private:
  /// Reads a record and returns where the next one starts.
  const char* ParseRecord(const char* at, const char* end, const Counts& counts, Fields& fields) const;
  bool StartsWithField(const char* at, const char* end, std::string_view field) const;
  const char* SkipField(const char* at, const char* end) const;
  const char* SkipUnquoted(const char* at) const;

  const Layout& layout_;
  /// True for bytes that end an unquoted field or may not be in one.
  std::array<bool, 256> is_special_{};
};

}  // namespace dqs
