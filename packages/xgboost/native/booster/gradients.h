// Gradients whose sums do not depend on the order of the rows, so that a model does not depend on the threads.
//
// XGBoost adds gradients up in double precision, a part on each thread, so that the last bits of its sums, and with
// them now and then a split, depend on how many threads there are. Here each gradient is rounded to a multiple of a
// power of two so coarse that no sum of them ever needs rounding, and so fine that the rounding is far below the
// precision of the float it is kept in unless the gradient is tiny. Exact sums are the same in any order.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "library/library.h"

namespace dqs {

enum class Loss { kLogistic = 0, kSquared = 1, kAbsolute = 2 };

class Gradients {
 public:
  // Reads labels and weights of the training data.
  Gradients(DMatrixHandle train, Loss loss, double subsample, uint64_t seed);
  // Those of the current margins (rows floats) in the given round.
  void Compute(const float* margins, int round);
  float* gradient() { return gradient_.data(); }
  float* hessian() { return hessian_.data(); }
  int64_t rows() const { return static_cast<int64_t>(label_.size()); }

 private:
  void Round(std::vector<float>* values) const;
  bool IsSampled(int round, int64_t row) const;

  Loss loss_;
  double subsample_;
  uint64_t seed_;
  std::vector<float> label_, weight_, gradient_, hessian_;
};

}  // namespace dqs
