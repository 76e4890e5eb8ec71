#include <algorithm>
#include <cmath>

#include "support/errors.h"
#include "trees/trees.h"

namespace dqs {
namespace {

constexpr int kBlock = 64;          // rows that walk a tree together
constexpr int kDeepest = 1000;
// Trees are cut short for rows that reach a leaf early; walking on in place is cheaper than looking, up to here.
constexpr int kLevelsWithoutLook = 8;

// Depth below each node, from the last node to the first: children come after their parents.
void CheckTree(const TreesState& state, Tree* tree) {
  const auto fail = [] { throw InvalidArgument("trees: a node has no valid children"); };
  const int32_t size = tree->end - tree->root;
  if (size < 1) fail();
  std::vector<int32_t> depth(static_cast<size_t>(size), 0);
  for (int32_t i = tree->end - 1; i >= tree->root; --i) {
    const TreeNode& node = state.nodes[static_cast<size_t>(i)];
    if (node.is_leaf != 0) continue;
    if (node.left <= i || node.left >= tree->end - 1) fail();  // not left + 1, which may be too much for 32 bits
    if (node.feature >= static_cast<uint32_t>(state.features)) fail();
    const auto left = static_cast<size_t>(node.left - tree->root);
    depth[static_cast<size_t>(i - tree->root)] = 1 + std::max(depth[left], depth[left + 1]);
    tree->has_sets = tree->has_sets || node.set >= 0;
  }
  tree->depth = depth[0];
  if (tree->depth > kDeepest) throw InvalidArgument("trees: a tree is deeper than 1000 levels");
}

double Expected(const TreesState& state, const Tree& tree) {
  std::vector<double> mean(static_cast<size_t>(tree.end - tree.root));
  for (int32_t i = tree.end - 1; i >= tree.root; --i) {
    const TreeNode& node = state.nodes[static_cast<size_t>(i)];
    double& own = mean[static_cast<size_t>(i - tree.root)];
    own = node.value;
    if (node.is_leaf != 0) continue;
    const auto left = static_cast<size_t>(node.left);
    const double both = state.cover[left] + state.cover[left + 1];
    const double share = both > 0 ? state.cover[left] / both : 0.5;
    const auto at = left - static_cast<size_t>(tree.root);
    own = share * mean[at] + (1 - share) * mean[at + 1];
  }
  return mean[0] * tree.weight;
}

// Rows of one block, row after row, as floats.
struct Block {
  std::vector<float> values;
  int rows = 0;

  void Fill(const Matrix& matrix, int64_t from, int64_t to) {
    rows = static_cast<int>(to - from);
    values.resize(static_cast<size_t>(kBlock) * matrix.columns.size());
    for (int c = 0; c < matrix.width(); ++c) CopyRows(matrix.columns[c], from, rows, values.data() + c, matrix.width());
  }
};

// All rows of the block take a step at a time, without a branch: leaves step onto themselves.
template <bool kSets>
void Walk(const TreesState& state, const Tree& tree, const Block& block, int32_t* at) {
  const TreeNode* nodes = state.nodes.data();
  const auto width = static_cast<size_t>(state.features);
  std::fill(at, at + block.rows, tree.root);
  for (int level = 0; level < tree.depth; ++level) {
    int moved = 0;
    for (int row = 0; row < block.rows; ++row) {
      const TreeNode& node = nodes[at[row]];
      const float value = block.values[static_cast<size_t>(row) * width + node.feature];
      int right;
      if (kSets) {
        right = state.GoesRight(node, value);
      } else {
        right = (value != value) ? node.missing_right : !(value < node.value);
      }
      const int step = node.is_leaf == 0;
      at[row] = node.left + (right & step);
      moved |= step;
    }
    if (level >= kLevelsWithoutLook && moved == 0) break;
  }
}

void AddBlock(const TreesState& state, const Block& block, size_t count, double* out) {
  int32_t at[kBlock];
  for (size_t t = 0; t < count; ++t) {
    const Tree& tree = state.trees[t];
    if (tree.has_sets) {
      Walk<true>(state, tree, block, at);
    } else {
      Walk<false>(state, tree, block, at);
    }
    for (int row = 0; row < block.rows; ++row) {
      out[row * state.groups + tree.group] += tree.weight * static_cast<double>(state.nodes[static_cast<size_t>(at[row])].value);
    }
  }
}

}  // namespace

void TreesState::Finish() {
  for (Tree& tree : trees) {
    CheckTree(*this, &tree);
    tree.expected = Expected(*this, tree);
  }
}

void TreesState::Margins(const Matrix& matrix, int64_t from, int64_t to, size_t count, double* out) const {
  const int64_t blocks = (to - from + kBlock - 1) / kBlock;
#pragma omp parallel if (blocks > 8)
  {
    Block block;
#pragma omp for schedule(dynamic, 8)
    for (int64_t b = 0; b < blocks; ++b) {
      const int64_t first = from + b * kBlock;
      const int64_t last = std::min(to, first + kBlock);
      block.Fill(matrix, first, last);
      for (int64_t row = first; row < last; ++row) std::copy(base.begin(), base.end(), out + row * groups);
      AddBlock(*this, block, count, out + first * groups);
    }
  }
}

}  // namespace dqs
