// AVX2: a condition is a mask of 64 bytes, two registers.
#include "forest/kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#include <algorithm>
#include <cstring>

#define DQS_AVX2 __attribute__((target("avx2,bmi,popcnt")))

namespace dqs {
namespace {

constexpr int kGroup = 8;  // trees whose leaves are added together, so that the sums stay in registers

struct Mask {
  __m256i half[2];
};

// How many of 16 thresholds are below the value.
DQS_AVX2 inline unsigned CountBelow(const double* thresholds, __m256d value) {
  const auto below = [&](int i) DQS_AVX2 {
    return _mm256_castpd_si256(_mm256_cmp_pd(_mm256_loadu_pd(thresholds + i), value, _CMP_LT_OQ));
  };
  const __m256i low = _mm256_packs_epi32(below(0), below(4));
  const __m256i high = _mm256_packs_epi32(below(8), below(12));
  // two bytes per threshold
  return static_cast<unsigned>(__builtin_popcount(_mm256_movemask_epi8(_mm256_packs_epi16(low, high)))) >> 1;
}

DQS_AVX2 inline void TestNumeric(const NumericTest& test, const uint8_t* ranks, Mask* condition) {
  const auto* column = reinterpret_cast<const __m256i*>(ranks + static_cast<size_t>(test.column) * kBlockRows);
  const __m256i limit = _mm256_set1_epi8(static_cast<char>(test.rank));
  for (int h = 0; h < 2; ++h) {
    const __m256i rank = _mm256_load_si256(column + h);
    condition->half[h] = _mm256_cmpeq_epi8(_mm256_min_epu8(rank, limit), rank);
  }
}

DQS_AVX2 inline void TestCategory(const CategoryTest& test, const uint8_t* ranks, Mask* condition) {
  const auto* column = reinterpret_cast<const __m256i*>(ranks + static_cast<size_t>(test.column) * kBlockRows);
  const __m256i bit_of = _mm256_set1_epi64x(static_cast<long long>(0x8040201008040201ull));
  const __m256i seven = _mm256_set1_epi8(7);
  const __m256i fifteen = _mm256_set1_epi8(15);
  const auto* bits = reinterpret_cast<const __m128i*>(test.bits);
  const __m256i low = _mm256_broadcastsi128_si256(_mm_loadu_si128(bits));
  const __m256i high = _mm256_broadcastsi128_si256(_mm_loadu_si128(bits + 1));
  for (int h = 0; h < 2; ++h) {
    const __m256i rank = _mm256_load_si256(column + h);
    const __m256i byte = _mm256_and_si256(_mm256_srli_epi16(rank, 3), _mm256_set1_epi8(31));
    const __m256i bit = _mm256_shuffle_epi8(bit_of, _mm256_and_si256(rank, seven));
    const __m256i from_low = _mm256_shuffle_epi8(low, byte);
    const __m256i from_high = _mm256_shuffle_epi8(high, _mm256_and_si256(byte, fifteen));
    const __m256i set = _mm256_blendv_epi8(from_low, from_high, _mm256_cmpgt_epi8(byte, fifteen));
    condition->half[h] = _mm256_cmpeq_epi8(_mm256_and_si256(set, bit), bit);
  }
}

// leaf_of[row] = the leaf each of 64 rows ends in.
DQS_AVX2 void FindLeaves(const FlatData& data, const FlatTree& tree, const uint8_t* ranks, uint8_t* leaf_of) {
  Mask condition[kMaxPackedLeaves];
  Mask reached[2 * kMaxPackedLeaves];
  for (uint32_t i = tree.numeric_begin; i < tree.numeric_end; ++i) {
    TestNumeric(data.numeric[i], ranks, &condition[data.numeric[i].split]);
  }
  for (uint32_t i = tree.category_begin; i < tree.category_end; ++i) {
    TestCategory(data.category[i], ranks, &condition[data.category[i].split]);
  }
  reached[0].half[0] = reached[0].half[1] = _mm256_set1_epi8(-1);
  const Children* children = data.children.data() + tree.children_begin;
  for (uint32_t i = 0; i < tree.splits; ++i) {
    for (int h = 0; h < 2; ++h) {
      const __m256i here = reached[i].half[h];
      reached[children[i].left].half[h] = _mm256_and_si256(here, condition[i].half[h]);
      reached[children[i].right].half[h] = _mm256_andnot_si256(condition[i].half[h], here);
    }
  }
  __m256i found[2] = {_mm256_setzero_si256(), _mm256_setzero_si256()};
  __m256i number = _mm256_setzero_si256();
  for (uint32_t l = 0; l < tree.leaves; ++l) {
    for (int h = 0; h < 2; ++h) {
      found[h] = _mm256_or_si256(found[h], _mm256_and_si256(reached[tree.splits + l].half[h], number));
    }
    number = _mm256_add_epi8(number, _mm256_set1_epi8(1));
  }
  _mm256_store_si256(reinterpret_cast<__m256i*>(leaf_of), found[0]);
  _mm256_store_si256(reinterpret_cast<__m256i*>(leaf_of + 32), found[1]);
}

// Eight trees of a one-output model: the additions of one row stay in order, rows are independent.
template <class Real>
void AddGroup(const FlatData& data, const uint8_t (*leaf_of)[kBlockRows], int first, Real* sums) {
  const Real* leaf[kGroup];
  for (int j = 0; j < kGroup; ++j) leaf[j] = Leaves<Real>(data) + data.tree[first + j].leaf_begin;
  for (int i = 0; i < kBlockRows; ++i) {
    Real sum = sums[i];
    for (int j = 0; j < kGroup; ++j) sum += leaf[j][leaf_of[j][i]];
    sums[i] = sum;
  }
}

template <class Real>
void AddOne(const FlatData& data, const uint8_t* leaf_of, int tree, Real* sums) {
  const Real* leaf = Leaves<Real>(data) + data.tree[tree].leaf_begin;
  for (int i = 0; i < kBlockRows; ++i) sums[i] += leaf[leaf_of[i]];
}

}  // namespace

DQS_AVX2 void RankAvx2(const double* padded, const double* values, uint8_t* ranks) {
  for (int i = 0; i < kBlockRows; ++i) {
    const __m256d value = _mm256_broadcast_sd(values + i);
    const unsigned chunk = CountBelow(padded + 256, value);
    ranks[i] = static_cast<uint8_t>(16 * chunk + CountBelow(padded + 16 * std::min(chunk, 15u), value));
  }
}

template <class Real>
void SumAvx2(const FlatData& data, const uint8_t* ranks, int first, int last, Real* sums) {
  alignas(32) uint8_t leaf_of[kGroup][kBlockRows];
  for (int from = first; from < last; from += kGroup) {
    const int to = std::min(last, from + kGroup);
    bool all_packed = true;
    for (int t = from; t < to; ++t) all_packed = all_packed && data.tree[t].packed;
    if (data.outputs == 1 && all_packed && to - from == kGroup) {
      for (int t = from; t < to; ++t) FindLeaves(data, data.tree[t], ranks, leaf_of[t - from]);
      AddGroup(data, leaf_of, from, sums);
      continue;
    }
    for (int t = from; t < to; ++t) {
      Real* out = sums + size_t{data.tree[t].output} * kBlockRows;
      if (!data.tree[t].packed) {
        SumWalking(data, data.tree[t], ranks, out);
      } else {
        FindLeaves(data, data.tree[t], ranks, leaf_of[0]);
        AddOne(data, leaf_of[0], t, out);
      }
    }
  }
}
template void SumAvx2(const FlatData&, const uint8_t*, int, int, double*);
template void SumAvx2(const FlatData&, const uint8_t*, int, int, float*);

}  // namespace dqs
#endif
