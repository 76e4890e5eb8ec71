#include "trees/flat.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "forest/build.h"
#include "trees/trees.h"

namespace dqs {
namespace {

// A number goes left when it is below its threshold, which for floats is: not above the float before it.
double HighestLeft(float threshold) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  if (threshold == -kInfinity) return std::numeric_limits<double>::quiet_NaN();  // nothing is below: not held
  return std::nextafterf(threshold, -kInfinity);
}

// XGBoost's set is of the categories that go right; here members go left, so the children change places.
void AddSet(const TreesState& state, const TreeNode& node, SplitTree* tree) {
  if (tree->category_bounds.empty()) tree->category_bounds.push_back(0);
  tree->threshold.push_back(static_cast<double>(tree->category_bounds.size() - 1));
  const auto begin = state.words.begin() + node.set;
  tree->category_words.insert(tree->category_words.end(), begin, begin + node.set_words);
  tree->category_bounds.push_back(static_cast<int>(tree->category_words.size()));
}

void AddSplit(const TreesState& state, const TreeNode& node, int left, int right, SplitTree* tree) {
  const bool by_category = node.set >= 0;
  const bool missing_left = (node.missing_right != 0) == by_category;
  tree->feature.push_back(static_cast<int>(node.feature));
  tree->left.push_back(by_category ? right : left);
  tree->right.push_back(by_category ? left : right);
  tree->decision.push_back((by_category ? 1 : 0) | (missing_left ? 2 : 0) | kMissingNaN << 2);
  if (by_category) {
    AddSet(state, node, tree);
  } else {
    tree->threshold.push_back(HighestLeft(node.value));
  }
}

// Splits and leaves keep the order of their nodes. Finish has seen that each node but the root has one parent.
SplitTree ToSplitTree(const TreesState& state, const Tree& tree) {
  const auto node_at = [&](int32_t i) -> const TreeNode& { return state.nodes[static_cast<size_t>(i)]; };
  std::vector<int> number;
  int splits = 0, leaves = 0;
  for (int32_t i = tree.root; i < tree.end; ++i) number.push_back(node_at(i).is_leaf != 0 ? ~leaves++ : splits++);
  SplitTree out;
  out.leaves = leaves;
  for (int32_t i = tree.root; i < tree.end; ++i) {
    const TreeNode& node = node_at(i);
    if (node.is_leaf != 0) {
      out.leaf_value.push_back(LeafValue<double>(tree, node));
    } else {
      const auto left = static_cast<size_t>(node.left - tree.root);
      AddSplit(state, node, number[left], number[left + 1], &out);
    }
  }
  return out;
}

uint8_t CategoryRank(const FlatFeature& feature, float value) {
  if (value != value) return static_cast<uint8_t>(feature.highest_rank());
  const auto other = static_cast<uint8_t>(feature.categories.size());
  if (!(value >= 0 && value < static_cast<float>(feature.category_rank.size()))) return other;
  return feature.category_rank[static_cast<size_t>(value)];
}

// Up to so many rows are ranked one by one: the kernels always rank a whole block.
constexpr int kFewRows = 8;

class Ranker {
 public:
  Ranker(const FlatData& data, const Matrix& matrix, RankKernel kernel) : data_(data), matrix_(matrix), kernel_(kernel) {}

  // Ranks of rows [from, from + rows) for every rank column of the model.
  void Rank(int64_t from, int rows, uint8_t* ranks) {
    int loaded = -1;
    for (size_t c = 0; c < data_.column.size(); ++c) {
      const RankColumn& column = data_.column[c];
      const FlatFeature& feature = data_.feature[column.feature];
      if (loaded != column.feature) Load(feature, from, rows);
      loaded = column.feature;
      uint8_t* out = ranks + c * kBlockRows;
      std::memcpy(out, base_, kBlockRows);
      if (feature.categorical || !has_nan_) continue;
      const auto missing = static_cast<uint8_t>(column.missing_left ? 0 : feature.thresholds.size());
      for (int i = 0; i < kBlockRows; ++i) out[i] = is_nan_[i] != 0 ? missing : out[i];
    }
  }

 private:
  void Load(const FlatFeature& feature, int64_t from, int rows) {
    if (column_ != feature.column || from_ != from) Read(feature.column, from, rows);
    if (feature.categorical) {
      for (int i = 0; i < rows; ++i) base_[i] = CategoryRank(feature, values_[i]);
    } else if (rows <= kFewRows) {
      for (int i = 0; i < rows; ++i) base_[i] = RankOne(feature.padded.data(), clean_[i]);
    } else {
      kernel_(feature.padded.data(), clean_, base_);
    }
  }

  void Read(int column, int64_t from, int rows) {
    column_ = column;
    from_ = from;
    CopyRows(matrix_.columns[static_cast<size_t>(column)], from, rows, values_, 1);
    std::fill(values_ + rows, values_ + kBlockRows, 0.0f);
    int found = 0;
    for (int i = 0; i < kBlockRows; ++i) {
      const bool nan = values_[i] != values_[i];
      is_nan_[i] = nan ? 1 : 0;
      found |= is_nan_[i];
      clean_[i] = nan ? 0.0 : static_cast<double>(values_[i]);
    }
    has_nan_ = found != 0;
  }

  const FlatData& data_;
  const Matrix& matrix_;
  const RankKernel kernel_;
  int column_ = -1;
  int64_t from_ = -1;
  bool has_nan_ = false;
  alignas(64) float values_[kBlockRows];
  alignas(64) double clean_[kBlockRows];
  alignas(64) uint8_t is_nan_[kBlockRows];
  alignas(64) uint8_t base_[kBlockRows] = {};
};

}  // namespace

std::unique_ptr<const FlatTrees> FlatTrees::Build(const TreesState& state) {
  FlatBuilder builder(state.groups, true);
  std::vector<SplitTree> trees;
  for (const Tree& tree : state.trees) {
    trees.push_back(ToSplitTree(state, tree));
    if (!builder.Collect(trees.back())) return nullptr;
  }
  if (!builder.Complete()) return nullptr;
  for (size_t t = 0; t < trees.size(); ++t) {
    if (!builder.Add(trees[t], state.trees[t].group)) return nullptr;
  }
  FlatData data = builder.Take();
  if (state.single) data.leaf_f32.assign(data.leaf.begin(), data.leaf.end());
  return std::make_unique<const FlatTrees>(std::move(data));
}

template <class Real>
void FlatTrees::AddBlock(const KernelSet& kernels, const Matrix& matrix, int64_t from, int rows, int first, int last,
                         uint8_t* ranks, Real* sums) const {
  Ranker(data_, matrix, kernels.rank).Rank(from, rows, ranks);
  if constexpr (sizeof(Real) == sizeof(double)) {
    kernels.sum(data_, ranks, first, last, sums);
  } else {
    kernels.sum_f32(data_, ranks, first, last, sums);
  }
}
template void FlatTrees::AddBlock(const KernelSet&, const Matrix&, int64_t, int, int, int, uint8_t*, double*) const;
template void FlatTrees::AddBlock(const KernelSet&, const Matrix&, int64_t, int, int, int, uint8_t*, float*) const;

template <class Real>
void FlatTrees::AddRow(const Matrix& matrix, int64_t row, int first, int last, uint8_t* ranks, Real* sums) const {
  const RowTable& table = Rows();
  for (size_t c = 0; c < data_.column.size(); ++c) {
    const RankColumn& column = data_.column[c];
    const FlatFeature& feature = data_.feature[column.feature];
    float value = 0;
    CopyRows(matrix.columns[static_cast<size_t>(feature.column)], row, 1, &value, 1);
    if (feature.categorical) {
      ranks[c] = CategoryRank(feature, value);
    } else if (value != value) {
      ranks[c] = static_cast<uint8_t>(column.missing_left ? 0 : feature.thresholds.size());
    } else {
      ranks[c] = RankOne(feature.padded.data(), static_cast<double>(value));
    }
  }
  SumRow(data_, table, ranks, first, last, sums);
}
template void FlatTrees::AddRow(const Matrix&, int64_t, int, int, uint8_t*, double*) const;
template void FlatTrees::AddRow(const Matrix&, int64_t, int, int, uint8_t*, float*) const;

const RowTable& FlatTrees::Rows() const {
  std::call_once(row_table_once_, [this] { row_table_ = BuildRowTable(data_); });
  return *row_table_;
}

}  // namespace dqs
