// One row at a time: for each rank of each column, a mask of the leaves that stay reachable, for all trees.
//
// And-ing one mask per column leaves the exit leaf of every tree as its lowest set bit (QuickScorer, Lucchese et al.,
// SIGIR 2015, with the and over a feature's conditions done in advance). Leaves are numbered left to right.
#pragma once
#include <memory>
#include <vector>

#include "forest/data.h"

namespace dqs {

struct RowTable {
  bool usable = false;              // false: rows are walked node by node
  int words_per_tree = 1;           // 32-bit words: 1 up to 32 leaves, 2 up to 64
  size_t words = 0;                 // per mask row, a multiple of 16
  std::vector<size_t> column_begin; // first mask row of each rank column
  std::vector<uint32_t> masks;
  std::vector<double> leaf;         // left-to-right, 32 * words_per_tree per tree
  std::vector<float> leaf_f32;      // the same, where the model has them
};

std::unique_ptr<RowTable> BuildRowTable(const FlatData& data);
// Adds trees [first, last) of a row given by its ranks to out[outputs].
template <class Real>
void SumRow(const FlatData& data, const RowTable& table, const uint8_t* ranks, int first, int last, Real* out);

}  // namespace dqs
