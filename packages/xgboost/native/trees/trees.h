// A model's trees, evaluated here in double precision: the same numbers on any machine and number of threads, and
// contributions that add up to them.
#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "support/handles.h"
#include "support/matrix.h"

namespace dqs {

// A split sends missing values to the side it says; a number below the threshold, or a category outside the set, goes
// left; the right child follows the left one.
struct TreeNode {
  float value = 0;        // threshold of a split, value of a leaf
  uint32_t feature = 0;   // of a split
  int32_t left = -1;      // position of the left child; a leaf's own position
  uint8_t is_leaf = 1;
  uint8_t missing_right = 0;
  int32_t set = -1;       // position of its categories in `words`, or -1
  int32_t set_words = 0;
};

struct Tree {
  int32_t root = 0;
  int32_t end = 0;
  int32_t depth = 0;
  int32_t group = 0;
  double weight = 1;
  double expected = 0;  // mean of the leaves over the training data, times the weight
  bool has_sets = false;
};

struct TreesState {
  int32_t features = 0;
  int32_t groups = 1;
  std::vector<double> base;  // by group, added to the trees
  std::vector<Tree> trees;
  std::vector<TreeNode> nodes;
  std::vector<double> cover;  // by node: weight of the training rows that came by
  std::vector<uint32_t> words;

  // Fills depths and expected values; throws for trees that could not be walked safely.
  void Finish();
  // rows × groups sums of the first `count` trees.
  void Margins(const Matrix& matrix, int64_t from, int64_t to, size_t count, double* out) const;
  // rows × groups × (features + 1): by column, last the base.
  void Contributions(const Matrix& matrix, int64_t from, int64_t to, size_t count, double* out) const;

  bool GoesRight(const TreeNode& node, float value) const {
    if (value != value) return node.missing_right != 0;
    return node.set < 0 ? !(value < node.value) : InSet(node, value);
  }
  int64_t EstimateBytes() const { return static_cast<int64_t>(nodes.size()) * 40 + 4096; }

 private:
  bool InSet(const TreeNode& node, float value) const {
    if (!(value >= 0) || value >= static_cast<float>(node.set_words) * 32) return false;
    const auto code = static_cast<uint32_t>(value);
    return ((words[static_cast<size_t>(node.set) + code / 32] >> (code % 32)) & 1) != 0;
  }
};

template <>
struct HandleKind<TreesState> {
  static constexpr napi_type_tag tag{0x2b8e07d1c4f95a34, 0x8a35d9e7016fb244};
  static constexpr const char* name = "TreeEnsemble";
};

void ExportTrees(Napi::Env env, Napi::Object exports);

}  // namespace dqs
