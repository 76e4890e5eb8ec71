// A model's trees. In double precision: the same numbers on any machine and number of threads, and contributions that add
// up to them. In single precision: the numbers of XGBoost itself, which adds leaves as floats in the order of the trees.
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "support/handles.h"
#include "support/matrix.h"
#include "trees/transform.h"

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

// What a row that ends in a leaf adds to its sum.
template <class Real>
Real LeafValue(const Tree& tree, const TreeNode& leaf);
template <>
inline double LeafValue<double>(const Tree& tree, const TreeNode& leaf) {
  return tree.weight * static_cast<double>(leaf.value);
}
template <>
inline float LeafValue<float>(const Tree&, const TreeNode& leaf) { return leaf.value; }

// Trees [first, last).
struct TreeRange {
  size_t first = 0;
  size_t last = 0;
};

class FlatTrees;

struct TreesState {
  int32_t features = 0;
  int32_t groups = 1;
  std::vector<double> base;      // by group, added to the trees
  std::vector<float> base_f32;   // the same as XGBoost has it
  bool single = true;            // whether single precision is XGBoost's: dart has weights of its own arithmetic
  std::vector<Tree> trees;
  std::vector<TreeNode> nodes;
  std::vector<double> cover;  // by node: weight of the training rows that came by
  std::vector<uint32_t> words;

  TreesState();
  ~TreesState();
  // Fills depths and expected values; throws for trees that could not be walked safely.
  void Finish();
  // rows × groups sums of the trees of a range.
  void Margins(const Matrix& matrix, int64_t from, int64_t to, TreeRange range, int threads, double* out) const;
  // The same in single precision, transformed: rows × OutputWidth. For `single` models.
  void Predict(const Matrix& matrix, int64_t from, int64_t to, TreeRange range, int threads, Transform transform,
               float* out) const;
  // rows × groups × (features + 1): by column, last the base.
  void Contributions(const Matrix& matrix, int64_t from, int64_t to, size_t count, double* out) const;

  bool GoesRight(const TreeNode& node, float value) const {
    if (value != value) return node.missing_right != 0;
    return node.set < 0 ? !(value < node.value) : InSet(node, value);
  }
  // With the flat form, which is made once enough rows have been asked for.
  int64_t EstimateBytes() const { return static_cast<int64_t>(nodes.size()) * 80 + 4096; }
  // The flat form, counting rows that are to be evaluated; null as long as walking is cheaper, or if it cannot be.
  const FlatTrees* Flat(int64_t rows) const;

 private:
  mutable std::atomic<int64_t> seen_{0};
  mutable std::once_flag flat_once_;
  mutable std::unique_ptr<const FlatTrees> flat_;

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
