#include "dictionary.h"

#include <numeric>
#include <utility>

namespace dqs {

uint32_t Dictionary::NumberOf(std::string_view text) {
  const uint64_t hash = HashBytes(text.data(), text.size());
  size_t slot = hash & (slots_.size() - 1);
  for (uint32_t number = slots_[slot]; number != 0; number = slots_[slot]) {
    if (entries_[number - 1].hash == hash && at(number - 1) == text) return number - 1;
    slot = (slot + 1) & (slots_.size() - 1);
  }
  entries_.push_back({hash, arena_.size(), static_cast<uint32_t>(text.size())});
  arena_.insert(arena_.end(), text.begin(), text.end());
  slots_[slot] = static_cast<uint32_t>(entries_.size());
  if (entries_.size() * 2 > slots_.size()) Grow();
  return static_cast<uint32_t>(entries_.size() - 1);
}

std::vector<uint32_t> Dictionary::Absorb(Dictionary&& other) {
  std::vector<uint32_t> numbers(other.size());
  if (entries_.empty()) {
    *this = std::move(other);
    std::iota(numbers.begin(), numbers.end(), 0);
    return numbers;
  }
  for (size_t i = 0; i < numbers.size(); ++i) numbers[i] = NumberOf(other.at(i));
  return numbers;
}

void Dictionary::Grow() {
  HugeVector<uint32_t> slots(slots_.size() * 2, 0);
  for (size_t number = 0; number < entries_.size(); ++number) {
    size_t slot = entries_[number].hash & (slots.size() - 1);
    while (slots[slot] != 0) slot = (slot + 1) & (slots.size() - 1);
    slots[slot] = static_cast<uint32_t>(number + 1);
  }
  slots_.swap(slots);
}

}  // namespace dqs
