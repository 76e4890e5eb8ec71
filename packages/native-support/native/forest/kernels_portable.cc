// Plain C++: eight rank bytes at a time in a 64-bit word, a condition is one 64-bit mask.
#include <cstring>

#include "forest/kernels.h"

namespace dqs {
namespace {

constexpr uint64_t kHigh = 0x8080808080808080ull;
constexpr uint64_t kOnes = 0x0101010101010101ull;

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
// Bit i: ranks[i] <= limit.
uint64_t TestNumeric(const uint8_t* ranks, uint8_t limit) {
  const uint64_t y = kOnes * limit;
  uint64_t mask = 0;
  for (int w = 0; w < kBlockRows / 8; ++w) {
    uint64_t x;
    std::memcpy(&x, ranks + 8 * w, sizeof x);
    // Low seven bits by subtraction, the eighth by itself (Hacker's Delight, 2-18).
    const uint64_t low = (y | kHigh) - (x & ~kHigh);
    const uint64_t below = ((~x & y) | (~(x ^ y) & low)) & kHigh;
    // The eight result bits, gathered by a multiplication.
    mask |= ((below >> 7) * 0x0102040810204080ull) >> 56 << (8 * w);
  }
  return mask;
}
#else
uint64_t TestNumeric(const uint8_t* ranks, uint8_t limit) {
  uint64_t mask = 0;
  for (int i = 0; i < kBlockRows; ++i) mask |= uint64_t{ranks[i] <= limit} << i;
  return mask;
}
#endif

uint64_t TestCategory(const CategoryTest& test, const uint8_t* ranks) {
  uint64_t mask = 0;
  for (int i = 0; i < kBlockRows; ++i) mask |= uint64_t{InSet(test, ranks[i])} << i;
  return mask;
}

template <class Real>
void SumPacked(const FlatData& data, const FlatTree& tree, const uint8_t* ranks, Real* sums) {
  uint64_t condition[kMaxPackedLeaves];
  uint64_t reached[2 * kMaxPackedLeaves];
  for (uint32_t i = tree.numeric_begin; i < tree.numeric_end; ++i) {
    const NumericTest& test = data.numeric[i];
    condition[test.split] = TestNumeric(ranks + static_cast<size_t>(test.column) * kBlockRows, test.rank);
  }
  for (uint32_t i = tree.category_begin; i < tree.category_end; ++i) {
    const CategoryTest& test = data.category[i];
    condition[test.split] = TestCategory(test, ranks + static_cast<size_t>(test.column) * kBlockRows);
  }
  reached[0] = ~uint64_t{0};
  const Children* children = data.children.data() + tree.children_begin;
  for (uint32_t i = 0; i < tree.splits; ++i) {
    reached[children[i].left] = reached[i] & condition[i];
    reached[children[i].right] = reached[i] & ~condition[i];
  }
  const Real* leaf = Leaves<Real>(data) + tree.leaf_begin;
  for (uint32_t l = 0; l < tree.leaves; ++l) {
    for (uint64_t rows = reached[tree.splits + l]; rows != 0; rows &= rows - 1) sums[__builtin_ctzll(rows)] += leaf[l];
  }
}

}  // namespace

void RankPortable(const double* padded, const double* values, uint8_t* ranks) {
  for (int i = 0; i < kBlockRows; ++i) ranks[i] = RankOne(padded, values[i]);
}

template <class Real>
void SumPortable(const FlatData& data, const uint8_t* ranks, int first, int last, Real* sums) {
  for (int t = first; t < last; ++t) {
    const FlatTree& tree = data.tree[t];
    Real* out = sums + size_t{tree.output} * kBlockRows;
    tree.packed ? SumPacked(data, tree, ranks, out) : SumWalking(data, tree, ranks, out);
  }
}
template void SumPortable(const FlatData&, const uint8_t*, int, int, double*);
template void SumPortable(const FlatData&, const uint8_t*, int, int, float*);

}  // namespace dqs
