// The flat form of a model of trees: what the block kernels and the single-row path read. Which rank a value has is the
// engine's own rule; everything behind the ranks is the same for all.
//
// A feature value is first replaced by its rank among the model's own thresholds of that feature (v <= threshold[j] is
// then rank <= j, one byte each), a category by its place among the categories any split names. Trees become lists of
// byte comparisons; which leaf a row ends in follows from and-ing conditions, without branches.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace dqs {

constexpr int kBlockRows = 64;        // rows a kernel handles together
constexpr int kMaxRank = 255;         // a rank fits a byte
constexpr int kMaxPackedLeaves = 256; // a leaf number fits a byte; larger trees are walked
constexpr size_t kMaxRowColumns = 1024; // rank columns of the single-row table

struct FlatFeature {
  int column = 0;  // in the caller's data
  bool categorical = false;
  std::vector<double> thresholds;     // rising, no repeats
  std::vector<double> padded;         // 256 thresholds (+inf behind the last) and 16 pivots, for the kernels
  std::vector<int> categories;        // rising, no repeats
  std::vector<uint8_t> category_rank; // category → rank; beyond the end: categories.size()
  bool missing_rank = false;          // categories.size() + 1 is the rank of a missing category

  size_t highest_rank() const { return categorical ? categories.size() + (missing_rank ? 1 : 0) : thresholds.size(); }
};

// A column of ranks: a feature under one rule for missing values. Features with several rules have several.
struct RankColumn {
  int feature = 0;
  int missing = 0;            // MissingType
  bool missing_left = false;  // where missing values go
};

struct NumericTest {
  uint16_t column;
  uint16_t split;  // breadth-first number in its tree
  uint8_t rank;    // goes left when the row's rank <= this
};

struct CategoryTest {
  uint16_t column;
  uint16_t split;
  uint8_t bits[32];  // goes left when the bit of the row's rank is set
};

// Slots: splits in breadth-first order, then leaves.
struct Children {
  uint16_t left, right;
};

// A node for the walking path; a child >= 0 is a node, otherwise ~leaf.
struct WalkNode {
  int32_t left, right;
  uint32_t category;  // index of its CategoryTest
  uint16_t column;
  uint8_t rank;
  bool categorical;
};

struct FlatTree {
  uint32_t numeric_begin = 0, numeric_end = 0;
  uint32_t category_begin = 0, category_end = 0;
  uint32_t children_begin = 0;
  uint32_t walk_begin = 0;
  uint32_t splits = 0;
  uint32_t leaves = 1;
  uint32_t leaf_begin = 0;
  uint32_t output = 0;  // the one of a row's numbers that the tree adds to
  bool packed = true;  // small enough for the block kernels
};

struct FlatData {
  int outputs = 1;
  std::vector<FlatFeature> feature;
  std::vector<RankColumn> column;
  std::vector<FlatTree> tree;
  std::vector<NumericTest> numeric;
  std::vector<CategoryTest> category;
  std::vector<Children> children;
  std::vector<WalkNode> walk;
  std::vector<double> leaf;  // each tree's values start at a multiple of 32
  std::vector<float> leaf_f32;  // the same for sums in single precision; empty where there are none
};

// The leaf values in the precision in which they are added.
template <class Real>
const Real* Leaves(const FlatData& data);
template <>
inline const double* Leaves<double>(const FlatData& data) { return data.leaf.data(); }
template <>
inline const float* Leaves<float>(const FlatData& data) { return data.leaf_f32.data(); }

inline bool InSet(const CategoryTest& test, unsigned rank) { return (test.bits[rank >> 3] >> (rank & 7) & 1) != 0; }

}  // namespace dqs
