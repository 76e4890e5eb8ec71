// A strict reader of LightGBM's model text.
//
// LightGBM's own reader trusts the text: a child index out of range or a line without "=" makes it read wild memory.
// Everything it takes for granted is checked here first, and the flat predictor is built from the same structure.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace dqs {

struct TextTree {
  int leaves = 1;
  bool linear = false;
  std::vector<int> feature, left, right, decision;  // one per split
  std::vector<double> threshold;                    // of a categorical split: index of its bit set
  std::vector<double> leaf_value;
  std::vector<int> category_bounds;       // bit set i: words [bounds[i], bounds[i + 1])
  std::vector<uint32_t> category_words;

  bool is_categorical(int split) const { return (decision[split] & 1) != 0; }
  bool default_left(int split) const { return (decision[split] & 2) != 0; }
  int missing_type(int split) const { return (decision[split] >> 2) & 3; }
};

enum MissingType { kMissingNone = 0, kMissingZero = 1, kMissingNaN = 2 };

// A training parameter as it is written: its canonical name and its value as text.
struct ModelParameter {
  std::string name;
  std::string value;
};

struct ModelText {
  int outputs = 1;  // num_class = num_tree_per_iteration
  int features = 0;
  bool average = false;    // random forest: the mean of the trees
  std::string objective;   // as written, empty when there is none
  std::vector<TextTree> trees;
  std::vector<ModelParameter> parameters;
};

// Throws Failure("invalid-model") with the line that is wrong.
ModelText ParseModelText(const std::string& text);

}  // namespace dqs
