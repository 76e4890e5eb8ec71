// AVX-512 (BW, VBMI): a condition is one 64-bit mask, leaf values are looked up in registers.
#include "forest/kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#include <algorithm>

#define DQS_AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,bmi,bmi2,popcnt")))

namespace dqs {
namespace {

DQS_AVX512 inline uint64_t TestCategory(const CategoryTest& test, __m512i rank) {
  const __m512i bit_of = _mm512_set1_epi64(static_cast<long long>(0x8040201008040201ull));
  const __m512i byte = _mm512_and_si512(_mm512_srli_epi16(rank, 3), _mm512_set1_epi8(31));
  const __m512i bit = _mm512_shuffle_epi8(bit_of, _mm512_and_si512(rank, _mm512_set1_epi8(7)));
  // the 32-byte set looked up in one instruction
  const __m512i table = _mm512_castsi256_si512(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(test.bits)));
  return _mm512_test_epi8_mask(_mm512_permutexvar_epi8(byte, table), bit);
}

// leaf_of[row] = the leaf each of 64 rows ends in.
DQS_AVX512 void FindLeaves(const FlatData& data, const FlatTree& tree, const uint8_t* ranks, uint8_t* leaf_of) {
  uint64_t condition[kMaxPackedLeaves];
  uint64_t reached[2 * kMaxPackedLeaves];
  for (uint32_t i = tree.numeric_begin; i < tree.numeric_end; ++i) {
    const NumericTest test = data.numeric[i];
    const __m512i rank = _mm512_load_si512(ranks + static_cast<size_t>(test.column) * kBlockRows);
    condition[test.split] = _mm512_cmple_epu8_mask(rank, _mm512_set1_epi8(static_cast<char>(test.rank)));
  }
  for (uint32_t i = tree.category_begin; i < tree.category_end; ++i) {
    const CategoryTest& test = data.category[i];
    const __m512i rank = _mm512_load_si512(ranks + static_cast<size_t>(test.column) * kBlockRows);
    condition[test.split] = TestCategory(test, rank);
  }
  reached[0] = ~uint64_t{0};
  const Children* children = data.children.data() + tree.children_begin;
  for (uint32_t i = 0; i < tree.splits; ++i) {
    const uint64_t here = reached[i];
    reached[children[i].left] = here & condition[i];
    reached[children[i].right] = here & ~condition[i];
  }
  __m512i found = _mm512_setzero_si512();
  __m512i number = _mm512_setzero_si512();
  const uint64_t* leaves = reached + tree.splits;
  for (uint32_t l = 0; l < tree.leaves; ++l) {
    found = _mm512_mask_mov_epi8(found, leaves[l], number);
    number = _mm512_add_epi8(number, _mm512_set1_epi8(1));
  }
  _mm512_store_si512(leaf_of, found);
}

// Up to 32 leaf values live in four registers: the lookup is a permutation.
DQS_AVX512 void AddSmall(const double* leaf, const uint8_t* leaf_of, double* sums) {
  const __m512d l0 = _mm512_loadu_pd(leaf), l1 = _mm512_loadu_pd(leaf + 8);
  const __m512d l2 = _mm512_loadu_pd(leaf + 16), l3 = _mm512_loadu_pd(leaf + 24);
  for (int i = 0; i < kBlockRows; i += 8) {
    const __m512i index = _mm512_cvtepu8_epi64(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(leaf_of + i)));
    const __m512d low = _mm512_permutex2var_pd(l0, index, l1);
    const __m512d high = _mm512_permutex2var_pd(l2, index, l3);
    const __mmask8 upper = _mm512_test_epi64_mask(index, _mm512_set1_epi64(16));
    const __m512d value = _mm512_mask_blend_pd(upper, low, high);
    _mm512_storeu_pd(sums + i, _mm512_add_pd(_mm512_loadu_pd(sums + i), value));
  }
}

// The same in single precision: they fit two registers.
DQS_AVX512 void AddSmall(const float* leaf, const uint8_t* leaf_of, float* sums) {
  const __m512 low = _mm512_loadu_ps(leaf), high = _mm512_loadu_ps(leaf + 16);
  for (int i = 0; i < kBlockRows; i += 16) {
    const __m512i index = _mm512_cvtepu8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(leaf_of + i)));
    const __m512 value = _mm512_permutex2var_ps(low, index, high);
    _mm512_storeu_ps(sums + i, _mm512_add_ps(_mm512_loadu_ps(sums + i), value));
  }
}

// Up to 64 leaf values: eight registers, or four.
DQS_AVX512 void AddMedium(const double* leaf, const uint8_t* leaf_of, double* sums) {
  __m512d part[8];
  for (int j = 0; j < 8; ++j) part[j] = _mm512_loadu_pd(leaf + 8 * j);
  for (int i = 0; i < kBlockRows; i += 8) {
    const __m512i index = _mm512_cvtepu8_epi64(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(leaf_of + i)));
    const __mmask8 odd = _mm512_test_epi64_mask(index, _mm512_set1_epi64(16));
    const __mmask8 upper = _mm512_test_epi64_mask(index, _mm512_set1_epi64(32));
    const __m512d low = _mm512_mask_blend_pd(odd, _mm512_permutex2var_pd(part[0], index, part[1]),
                                             _mm512_permutex2var_pd(part[2], index, part[3]));
    const __m512d high = _mm512_mask_blend_pd(odd, _mm512_permutex2var_pd(part[4], index, part[5]),
                                              _mm512_permutex2var_pd(part[6], index, part[7]));
    _mm512_storeu_pd(sums + i, _mm512_add_pd(_mm512_loadu_pd(sums + i), _mm512_mask_blend_pd(upper, low, high)));
  }
}

DQS_AVX512 void AddMedium(const float* leaf, const uint8_t* leaf_of, float* sums) {
  const __m512 l0 = _mm512_loadu_ps(leaf), l1 = _mm512_loadu_ps(leaf + 16);
  const __m512 l2 = _mm512_loadu_ps(leaf + 32), l3 = _mm512_loadu_ps(leaf + 48);
  for (int i = 0; i < kBlockRows; i += 16) {
    const __m512i index = _mm512_cvtepu8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(leaf_of + i)));
    const __mmask16 upper = _mm512_test_epi32_mask(index, _mm512_set1_epi32(32));
    const __m512 value = _mm512_mask_blend_ps(upper, _mm512_permutex2var_ps(l0, index, l1),
                                              _mm512_permutex2var_ps(l2, index, l3));
    _mm512_storeu_ps(sums + i, _mm512_add_ps(_mm512_loadu_ps(sums + i), value));
  }
}

}  // namespace

DQS_AVX512 void RankAvx512(const double* padded, const double* values, uint8_t* ranks) {
  const __m512d p0 = _mm512_loadu_pd(padded + 256), p1 = _mm512_loadu_pd(padded + 264);
  for (int i = 0; i < kBlockRows; ++i) {
    const __m512d value = _mm512_set1_pd(values[i]);
    const unsigned chunk = static_cast<unsigned>(__builtin_popcount(_mm512_cmp_pd_mask(p0, value, _CMP_LT_OQ)) +
                                                 __builtin_popcount(_mm512_cmp_pd_mask(p1, value, _CMP_LT_OQ)));
    const double* part = padded + 16 * std::min(chunk, 15u);
    const unsigned rest = static_cast<unsigned>(
        __builtin_popcount(_mm512_cmp_pd_mask(_mm512_loadu_pd(part), value, _CMP_LT_OQ)) +
        __builtin_popcount(_mm512_cmp_pd_mask(_mm512_loadu_pd(part + 8), value, _CMP_LT_OQ)));
    ranks[i] = static_cast<uint8_t>(16 * chunk + rest);
  }
}

// Compilers do not carry the target over to what a template becomes: the vector code is in functions.
template <class Real>
void SumAvx512(const FlatData& data, const uint8_t* ranks, int first, int last, Real* sums) {
  alignas(64) uint8_t leaf_of[kBlockRows];
  for (int t = first; t < last; ++t) {
    const FlatTree& tree = data.tree[t];
    Real* out = sums + size_t{tree.output} * kBlockRows;
    if (!tree.packed) {
      SumWalking(data, tree, ranks, out);
      continue;
    }
    const Real* leaf = Leaves<Real>(data) + tree.leaf_begin;
    FindLeaves(data, tree, ranks, leaf_of);
    if (tree.leaves <= 32) {
      AddSmall(leaf, leaf_of, out);
    } else if (tree.leaves <= 64) {
      AddMedium(leaf, leaf_of, out);
    } else {
      for (int i = 0; i < kBlockRows; ++i) out[i] += leaf[leaf_of[i]];
    }
  }
}
template void SumAvx512(const FlatData&, const uint8_t*, int, int, double*);
template void SumAvx512(const FlatData&, const uint8_t*, int, int, float*);

}  // namespace dqs
#endif
