// What several threads have counted, together.
#pragma once
#include <vector>

#include "counts.h"

namespace dqs {

/// Texts, keys and labels are merged, being few. Cells stay as each thread has them, with the merged numbers of what
/// they refer to: one that several threads have is there several times.
class MergedCounts {
 public:
  std::array<Dictionary, kDictionaries> texts;
  KeyTable keys;
  LabelTable labels;
  std::vector<CellList> cells;
  uint64_t rows = 0;
  std::array<uint64_t, kFaults> faults{};

  /// Takes over what a thread has counted.
  void Absorb(Counts&& counts);
};

}  // namespace dqs
