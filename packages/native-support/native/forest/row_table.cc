#include "forest/row_table.h"

#include <algorithm>

#include "forest/kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace dqs {
namespace {

constexpr size_t kMaxTableBytes = 32u << 20;  // beyond the caches walking is as fast
constexpr size_t kWordsPerStep = 16;

// Leaves in left-to-right order, and for each split the run of leaves below its left child.
struct LeafOrder {
  std::vector<int> leaves;
  std::vector<std::pair<int, int>> left_run;
};

void Visit(const WalkNode* nodes, int node, LeafOrder* order) {
  if (node < 0) {
    order->leaves.push_back(~node);
    return;
  }
  const int begin = static_cast<int>(order->leaves.size());
  Visit(nodes, nodes[node].left, order);
  order->left_run[node] = {begin, static_cast<int>(order->leaves.size())};
  Visit(nodes, nodes[node].right, order);
}

LeafOrder OrderLeaves(const FlatData& data, const FlatTree& tree) {
  LeafOrder order;
  order.left_run.resize(tree.splits);
  Visit(data.walk.data() + tree.walk_begin, tree.splits > 0 ? 0 : ~0, &order);
  return order;
}

// Ranks that go right at a split lose the leaves below its left child.
void ClearLeft(const FlatData& data, const WalkNode& node, uint64_t keep, size_t tree, RowTable* table) {
  const size_t ranks = data.feature[data.column[node.column].feature].highest_rank();
  for (size_t rank = 0; rank <= ranks; ++rank) {
    const bool left = node.categorical ? InSet(data.category[node.category], static_cast<unsigned>(rank))
                                       : rank <= node.rank;
    if (left) continue;
    const size_t row = table->column_begin[node.column] + rank;
    uint32_t* mask = table->masks.data() + row * table->words + tree * table->words_per_tree;
    mask[0] &= static_cast<uint32_t>(keep);
    if (table->words_per_tree == 2) mask[1] &= static_cast<uint32_t>(keep >> 32);
  }
}

void AddTree(const FlatData& data, size_t index, RowTable* table) {
  const FlatTree& tree = data.tree[index];
  const LeafOrder order = OrderLeaves(data, tree);
  for (uint32_t i = 0; i < tree.splits; ++i) {
    uint64_t run = 0;
    for (int bit = order.left_run[i].first; bit < order.left_run[i].second; ++bit) run |= uint64_t{1} << bit;
    ClearLeft(data, data.walk[tree.walk_begin + i], ~run, index, table);
  }
  const size_t width = 32 * static_cast<size_t>(table->words_per_tree);
  for (size_t i = 0; i < order.leaves.size(); ++i) {
    const size_t from = tree.leaf_begin + static_cast<size_t>(order.leaves[i]);
    table->leaf[index * width + i] = data.leaf[from];
    if (!data.leaf_f32.empty()) table->leaf_f32[index * width + i] = data.leaf_f32[from];
  }
}

using AndKernel = void (*)(const RowTable& table, const uint8_t* ranks, size_t begin, size_t end, uint32_t* out);

void AndPortable(const RowTable& table, const uint8_t* ranks, size_t begin, size_t end, uint32_t* out) {
  for (size_t w = begin; w < end; ++w) out[w] = UINT32_MAX;
  for (size_t c = 0; c < table.column_begin.size(); ++c) {
    const uint32_t* mask = table.masks.data() + (table.column_begin[c] + ranks[c]) * table.words;
    for (size_t w = begin; w < end; ++w) out[w] &= mask[w];
  }
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) void AndAvx2(const RowTable& table, const uint8_t* ranks, size_t begin, size_t end,
                                             uint32_t* out) {
  const uint32_t* rows[kMaxRowColumns];
  const size_t columns = table.column_begin.size();
  for (size_t c = 0; c < columns; ++c) rows[c] = table.masks.data() + (table.column_begin[c] + ranks[c]) * table.words;
  for (size_t w = begin; w < end; w += kWordsPerStep) {
    __m256i low = _mm256_set1_epi32(-1), high = low;
    for (size_t c = 0; c < columns; ++c) {
      low = _mm256_and_si256(low, _mm256_loadu_si256(reinterpret_cast<const __m256i*>(rows[c] + w)));
      high = _mm256_and_si256(high, _mm256_loadu_si256(reinterpret_cast<const __m256i*>(rows[c] + w + 8)));
    }
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + w), low);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + w + 8), high);
  }
}
#endif

AndKernel ChooseAnd() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return AndAvx2;
#endif
  return AndPortable;
}

template <class Real>
const Real* LeavesOf(const RowTable& table);
template <>
const double* LeavesOf<double>(const RowTable& table) { return table.leaf.data(); }
template <>
const float* LeavesOf<float>(const RowTable& table) { return table.leaf_f32.data(); }

// `output` gives the place of a tree's number.
template <class Real, class Output>
void AddLeaves(const RowTable& table, const uint32_t* exits, int first, int last, Output&& output) {
  const Real* leaf = LeavesOf<Real>(table);
  if (table.words_per_tree == 1) {
    for (int t = first; t < last; ++t) output(t) += leaf[static_cast<size_t>(t) * 32 + __builtin_ctz(exits[t])];
    return;
  }
  for (int t = first; t < last; ++t) {
    const uint64_t exit = exits[2 * static_cast<size_t>(t)] | uint64_t{exits[2 * static_cast<size_t>(t) + 1]} << 32;
    output(t) += leaf[static_cast<size_t>(t) * 64 + __builtin_ctzll(exit)];
  }
}

}  // namespace

std::unique_ptr<RowTable> BuildRowTable(const FlatData& data) {
  auto table = std::make_unique<RowTable>();
  size_t rows = 0;
  for (const RankColumn& column : data.column) {
    table->column_begin.push_back(rows);
    rows += data.feature[column.feature].highest_rank() + 1;
  }
  uint32_t most = 1;
  for (const FlatTree& tree : data.tree) most = std::max(most, tree.leaves);
  table->words_per_tree = most > 32 ? 2 : 1;
  table->words = (data.tree.size() * table->words_per_tree + kWordsPerStep - 1) / kWordsPerStep * kWordsPerStep;
  if (most > 64 || rows * table->words * 4 > kMaxTableBytes || data.column.size() > kMaxRowColumns) return table;
  table->usable = true;
  table->masks.assign(rows * table->words, UINT32_MAX);
  table->leaf.assign(data.tree.size() * 32 * table->words_per_tree, 0.0);
  if (!data.leaf_f32.empty()) table->leaf_f32.assign(table->leaf.size(), 0.0f);
  for (size_t t = 0; t < data.tree.size(); ++t) AddTree(data, t, table.get());
  return table;
}

template <class Real>
void SumRow(const FlatData& data, const RowTable& table, const uint8_t* ranks, int first, int last, Real* out) {
  if (!table.usable) {
    const Real* leaf = Leaves<Real>(data);
    for (int t = first; t < last; ++t) {
      const FlatTree& tree = data.tree[t];
      out[tree.output] += leaf[tree.leaf_begin + (tree.splits == 0 ? 0 : WalkTree(data, tree, ranks, 1, 0))];
    }
    return;
  }
  static const AndKernel and_masks = ChooseAnd();
  static thread_local std::vector<uint32_t> exits;
  if (exits.size() < table.words) exits.resize(table.words);
  const size_t begin = static_cast<size_t>(first) * table.words_per_tree / kWordsPerStep * kWordsPerStep;
  const size_t end = (static_cast<size_t>(last) * table.words_per_tree + kWordsPerStep - 1) / kWordsPerStep * kWordsPerStep;
  and_masks(table, ranks, begin, end, exits.data());
  if (data.outputs == 1) {
    Real sum = out[0];
    AddLeaves<Real>(table, exits.data(), first, last, [&](int) -> Real& { return sum; });
    out[0] = sum;
  } else {
    AddLeaves<Real>(table, exits.data(), first, last, [&](int t) -> Real& { return out[data.tree[t].output]; });
  }
}
template void SumRow(const FlatData&, const RowTable&, const uint8_t*, int, int, double*);
template void SumRow(const FlatData&, const RowTable&, const uint8_t*, int, int, float*);

}  // namespace dqs
