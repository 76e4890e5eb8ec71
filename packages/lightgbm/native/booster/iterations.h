// Iteration ranges, clipped as LightGBM clips them.
#pragma once
#include <algorithm>

#include "flat/flat_model.h"

namespace dqs {

// A count <= 0 means all from `first` on. An empty range starts behind the last iteration, where LightGBM too reads
// the count 0 as none.
inline IterationRange ClipIterations(int total, int first, int count) {
  const int start = std::min(std::max(first, 0), total);
  return {start, count > 0 ? std::min(count, total - start) : total - start};
}

}  // namespace dqs
