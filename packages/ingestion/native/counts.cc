#include "counts.h"

namespace dqs {

namespace {

constexpr uint64_t kNoCount = ~0ULL;

/// A whole number without sign or leading zeros that a double holds exactly, else kNoCount.
uint64_t PlainCount(std::string_view text) {
  if (text.empty() || text.size() > 15 || (text[0] == '0' && text.size() > 1)) return kNoCount;
  uint64_t value = 0;
  for (const char character : text) {
    if (character < '0' || character > '9') return kNoCount;
    value = value * 10 + static_cast<uint64_t>(character - '0');
  }
  return value;
}

}  // namespace

uint64_t Counts::CountOf(std::string_view text) {
  const uint64_t plain = PlainCount(text);
  return plain != kNoCount ? plain : kOddCount | texts[kRecordCount].NumberOf(text);
}

uint32_t Counts::AddKey(const std::array<uint32_t, kDictionaries>& of) {
  return keys.Add({Pair(of[kSource], of[kTenant]), Pair(of[kDataset], of[kDatasetName]), of[kRule]}, 1);
}

void Counts::Add(const Fields& fields) {
  std::array<uint32_t, kDictionaries> numbers;
  for (size_t column = 0; column < kRecordCount; ++column) numbers[column] = texts[column].NumberOf(fields[column]);
  const uint32_t key = AddKey(numbers);
  cells.Add({Pair(key, numbers[kDate]), numbers[kResults], CountOf(fields[kRecordCount]),
             CountOf(fields[kFilteredCount])}, 1);
  labels.Add({Pair(key, numbers[kLevel]), Pair(numbers[kAttribute], numbers[kResults])}, 1);
  ++rows;
}

void Counts::Absorb(const Counts& other) {
  std::array<std::vector<uint32_t>, kDictionaries> numbers;
  for (size_t column = 0; column < kDictionaries; ++column) {
    for (size_t i = 0; i < other.texts[column].size(); ++i)
      numbers[column].push_back(texts[column].NumberOf(other.texts[column].at(i)));
  }
  std::vector<uint32_t> key_of;
  for (size_t i = 0; i < other.keys.size(); ++i) {
    const auto& [place, dataset, rule] = other.keys.at(i);
    std::array<uint32_t, kDictionaries> of{};
    of[kSource] = numbers[kSource][Low(place)];
    of[kTenant] = numbers[kTenant][High(place)];
    of[kDataset] = numbers[kDataset][Low(dataset)];
    of[kDatasetName] = numbers[kDatasetName][High(dataset)];
    of[kRule] = numbers[kRule][rule];
    key_of.push_back(AddKey(of));
  }
  const auto count = [&](uint64_t value) {
    return value & kOddCount ? kOddCount | numbers[kRecordCount][Low(value)] : value;
  };
  for (size_t i = 0; i < other.cells.size(); ++i) {
    const auto& [where, results, records, filtered] = other.cells.at(i);
    cells.Add({Pair(key_of[Low(where)], numbers[kDate][High(where)]), numbers[kResults][results], count(records),
               count(filtered)}, other.cells.count(i));
  }
  for (size_t i = 0; i < other.labels.size(); ++i) {
    const auto& [where, what] = other.labels.at(i);
    labels.Add({Pair(key_of[Low(where)], numbers[kLevel][High(where)]),
                Pair(numbers[kAttribute][Low(what)], numbers[kResults][High(what)])}, other.labels.count(i));
  }
  rows += other.rows;
}

size_t Counts::bytes() const {
  size_t sum = keys.bytes() + cells.bytes() + labels.bytes();
  for (const Dictionary& dictionary : texts) sum += dictionary.bytes();
  return sum;
}

}  // namespace dqs
