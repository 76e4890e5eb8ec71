// "key=value" lines of the model text and the number lists in them.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dqs {

// Cuts a text into lines without copying; '\r' before '\n' is dropped.
class LineReader {
 public:
  explicit LineReader(const std::string& text) : text_(text) {}
  bool done() const { return position_ >= text_.size(); }
  size_t position() const { return position_; }
  std::string_view Next();
  std::string_view Peek() const;

 private:
  const std::string& text_;
  size_t position_ = 0;
};

// The fields of one block, by name; numbers are read strictly (right count, nothing left over).
class TextFields {
 public:
  void Add(std::string_view key, std::string_view value) { fields_[key] = value; }
  bool has(std::string_view key) const { return fields_.count(key) > 0; }
  std::string_view Text(std::string_view key) const;
  int Int(std::string_view key, int low, int high) const;
  std::vector<int> Ints(std::string_view key, size_t count, int64_t low, int64_t high) const;
  std::vector<uint32_t> Words(std::string_view key, size_t count) const;
  std::vector<double> Doubles(std::string_view key, size_t count) const;
  // Optional lists LightGBM keeps for importance and SHAP: only their form matters here.
  void CheckDoubles(std::string_view key, size_t count) const;

 private:
  std::unordered_map<std::string_view, std::string_view> fields_;
};

std::vector<std::string_view> SplitWords(std::string_view text);
[[noreturn]] void ModelError(std::string_view where, const std::string& what);

}  // namespace dqs
