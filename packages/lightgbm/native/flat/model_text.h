// A strict reader of LightGBM's model text.
//
// LightGBM's own reader trusts the text: a child index out of range or a line without "=" makes it read wild memory.
// Everything it takes for granted is checked here first, and the flat predictor is built from the same structure.
#pragma once
#include <string>
#include <vector>

#include "forest/split_tree.h"

namespace dqs {

struct TextTree : SplitTree {
  bool linear = false;
};

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
