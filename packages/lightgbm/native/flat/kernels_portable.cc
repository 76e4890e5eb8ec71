#include "flat/kernels.h"

namespace dqs {

void RankPortable(const double* padded, const double* values, uint8_t* ranks) {
  for (int i = 0; i < kBlockRows; ++i) ranks[i] = RankOne(padded, values[i]);
}

void SumPortable(const FlatData& data, const uint8_t* ranks, int first, int last, double* sums) {
  for (int t = first; t < last; ++t) {
    SumWalking(data, data.tree[t], ranks, sums + static_cast<size_t>(t % data.outputs) * kBlockRows);
  }
}

}  // namespace dqs
