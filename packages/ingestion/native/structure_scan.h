// Counts the records of a delimited text by the strict rules of RFC 4180; src/inputs/structure-scan.ts says what for.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

namespace dqs {

/// The twin of the class of this name in TypeScript, which explains the places and kinds: a test compares the two.
class StructureScan {
 public:
  /// @param delimiter one ASCII character.
  /// @param max_record_bytes a text with a longer record is doubtful.
  StructureScan(char delimiter, uint64_t max_record_bytes);

  /// Looks at the next bytes.
  void Add(const unsigned char* bytes, size_t length);
  /// Whether readers may differ on the records of the text, which ends here.
  bool is_doubtful() const;
  /// Records of the text, which ends here; the header is one, an empty line is none.
  uint64_t records() const;

 private:
  void Walk(const unsigned char* bytes, size_t from, size_t length);
  void EndLine(uint8_t before, uint64_t end);

  std::array<uint8_t, 256> kinds_{};
  const uint64_t max_record_bytes_;
  uint8_t place_;
  uint64_t ended_ = 0, record_start_ = 0, bytes_ = 0;
  bool is_refused_ = false;
};

}  // namespace dqs
