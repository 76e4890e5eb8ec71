#include "dmatrix/create.h"

#include "library/row_block.h"
#include "support/errors.h"

namespace dqs {

DMatrixHandle NewDMatrix(const void* block, bool f64, int64_t rows, int64_t width, int threads) {
  const std::string array = ArrayInterface(block, f64, rows, width);
  const std::string config = "{\"missing\":NaN,\"nthread\":" + std::to_string(threads) + "}";
  DMatrixHandle handle = nullptr;
  DQS_XGB(XGDMatrixCreateFromDense, array.c_str(), config.c_str(), &handle);
  return handle;
}

DMatrixHandle NewDMatrix(const Matrix& matrix, int threads) {
  RowBlock block;
  const void* data = block.At(matrix, 0, matrix.rows);
  return NewDMatrix(data, RowBlock::IsF64(matrix), matrix.rows, matrix.width(), threads);
}

void SetFeatureInfo(DMatrixHandle handle, const char* field, const std::vector<std::string>& strings) {
  if (strings.empty()) return;
  std::vector<const char*> pointers;
  for (const std::string& text : strings) pointers.push_back(text.c_str());
  DQS_XGB(XGDMatrixSetStrFeatureInfo, handle, field, pointers.data(), pointers.size());
}

}  // namespace dqs
