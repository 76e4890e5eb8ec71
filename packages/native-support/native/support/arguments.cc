#include "support/arguments.h"

#include <cmath>
#include <cstring>

#include "support/errors.h"
#include "support/memory.h"

namespace dqs {
namespace {

Element ElementOf(napi_typedarray_type type, const char* name) {
  switch (type) {
    case napi_float64_array: return Element::kF64;
    case napi_float32_array: return Element::kF32;
    case napi_int32_array: return Element::kI32;
    case napi_uint32_array: return Element::kU32;
    case napi_int16_array: return Element::kI16;
    case napi_uint16_array: return Element::kU16;
    case napi_int8_array: return Element::kI8;
    case napi_uint8_array:
    case napi_uint8_clamped_array: return Element::kU8;
    default: throw InvalidArgument(std::string(name) + ": this element type is not supported");
  }
}

size_t SizeOf(Element element) {
  switch (element) {
    case Element::kF64: return 8;
    case Element::kF32:
    case Element::kI32:
    case Element::kU32: return 4;
    case Element::kI16:
    case Element::kU16: return 2;
    default: return 1;
  }
}

size_t SizeOf(napi_typedarray_type type) {
  if (type == napi_bigint64_array || type == napi_biguint64_array) return 8;
  return SizeOf(ElementOf(type, "array"));
}

void ReadColumns(const Napi::Value& value, Matrix* matrix) {
  if (!value.IsArray()) throw InvalidArgument("columns: expected an array of typed arrays");
  auto array = value.As<Napi::Array>();
  // All are fetched before the first is looked at: what fetches one may transfer another away.
  std::vector<Napi::Value> columns;
  for (uint32_t i = 0; i < array.Length(); ++i) {
    columns.push_back(array.Get(i));
    if (!columns.back().IsTypedArray()) throw InvalidArgument("columns: expected typed arrays");  // a list may be endless
  }
  for (size_t i = 0; i < columns.size(); ++i) {
    const Numbers numbers = ReadTypedArray(columns[i], "columns");
    if (numbers.length != static_cast<size_t>(matrix->rows)) {
      throw InvalidArgument("columns: column " + std::to_string(i) + " has " + std::to_string(numbers.length) +
                            " values, expected " + std::to_string(matrix->rows));
    }
    matrix->columns.push_back({numbers.data, ElementOf(numbers.type, "columns"), 1});
  }
}

// Columns that lie in one block of memory, as offsets from its start.
void SetBlock(Matrix* matrix, const void* block, Element element, int32_t width) {
  matrix->block = block;
  matrix->columns.clear();
  for (int32_t c = 0; c < width; ++c) {
    const size_t offset = matrix->row_major ? c : static_cast<size_t>(c) * static_cast<size_t>(matrix->rows);
    const auto* start = static_cast<const char*>(block) + offset * SizeOf(element);
    matrix->columns.push_back({start, element, matrix->row_major ? width : 1});
  }
}

void ReadBlock(const Napi::Object& object, Matrix* matrix) {
  const int32_t width = ReadInt32(object.Get("width"), "columns", 1, INT32_MAX);
  matrix->row_major = object.Get("rowMajor").ToBoolean();
  const Numbers numbers = ReadTypedArray(object.Get("data"), "data");
  if (numbers.type != napi_float64_array && numbers.type != napi_float32_array) {
    throw InvalidArgument("data: expected a Float32Array or a Float64Array");
  }
  if (static_cast<uint64_t>(matrix->rows) * static_cast<uint64_t>(width) != numbers.length) {
    throw InvalidArgument("data: " + std::to_string(numbers.length) + " values are not rows × columns");
  }
  SetBlock(matrix, numbers.data, ElementOf(numbers.type, "data"), width);
}

// Each column on a cache line of its own.
size_t Aligned(size_t bytes) { return (bytes + 63) / 64 * 64; }

}  // namespace

Numbers ReadTypedArray(const Napi::Value& value, const char* name) {
  const napi_env env = value.Env();
  if (!value.IsTypedArray()) throw InvalidArgument(std::string(name) + ": expected a typed array");
  Numbers numbers;
  void* data = nullptr;
  napi_value buffer = nullptr;
  if (napi_get_typedarray_info(env, value, &numbers.type, &numbers.length, &data, &buffer, nullptr) != napi_ok) {
    throw InvalidArgument(std::string(name) + ": expected a typed array");
  }
  // Another thread could change shared memory while we read it; napi_is_arraybuffer is false for it.
  bool plain = false;
  napi_is_arraybuffer(env, buffer, &plain);
  if (!plain) throw InvalidArgument(std::string(name) + ": shared memory is not supported, copy it first");
  bool detached = false;
  napi_is_detached_arraybuffer(env, buffer, &detached);
  if (detached) throw InvalidArgument(std::string(name) + ": the buffer is detached");
  numbers.data = data;
  return numbers;
}

Numbers ReadTypedArray(const Napi::Value& value, napi_typedarray_type type, const char* name) {
  const Numbers numbers = ReadTypedArray(value, name);
  if (numbers.type != type) throw InvalidArgument(std::string(name) + ": wrong element type");
  return numbers;
}

Numbers CopyTypedArray(const Napi::Value& value, const char* name) {
  Numbers numbers = ReadTypedArray(value, name);
  numbers.memory = CopyOf(numbers.data, numbers.length * SizeOf(numbers.type));
  numbers.data = numbers.memory.get();
  return numbers;
}

Numbers CopyTypedArray(const Napi::Value& value, napi_typedarray_type type, const char* name) {
  ReadTypedArray(value, type, name);
  return CopyTypedArray(value, name);
}

double ReadDouble(const Napi::Value& value, const char* name) {
  if (!value.IsNumber()) throw InvalidArgument(std::string(name) + ": expected a number");
  return value.As<Napi::Number>().DoubleValue();
}

int32_t ReadInt32(const Napi::Value& value, const char* name) { return ReadInt32(value, name, INT32_MIN, INT32_MAX); }

int32_t ReadInt32(const Napi::Value& value, const char* name, int32_t low, int32_t high) {
  const double number = ReadDouble(value, name);
  if (!(number >= low && number <= high) || number != std::floor(number)) {
    throw InvalidArgument(std::string(name) + ": expected an integer from " + std::to_string(low) + " to " +
                          std::to_string(high));
  }
  return static_cast<int32_t>(number);
}

std::string ReadString(const Napi::Value& value, const char* name) {
  if (!value.IsString()) throw InvalidArgument(std::string(name) + ": expected a string");
  std::string text = value.As<Napi::String>().Utf8Value();
  if (text.find('\0') != std::string::npos) throw InvalidArgument(std::string(name) + ": contains a NUL character");
  return text;
}

std::vector<std::string> ReadStrings(const Napi::Value& value, const char* name) {
  if (!value.IsArray()) throw InvalidArgument(std::string(name) + ": expected an array of strings");
  auto array = value.As<Napi::Array>();
  std::vector<std::string> strings;
  for (uint32_t i = 0; i < array.Length(); ++i) strings.push_back(ReadString(array.Get(i), name));
  return strings;
}

bool IsNothing(const Napi::Value& value) { return value.IsEmpty() || value.IsUndefined() || value.IsNull(); }

Napi::Object ReadObject(const Napi::Value& value, const char* name) {
  if (!value.IsObject()) throw InvalidArgument(std::string(name) + ": expected an object");
  return value.As<Napi::Object>();
}

Matrix ReadMatrix(const Napi::Value& value) {
  if (!value.IsObject()) throw InvalidArgument("expected a matrix");
  auto object = value.As<Napi::Object>();
  Matrix matrix;
  matrix.rows = ReadInt32(object.Get("rows"), "rows", 0, INT32_MAX);
  if (IsNothing(object.Get("columns"))) {
    ReadBlock(object, &matrix);
  } else {
    ReadColumns(object.Get("columns"), &matrix);
  }
  if (matrix.columns.empty()) throw InvalidArgument("expected at least one column");
  return matrix;
}

Matrix CopyMatrix(const Napi::Value& value) {
  Matrix matrix = ReadMatrix(value);
  const auto rows = static_cast<size_t>(matrix.rows);
  if (matrix.block != nullptr) {
    const Element element = matrix.columns.front().element;
    matrix.memory = CopyOf(matrix.block, rows * matrix.columns.size() * SizeOf(element));
    SetBlock(&matrix, matrix.memory.get(), element, matrix.width());
    return matrix;
  }
  size_t bytes = 0;
  for (const Column& column : matrix.columns) bytes += Aligned(rows * SizeOf(column.element));
  matrix.memory = NewMemory(bytes);
  auto* at = static_cast<char*>(matrix.memory.get());
  for (Column& column : matrix.columns) {
    const size_t size = rows * SizeOf(column.element);
    if (size > 0) std::memcpy(at, column.data, size);
    column.data = at;
    at += Aligned(size);
  }
  return matrix;
}

Napi::Value ToStringArray(Napi::Env env, const std::vector<std::string>& strings) {
  auto array = Napi::Array::New(env, strings.size());
  for (size_t i = 0; i < strings.size(); ++i) array.Set(static_cast<uint32_t>(i), Napi::String::New(env, strings[i]));
  return array;
}

Napi::Value ToFloat64Array(Napi::Env env, const std::vector<double>& numbers) {
  auto array = Napi::Float64Array::New(env, numbers.size());
  if (!numbers.empty()) std::memcpy(array.Data(), numbers.data(), numbers.size() * sizeof(double));
  return array;
}

}  // namespace dqs
