// A rows × columns view over typed arrays of JavaScript, or over a copy of them; any layout.
#pragma once
#include <cstdint>
#include <memory>
#include <vector>

namespace dqs {

enum class Element : uint8_t { kF64, kF32, kI32, kU32, kI16, kU16, kI8, kU8 };

struct Column {
  const void* data = nullptr;
  Element element = Element::kF64;
  int64_t stride = 1;  // in elements, from one row to the next
};

struct Matrix {
  int32_t rows = 0;
  std::vector<Column> columns;
  // Set when the values are one contiguous float block, which the library reads as it is.
  const void* block = nullptr;
  bool row_major = true;
  std::shared_ptr<void> memory;  // of a copy

  int32_t width() const { return static_cast<int32_t>(columns.size()); }
  bool is_f64() const { return columns.front().element == Element::kF64; }
};

// Calls visit(typed pointer, stride) with the column's own element type.
template <class Visit>
void VisitColumn(const Column& column, Visit&& visit) {
  switch (column.element) {
    case Element::kF64: return visit(static_cast<const double*>(column.data), column.stride);
    case Element::kF32: return visit(static_cast<const float*>(column.data), column.stride);
    case Element::kI32: return visit(static_cast<const int32_t*>(column.data), column.stride);
    case Element::kU32: return visit(static_cast<const uint32_t*>(column.data), column.stride);
    case Element::kI16: return visit(static_cast<const int16_t*>(column.data), column.stride);
    case Element::kU16: return visit(static_cast<const uint16_t*>(column.data), column.stride);
    case Element::kI8: return visit(static_cast<const int8_t*>(column.data), column.stride);
    case Element::kU8: return visit(static_cast<const uint8_t*>(column.data), column.stride);
  }
}

// out[i * out_stride] = value of row `from + i` in the library's own type, for `count` rows.
template <class Value>
void CopyRows(const Column& column, int64_t from, int64_t count, Value* out, int64_t out_stride) {
  VisitColumn(column, [&](const auto* data, int64_t stride) {
    const auto* source = data + from * stride;
    for (int64_t i = 0; i < count; ++i) out[i * out_stride] = static_cast<Value>(source[i * stride]);
  });
}

}  // namespace dqs
