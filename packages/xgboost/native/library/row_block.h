// Rows in the form in which XGBoost takes them.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "support/matrix.h"

namespace dqs {

// Rows of a matrix as one row-major block: the caller's own memory where it is one, a float copy elsewhere.
class RowBlock {
 public:
  static bool IsDirect(const Matrix& matrix) { return matrix.block != nullptr && matrix.row_major; }
  static bool IsF64(const Matrix& matrix) { return IsDirect(matrix) && matrix.is_f64(); }
  const void* At(const Matrix& matrix, int64_t from, int64_t count);

 private:
  std::vector<float> gathered_;
};

// The form in which XGBoost is told of a row-major array.
std::string ArrayInterface(const void* data, bool f64, int64_t rows, int64_t width);

}  // namespace dqs
