#include "dataset/fields.h"

#include <LightGBM/dataset.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <numeric>

#include "library/check.h"
#include "support/arguments.h"
#include "support/errors.h"

namespace dqs {
namespace {

struct FieldKind {
  const char* name;
  napi_typedarray_type array;
  int type;
};
constexpr FieldKind kKinds[] = {{"label", napi_float32_array, C_API_DTYPE_FLOAT32},
                                {"weight", napi_float32_array, C_API_DTYPE_FLOAT32},
                                {"init_score", napi_float64_array, C_API_DTYPE_FLOAT64},
                                {"group", napi_int32_array, C_API_DTYPE_INT32},
                                {"position", napi_int32_array, C_API_DTYPE_INT32}};

const FieldKind& KindOf(const std::string& name) {
  for (const FieldKind& kind : kKinds) {
    if (name == kind.name) return kind;
  }
  throw InvalidArgument("unknown field \"" + name + "\"");
}

// LightGBM turns NaN into 0 without a word; here it is an error.
template <class T>
void CheckNumbers(const std::string& name, const Numbers& numbers, bool non_negative) {
  const T* data = numbers.as<T>();
  for (size_t i = 0; i < numbers.length; ++i) {
    if (std::isnan(data[i]) || (non_negative && data[i] < 0)) {
      throw InvalidArgument(name + ": the value at row " + std::to_string(i) + " is " +
                            (std::isnan(data[i]) ? "NaN" : "negative"));
    }
  }
}

// LightGBM adds the sizes up in 32 bits and trusts each of them.
void CheckGroups(const Numbers& numbers, int32_t rows) {
  int64_t sum = 0;
  for (size_t i = 0; i < numbers.length; ++i) {
    const int32_t size = numbers.as<int32_t>()[i];
    if (size <= 0) throw InvalidArgument("group: the size at " + std::to_string(i) + " is not positive");
    sum += size;
  }
  if (sum != rows) {
    throw InvalidArgument("group: the sizes add up to " + std::to_string(sum) + ", expected " + std::to_string(rows));
  }
}

Napi::Int32Array ToInt32Array(Napi::Env env, const std::vector<int32_t>& values) {
  auto array = Napi::Int32Array::New(env, values.size());
  std::copy(values.begin(), values.end(), array.Data());
  return array;
}

}  // namespace

std::vector<int32_t> PositionsOf(const LightGBM::Dataset& dataset) {
  const LightGBM::Metadata& metadata = dataset.metadata();
  // LightGBM numbers positions by their first appearance and keeps what was given as text.
  std::vector<int32_t> given(metadata.num_position_ids());
  for (size_t i = 0; i < given.size(); ++i) {
    const std::string& id = metadata.position_ids()[i];
    const auto end = std::from_chars(id.data(), id.data() + id.size(), given[i]).ptr;
    if (end == id.data() + id.size()) continue;
    std::iota(given.begin(), given.end(), 0);  // names from a file
    break;
  }
  std::vector<int32_t> positions(static_cast<size_t>(dataset.num_data()));
  for (size_t i = 0; i < positions.size(); ++i) positions[i] = given[metadata.positions()[i]];
  return positions;
}

Field ReadField(const std::string& name, const Napi::Value& value, int32_t rows) {
  const FieldKind& kind = KindOf(name);
  // LightGBM would forget the positions and keep their names: training then reads positions that are not there.
  if (IsNothing(value) && name == "position") {
    throw InvalidArgument("position: it cannot be removed; make the dataset again without it");
  }
  if (IsNothing(value) && name != "label") return {name, nullptr, 0, kind.type};
  const Numbers numbers = CopyTypedArray(value, kind.array, name.c_str());
  if (numbers.length > INT32_MAX) throw InvalidArgument(name + ": too long");
  if (name == "group") {
    CheckGroups(numbers, rows);
  } else if (name == "init_score") {
    if (rows <= 0 || numbers.length == 0 || numbers.length % static_cast<size_t>(rows) != 0) {
      throw InvalidArgument("init_score: length " + std::to_string(numbers.length) + " is not a multiple of " +
                            std::to_string(rows) + " rows");
    }
    CheckNumbers<double>(name, numbers, false);
  } else {
    if (numbers.length != static_cast<size_t>(rows)) {
      throw InvalidArgument(name + ": length " + std::to_string(numbers.length) + ", expected " +
                            std::to_string(rows));
    }
    if (name != "position") CheckNumbers<float>(name, numbers, name == "weight");
  }
  return {name, numbers.data, static_cast<int32_t>(numbers.length), kind.type, numbers.memory};
}

std::vector<Field> ReadFields(const Napi::Value& value, int32_t rows) {
  std::vector<Field> fields;
  if (IsNothing(value)) return fields;
  const auto object = value.As<Napi::Object>();
  for (const FieldKind& kind : kKinds) {
    const Napi::Value entry = object.Get(kind.name);
    if (!IsNothing(entry)) fields.push_back(ReadField(kind.name, entry, rows));
  }
  return fields;
}

Napi::Value GetField(Napi::Env env, DatasetHandle handle, const std::string& name) {
  const FieldKind& kind = KindOf(name);
  int length = 0;
  int type = 0;
  const void* data = nullptr;
  Check(LGBM_DatasetGetField(handle, name.c_str(), &length, &data, &type));
  if (data == nullptr || length == 0) return env.Null();
  if (kind.type == C_API_DTYPE_FLOAT64) {
    auto array = Napi::Float64Array::New(env, length);
    std::memcpy(array.Data(), data, sizeof(double) * length);
    return array;
  }
  if (kind.type == C_API_DTYPE_FLOAT32) {
    auto array = Napi::Float32Array::New(env, length);
    std::memcpy(array.Data(), data, sizeof(float) * length);
    return array;
  }
  if (name == "position") return ToInt32Array(env, PositionsOf(*static_cast<LightGBM::Dataset*>(handle)));
  // LightGBM hands group boundaries back; callers gave sizes and get sizes.
  auto array = Napi::Int32Array::New(env, length - 1);
  const auto* bounds = static_cast<const int32_t*>(data);
  for (int i = 0; i + 1 < length; ++i) array[i] = bounds[i + 1] - bounds[i];
  return array;
}

}  // namespace dqs
