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
  PlainDates plain_dates;
};

class RecordParser {
 public:
  explicit RecordParser(const Layout& layout);

  /// Counts every record of a chunk, without the header of the file; those of another number of fields, and those with
  /// bytes that are no text, as faults. Throws Unusual for whatever two readers could take differently: stray quotes,
  /// lone carriage returns, NUL bytes.
  void Parse(Chunk& chunk, Counts& counts) const;

 private:
  /// The record read last.
  struct Record {
    /// Null where there is none.
    const char* start = nullptr;
    const char* end = nullptr;
    /// Bytes of each field, with the delimiter or line end behind it.
    std::vector<size_t> lengths;
    Fields fields;
    /// Columns whose fields may differ from those of the record before.
    ColumnSet changed = 0;
    /// Why it is no row; kFaults where it is one.
    Fault fault = kFaults;
    /// Whether its line ended before all fields were there.
    bool is_short = false;
  };

  void ParseFirst(const char* at, const char* end, Record& record) const;
  void ParseNext(const char* at, const char* end, Record& record) const;
  const char* ParseField(const char* at, const char* end, size_t field, Record& record) const;
  const char* SkipExtras(const char* at, const char* end, Record& record) const;
  const char* SkipField(const char* at, const char* end) const;
  const char* SkipUnquoted(const char* at) const;

  const Layout& layout_;
  /// True for bytes that end an unquoted field or may not be in one.
  std::array<bool, 256> is_special_{};
};

}  // namespace dqs
