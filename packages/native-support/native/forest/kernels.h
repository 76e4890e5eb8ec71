// The block kernels, one set per instruction set. `ranks` holds kBlockRows bytes per rank column, `sums` kBlockRows
// numbers per output; trees [first, last) are added in their order, in the precision of the sums.
#pragma once
#include "forest/data.h"

namespace dqs {

// The ranks of 64 numbers among the thresholds of a feature (`padded` as in FlatFeature). No NaN.
using RankKernel = void (*)(const double* padded, const double* values, uint8_t* ranks);
template <class Real>
using SumKernel = void (*)(const FlatData& data, const uint8_t* ranks, int first, int last, Real* sums);

enum class Isa { kAuto = 0, kPortable = 1, kAvx2 = 2, kAvx512 = 3 };
// Whether this processor (and this build) can run the path.
bool IsaAvailable(Isa isa);

struct KernelSet {
  RankKernel rank;
  SumKernel<double> sum;
  SumKernel<float> sum_f32;
};
// Throws for what this processor cannot run.
KernelSet KernelsFor(Isa isa);

void RankPortable(const double* padded, const double* values, uint8_t* ranks);
template <class Real>
void SumPortable(const FlatData& data, const uint8_t* ranks, int first, int last, Real* sums);

#if defined(__x86_64__)
void RankAvx2(const double* padded, const double* values, uint8_t* ranks);
template <class Real>
void SumAvx2(const FlatData& data, const uint8_t* ranks, int first, int last, Real* sums);
void RankAvx512(const double* padded, const double* values, uint8_t* ranks);
template <class Real>
void SumAvx512(const FlatData& data, const uint8_t* ranks, int first, int last, Real* sums);
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
template <class Real>
void SumWalking(const FlatData& data, const FlatTree& tree, const uint8_t* ranks, Real* sums) {
  const Real* leaf = Leaves<Real>(data) + tree.leaf_begin;
  for (int row = 0; row < kBlockRows; ++row) {
    sums[row] += leaf[tree.splits == 0 ? 0 : WalkTree(data, tree, ranks, kBlockRows, row)];
  }
}

}  // namespace dqs
