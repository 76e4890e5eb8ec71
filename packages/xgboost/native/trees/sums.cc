// Sums of leaves: blocks of rows through the flat form, or node by node where there is none.
#include <omp.h>

#include <algorithm>
#include <cmath>

#include "support/errors.h"
#include "trees/flat.h"
#include "trees/transform.h"
#include "trees/trees.h"

namespace dqs {
namespace {

constexpr int kDeepest = 1000;
// Trees are cut short for rows that reach a leaf early; walking on in place is cheaper than looking, up to here.
constexpr int kLevelsWithoutLook = 8;
constexpr int64_t kRowsWorthFlattening = 256;  // fewer have been walked before the flat form is made
constexpr int64_t kFewRows = 4;                // are done one by one
constexpr int64_t kBlocksWorthThreads = 16;

// Depth below each node, from the last node to the first: children come after their parents, and each has one.
void CheckTree(const TreesState& state, Tree* tree) {
  const auto fail = [] { throw InvalidArgument("trees: a node has no valid children"); };
  const int32_t size = tree->end - tree->root;
  if (size < 1) fail();
  std::vector<int32_t> depth(static_cast<size_t>(size), 0);
  std::vector<bool> has_parent(static_cast<size_t>(size), false);
  for (int32_t i = tree->end - 1; i >= tree->root; --i) {
    const TreeNode& node = state.nodes[static_cast<size_t>(i)];
    if (node.is_leaf != 0) continue;
    if (node.left <= i || node.left >= tree->end - 1) fail();  // not left + 1, which may be too much for 32 bits
    if (node.feature >= static_cast<uint32_t>(state.features)) fail();
    const auto left = static_cast<size_t>(node.left - tree->root);
    for (const size_t child : {left, left + 1}) {
      if (has_parent[child]) fail();
      has_parent[child] = true;
    }
    depth[static_cast<size_t>(i - tree->root)] = 1 + std::max(depth[left], depth[left + 1]);
    tree->has_sets = tree->has_sets || node.set >= 0;
  }
  if (std::count(has_parent.begin(), has_parent.end(), false) != 1) fail();
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

// All rows of the block take a step at a time, without a branch: leaves step onto themselves. `values` has them row after
// row.
template <bool kSets>
void Walk(const TreesState& state, const Tree& tree, const float* values, int rows, int32_t* at) {
  const TreeNode* nodes = state.nodes.data();
  const auto width = static_cast<size_t>(state.features);
  std::fill(at, at + rows, tree.root);
  for (int level = 0; level < tree.depth; ++level) {
    int moved = 0;
    for (int row = 0; row < rows; ++row) {
      const TreeNode& node = nodes[at[row]];
      const float value = values[static_cast<size_t>(row) * width + node.feature];
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

template <class Real>
void WalkBlock(const TreesState& state, const Matrix& matrix, int64_t from, int rows, TreeRange range, float* values,
               Real* sums) {
  for (int c = 0; c < matrix.width(); ++c) CopyRows(matrix.columns[c], from, rows, values + c, matrix.width());
  int32_t at[kBlockRows];
  for (size_t t = range.first; t < range.last; ++t) {
    const Tree& tree = state.trees[t];
    if (tree.has_sets) {
      Walk<true>(state, tree, values, rows, at);
    } else {
      Walk<false>(state, tree, values, rows, at);
    }
    Real* out = sums + static_cast<size_t>(tree.group) * kBlockRows;
    for (int row = 0; row < rows; ++row) {
      out[row] += LeafValue<Real>(tree, state.nodes[static_cast<size_t>(at[row])]);
    }
  }
}

constexpr size_t kAlign = 64;
template <class T>
T* AlignUp(std::vector<T>* memory, size_t from) {
  const auto at = reinterpret_cast<uintptr_t>(memory->data() + from);
  return reinterpret_cast<T*>((at + kAlign - 1) & ~uintptr_t{kAlign - 1});
}

template <class Real>
const Real* BaseOf(const TreesState& state);
template <>
const double* BaseOf<double>(const TreesState& state) { return state.base.data(); }
template <>
const float* BaseOf<float>(const TreesState& state) { return state.base_f32.data(); }

// `finish` gets the sums of a row, one per group, and its number.
template <class Real, class Finish>
void Rows(const TreesState& state, const FlatTrees& flat, const Matrix& matrix, int64_t from, int64_t to,
          TreeRange range, Finish&& finish) {
  std::vector<uint8_t> ranks(flat.rank_bytes());
  std::vector<Real> sums(static_cast<size_t>(state.groups));
  for (int64_t row = from; row < to; ++row) {
    std::copy_n(BaseOf<Real>(state), sums.size(), sums.begin());
    flat.AddRow(matrix, row, static_cast<int>(range.first), static_cast<int>(range.last), ranks.data(), sums.data());
    finish(sums.data(), row);
  }
}

template <class Real, class Finish>
void Blocks(const TreesState& state, const FlatTrees* flat, const Matrix& matrix, int64_t from, int64_t to,
            TreeRange range, int threads, Finish&& finish) {
  const KernelSet kernels = KernelsFor(Isa::kAuto);
  const int64_t blocks = (to - from + kBlockRows - 1) / kBlockRows;
  const int team = blocks > kBlocksWorthThreads ? std::max(1, threads) : 1;
  const auto groups = static_cast<size_t>(state.groups), width = static_cast<size_t>(state.features);
  // Allocated here: an exception inside the parallel region would end the process.
  const size_t rank_bytes = flat != nullptr ? flat->rank_bytes() + 2 * kAlign : 0;
  const size_t value_count = flat != nullptr ? 0 : width * kBlockRows;
  const size_t sum_count = groups * kBlockRows + 2 * kAlign / sizeof(Real);
  std::vector<uint8_t> rank_memory(rank_bytes * static_cast<size_t>(team));
  std::vector<float> value_memory(value_count * static_cast<size_t>(team));
  std::vector<Real> sum_memory(sum_count * static_cast<size_t>(team)), row_memory(groups * static_cast<size_t>(team));
#pragma omp parallel num_threads(team) if (team > 1)
  {
    const auto me = static_cast<size_t>(omp_get_thread_num());
    Real* sums = AlignUp(&sum_memory, sum_count * me);
    Real* row = row_memory.data() + groups * me;
#pragma omp for schedule(static)
    for (int64_t block = 0; block < blocks; ++block) {
      const int64_t start = from + block * kBlockRows;
      const int rows = static_cast<int>(std::min<int64_t>(kBlockRows, to - start));
      for (size_t g = 0; g < groups; ++g) std::fill_n(sums + g * kBlockRows, kBlockRows, BaseOf<Real>(state)[g]);
      if (flat != nullptr) {
        flat->AddBlock(kernels, matrix, start, rows, static_cast<int>(range.first), static_cast<int>(range.last),
                       AlignUp(&rank_memory, rank_bytes * me), sums);
      } else {
        WalkBlock(state, matrix, start, rows, range, value_memory.data() + value_count * me, sums);
      }
      for (int i = 0; i < rows; ++i) {
        for (size_t g = 0; g < groups; ++g) row[g] = sums[g * kBlockRows + static_cast<size_t>(i)];
        finish(row, start + i);
      }
    }
  }
}

template <class Real, class Finish>
void Sums(const TreesState& state, const Matrix& matrix, int64_t from, int64_t to, TreeRange range, int threads,
          Finish&& finish) {
  const FlatTrees* flat = state.Flat(to - from);
  if (flat != nullptr && to - from <= kFewRows) return Rows<Real>(state, *flat, matrix, from, to, range, finish);
  Blocks<Real>(state, flat, matrix, from, to, range, threads, finish);
}

}  // namespace

TreesState::TreesState() = default;
TreesState::~TreesState() = default;

void TreesState::Finish() {
  for (Tree& tree : trees) {
    CheckTree(*this, &tree);
    tree.expected = Expected(*this, tree);
    single = single && tree.weight == 1;
  }
}

const FlatTrees* TreesState::Flat(int64_t rows) const {
  if (seen_.fetch_add(rows) + rows < kRowsWorthFlattening) return nullptr;
  std::call_once(flat_once_, [this] { flat_ = FlatTrees::Build(*this); });
  return flat_.get();
}

void TreesState::Margins(const Matrix& matrix, int64_t from, int64_t to, TreeRange range, int threads,
                         double* out) const {
  const auto width = static_cast<size_t>(groups);
  Sums<double>(*this, matrix, from, to, range, threads, [&](const double* sums, int64_t row) {
    std::copy_n(sums, width, out + static_cast<size_t>(row) * width);
  });
}

void TreesState::Predict(const Matrix& matrix, int64_t from, int64_t to, TreeRange range, int threads,
                         Transform transform, float* out) const {
  const auto width = static_cast<size_t>(OutputWidth(transform, groups));
  Sums<float>(*this, matrix, from, to, range, threads, [&](float* sums, int64_t row) {
    Apply(transform, sums, groups);
    std::copy_n(sums, width, out + static_cast<size_t>(row) * width);
  });
}

}  // namespace dqs
