#include "flat/text_fields.h"

#include <cerrno>
#include <cstdlib>

#include "support/errors.h"

namespace dqs {
namespace {

int64_t ReadInteger(std::string_view key, std::string_view word, int64_t low, int64_t high) {
  errno = 0;
  char* end = nullptr;
  const long long value = std::strtoll(word.data(), &end, 10);
  if (end != word.data() + word.size() || errno != 0 || value < low || value > high) {
    ModelError(key, "\"" + std::string(word.substr(0, 40)) + "\" is not an integer from " + std::to_string(low) +
                        " to " + std::to_string(high));
  }
  return value;
}

// strtod reads correctly rounded, as LightGBM's parser does.
double ReadDouble(std::string_view key, std::string_view word) {
  char* end = nullptr;
  const double value = std::strtod(word.data(), &end);
  if (end != word.data() + word.size()) ModelError(key, "\"" + std::string(word.substr(0, 40)) + "\" is not a number");
  return value;
}

void CheckCount(std::string_view key, size_t actual, size_t expected) {
  if (actual == expected) return;
  ModelError(key, std::to_string(actual) + " values, expected " + std::to_string(expected));
}

}  // namespace

void ModelError(std::string_view where, const std::string& what) {
  throw Failure("invalid-model", "not a LightGBM model text: " + std::string(where.substr(0, 60)) + ": " + what);
}

std::string_view LineReader::Peek() const {
  size_t end = text_.find('\n', position_);
  if (end == std::string::npos) end = text_.size();
  if (end > position_ && text_[end - 1] == '\r') --end;
  return std::string_view(text_).substr(position_, end - position_);
}

std::string_view LineReader::Next() {
  const std::string_view line = Peek();
  const size_t end = text_.find('\n', position_);
  position_ = end == std::string::npos ? text_.size() : end + 1;
  return line;
}

std::vector<std::string_view> SplitWords(std::string_view text) {
  std::vector<std::string_view> words;
  size_t start = 0;
  while (start < text.size()) {
    size_t end = text.find(' ', start);
    if (end == std::string_view::npos) end = text.size();
    if (end > start) words.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return words;
}

std::string_view TextFields::Text(std::string_view key) const {
  const auto found = fields_.find(key);
  if (found == fields_.end()) ModelError(key, "missing");
  return found->second;
}

int TextFields::Int(std::string_view key, int low, int high) const {
  return static_cast<int>(ReadInteger(key, Text(key), low, high));
}

std::vector<int> TextFields::Ints(std::string_view key, size_t count, int64_t low, int64_t high) const {
  const auto words = SplitWords(Text(key));
  CheckCount(key, words.size(), count);
  std::vector<int> values;
  values.reserve(count);
  for (const auto word : words) values.push_back(static_cast<int>(ReadInteger(key, word, low, high)));
  return values;
}

std::vector<uint32_t> TextFields::Words(std::string_view key, size_t count) const {
  const auto words = SplitWords(Text(key));
  CheckCount(key, words.size(), count);
  std::vector<uint32_t> values;
  for (const auto word : words) values.push_back(static_cast<uint32_t>(ReadInteger(key, word, 0, UINT32_MAX)));
  return values;
}

std::vector<double> TextFields::Doubles(std::string_view key, size_t count) const {
  const auto words = SplitWords(Text(key));
  CheckCount(key, words.size(), count);
  std::vector<double> values;
  values.reserve(count);
  for (const auto word : words) values.push_back(ReadDouble(key, word));
  return values;
}

void TextFields::CheckDoubles(std::string_view key, size_t count) const {
  if (has(key)) Doubles(key, count);
}

}  // namespace dqs
