// A tree as the engines' model files describe it, checked by whoever read it: the splits form one tree.
#pragma once
#include <cstdint>
#include <vector>

namespace dqs {

enum MissingType { kMissingNone = 0, kMissingZero = 1, kMissingNaN = 2 };

struct SplitTree {
  int leaves = 1;
  std::vector<int> feature, left, right;  // one per split; a child >= 0 is a split, otherwise ~leaf
  std::vector<int> decision;              // bit 0: by category; bit 1: missing goes left; bits 2 and 3: MissingType
  std::vector<double> threshold;          // goes left when not above it; of a categorical split: index of its bit set
  std::vector<double> leaf_value;
  std::vector<int> category_bounds;       // bit set i: words [bounds[i], bounds[i + 1]); its members go left
  std::vector<uint32_t> category_words;

  bool is_categorical(int split) const { return (decision[split] & 1) != 0; }
  bool default_left(int split) const { return (decision[split] & 2) != 0; }
  int missing_type(int split) const { return (decision[split] >> 2) & 3; }
};

}  // namespace dqs
