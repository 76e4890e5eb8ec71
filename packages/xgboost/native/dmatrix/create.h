// Making an XGBoost DMatrix from a view of JavaScript's arrays. Any thread.
#pragma once
#include <string>
#include <vector>

#include "library/library.h"
#include "support/matrix.h"

namespace dqs {

DMatrixHandle NewDMatrix(const void* block, bool f64, int64_t rows, int64_t width, int threads);
DMatrixHandle NewDMatrix(const Matrix& matrix, int threads);

// `field` is "feature_name" or "feature_type"; no strings, no call.
void SetFeatureInfo(DMatrixHandle handle, const char* field, const std::vector<std::string>& strings);

// Frees a DMatrix that nobody else holds.
class OwnDMatrix {
 public:
  explicit OwnDMatrix(DMatrixHandle handle) : handle_(handle) {}
  ~OwnDMatrix() { Library().XGDMatrixFree(handle_); }
  OwnDMatrix(const OwnDMatrix&) = delete;
  OwnDMatrix& operator=(const OwnDMatrix&) = delete;
  DMatrixHandle get() const { return handle_; }

 private:
  DMatrixHandle handle_;
};

}  // namespace dqs
