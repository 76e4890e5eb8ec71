// The block kernels, one set per instruction set. `ranks` holds kBlockRows bytes per rank column, `sums` kBlockRows
// doubles per output; trees [first, last) are added in LightGBM's order, in double precision.
#pragma once
#include "flat/flat_data.h"

namespace dqs {

// The ranks of 64 numbers among the thresholds of a feature (`padded` as in FlatFeature). No NaN.
using RankKernel = void (*)(const double* padded, const double* values, uint8_t* ranks);
using SumKernel = void (*)(const FlatData& data, const uint8_t* ranks, int first, int last, double* sums);

void RankPortable(const double* padded, const double* values, uint8_t* ranks);
void SumPortable(const FlatData& data, const uint8_t* ranks, int first, int last, double* sums);

#if defined(__x86_64__)
void RankAvx2(const double* padded, const double* values, uint8_t* ranks);
void SumAvx2(const FlatData& data, const uint8_t* ranks, int first, int last, double* sums);
void RankAvx512(const double* padded, const double* values, uint8_t* ranks);
void SumAvx512(const FlatData& data, const uint8_t* ranks, int first, int last, double* sums);
#endif

// Rank of one number.
inline uint8_t RankOne(const double* padded, double value) {
  const double* at = padded;
  for (const int step : {128, 64, 32, 16, 8, 4, 2, 1}) at += (at[step - 1] < value) * step;
  return static_cast<uint8_t>(at - padded);
}

// The leaf a row ends in, node by node.
inline int WalkTree(const FlatData& data, const FlatTree& tree, const uint8_t* ranks, int stride, int row) {
  const WalkNode* nodes = data.walk.data() + tree.walk_begin;
  int at = 0;
  do {
    const WalkNode& node = nodes[at];
    const uint8_t rank = ranks[node.column * stride + row];
    const bool left = node.categorical ? InSet(data.category[node.category], rank) : rank <= node.rank;
    at = left ? node.left : node.right;
  } while (at >= 0);
  return ~at;
}

// One tree by walking, for every kernel's large trees.
inline void SumWalking(const FlatData& data, const FlatTree& tree, const uint8_t* ranks, double* sums) {
  const double* leaf = data.leaf.data() + tree.leaf_begin;
  for (int row = 0; row < kBlockRows; ++row) {
    sums[row] += leaf[tree.splits == 0 ? 0 : WalkTree(data, tree, ranks, kBlockRows, row)];
  }
}

}  // namespace dqs
