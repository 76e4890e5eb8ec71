#include "library/row_block.h"

#include <cstdio>

namespace dqs {

std::string ArrayInterface(const void* data, bool f64, int64_t rows, int64_t width) {
  char text[192];
  std::snprintf(text, sizeof text, "{\"data\":[%llu,true],\"shape\":[%lld,%lld],\"typestr\":\"<f%d\",\"version\":3}",
                static_cast<unsigned long long>(reinterpret_cast<uintptr_t>(data)), static_cast<long long>(rows),
                static_cast<long long>(width), f64 ? 8 : 4);
  return text;
}

const void* RowBlock::At(const Matrix& matrix, int64_t from, int64_t count) {
  if (IsDirect(matrix)) {
    const size_t size = matrix.is_f64() ? 8 : 4;
    return static_cast<const char*>(matrix.block) + static_cast<size_t>(from * matrix.width()) * size;
  }
  gathered_.resize(static_cast<size_t>(count) * matrix.columns.size());
  for (int c = 0; c < matrix.width(); ++c) CopyRows(matrix.columns[c], from, count, gathered_.data() + c, matrix.width());
  return gathered_.data();
}

}  // namespace dqs
