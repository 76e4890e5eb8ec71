// DMatrix handles: making them off the main thread, reading and changing their fields.
#include "dmatrix/dmatrix.h"

#include <algorithm>
#include <chrono>

#include "dmatrix/create.h"
#include "support/arguments.h"

namespace dqs {
namespace {

constexpr auto kAbortInterval = std::chrono::milliseconds(20);

struct Field {
  std::string name;
  Numbers values;
};

// label, weight, base_margin: Float32Array. Their lengths are checked by XGBoost, which knows the number of classes.
std::vector<Field> ReadFields(const Napi::Value& value) {
  std::vector<Field> fields;
  if (IsNothing(value)) return fields;
  if (!value.IsObject()) throw InvalidArgument("fields: expected an object");
  const auto object = value.As<Napi::Object>();
  for (const char* name : {"label", "weight", "base_margin"}) {
    const Napi::Value array = object.Get(name);
    if (!IsNothing(array)) fields.push_back({name, CopyTypedArray(array, napi_float32_array, name)});
  }
  return fields;
}

void SetField(const DMatrixState& state, const Field& field) {
  DQS_XGB(XGDMatrixSetFloatInfo, state.handle, field.name.c_str(), field.values.as<float>(), field.values.length);
}

struct Draft {
  std::shared_ptr<DMatrixState> state = std::make_shared<DMatrixState>();
  std::vector<Field> fields;
  std::vector<unsigned> group;  // sizes of consecutive groups of rows; empty: none
  int threads = 1;
};

// fields.group: Int32Array of sizes above 0 that add up to the number of rows.
std::vector<unsigned> ReadGroup(const Napi::Object& fields, int32_t rows) {
  const Napi::Value value = fields.Get("group");
  if (IsNothing(value)) return {};
  const Numbers sizes = ReadTypedArray(value, napi_int32_array, "group");
  std::vector<unsigned> group;
  int64_t sum = 0;
  for (size_t i = 0; i < sizes.length; ++i) {
    const int32_t size = sizes.as<int32_t>()[i];
    if (size <= 0) throw InvalidArgument("group: the size at " + std::to_string(i) + " is not positive");
    group.push_back(static_cast<unsigned>(size));
    sum += size;
  }
  if (sum != rows) {
    throw InvalidArgument("group: the sizes add up to " + std::to_string(sum) + ", expected " + std::to_string(rows));
  }
  return group;
}

std::vector<std::string> ReadOptionalStrings(const Napi::Value& value, const char* name, int32_t width) {
  if (IsNothing(value)) return {};
  auto strings = ReadStrings(value, name);
  if (strings.size() != static_cast<size_t>(width)) {
    throw InvalidArgument(std::string(name) + ": expected " + std::to_string(width) + ", got " +
                          std::to_string(strings.size()));
  }
  return strings;
}

void Build(const Matrix& matrix, Draft* draft, JobControl* control) {
  DMatrixState& state = *draft->state;
  state.handle = NewDMatrix(matrix, draft->threads);
  control->CheckAbort();
  SetFeatureInfo(state.handle, "feature_name", state.names);
  SetFeatureInfo(state.handle, "feature_type", state.types);
  // First the groups: they say what a weight belongs to.
  if (!draft->group.empty()) {
    DQS_XGB(XGDMatrixSetUIntInfo, state.handle, "group", draft->group.data(), draft->group.size());
  }
  for (const Field& field : draft->fields) SetField(state, field);
}

// (matrix, { threads, fields, names, types, abort }) → Promise<handle>
Napi::Value Create(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    JobSpec job;
    const Matrix matrix = CopyMatrix(info[0]);
    if (matrix.rows == 0) throw InvalidArgument("rows: a DMatrix needs at least one row");
    const auto options = ReadObject(info[1], "options");
    auto draft = std::make_shared<Draft>();
    draft->threads = ReadInt32(options.Get("threads"), "threads", 1, 1024);
    draft->fields = ReadFields(options.Get("fields"));
    if (options.Get("fields").IsObject()) {
      draft->group = ReadGroup(options.Get("fields").As<Napi::Object>(), matrix.rows);
    }
    draft->state->rows = matrix.rows;
    draft->state->columns = matrix.width();
    draft->state->names = ReadOptionalStrings(options.Get("names"), "featureNames", matrix.width());
    draft->state->types = ReadOptionalStrings(options.Get("types"), "featureTypes", matrix.width());
    job.threads = draft->threads;
    job.abort = ReadAbortToken(options.Get("abort"));
    job.work = [draft, matrix](JobControl& control) { Build(matrix, draft.get(), &control); };
    job.result = [draft](Napi::Env env) -> Napi::Value {
      return NewHandle(env, draft->state, draft->state->EstimateBytes());
    };
    return StartJob(info.Env(), std::move(job));
  });
}

// Sole use at once, or a "busy" failure: the JavaScript thread does not wait for jobs.
std::unique_lock<std::timed_mutex> TryLock(DMatrixState* state) {
  std::unique_lock<std::timed_mutex> lock(state->mutex, std::try_to_lock);
  if (!lock) throw Failure("busy", "the DMatrix is in use by a call that has not ended");
  return lock;
}

// (handle, name, Float32Array)
Napi::Value SetInfo(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const auto state = Unwrap<DMatrixState>(info[0]);
    const std::string name = ReadString(info[1], "field");
    const Numbers numbers = ReadTypedArray(info[2], napi_float32_array, "values");
    const auto lock = TryLock(state.get());
    SetField(*state, {name, numbers});
    return info.Env().Undefined();
  });
}

// (handle, name) → Float32Array, empty where the field is not set
Napi::Value GetInfo(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const auto state = Unwrap<DMatrixState>(info[0]);
    const auto lock = TryLock(state.get());
    BstUlong length = 0;
    const float* data = nullptr;
    DQS_XGB(XGDMatrixGetFloatInfo, state->handle, ReadString(info[1], "field").c_str(), &length, &data);
    auto array = Napi::Float32Array::New(info.Env(), length);
    std::copy(data, data + length, array.Data());
    return array;
  });
}

// (handle) → { rows, columns, names, types }
Napi::Value Shape(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const auto state = Unwrap<DMatrixState>(info[0]);
    auto shape = Napi::Object::New(info.Env());
    shape.Set("rows", state->rows);
    shape.Set("columns", state->columns);
    shape.Set("names", ToStringArray(info.Env(), state->names));
    shape.Set("types", ToStringArray(info.Env(), state->types));
    return shape;
  });
}

Napi::Value Close(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    CloseHandle<DMatrixState>(info[0]);
    return info.Env().Undefined();
  });
}

}  // namespace

DMatrixLock::DMatrixLock(std::vector<std::shared_ptr<DMatrixState>> matrices, const JobControl* control) {
  std::sort(matrices.begin(), matrices.end());
  matrices.erase(std::unique(matrices.begin(), matrices.end()), matrices.end());
  try {
    for (auto& matrix : matrices) {
      while (!matrix->mutex.try_lock_for(kAbortInterval)) {
        if (control != nullptr) control->CheckAbort();
      }
      locked_.push_back(std::move(matrix));
    }
  } catch (...) {
    for (auto& matrix : locked_) matrix->mutex.unlock();
    throw;
  }
}

DMatrixLock::~DMatrixLock() {
  for (auto& matrix : locked_) matrix->mutex.unlock();
}

void ExportDMatrixFunctions(Napi::Env env, Napi::Object exports) {
  exports.Set("dmatrixCreate", Napi::Function::New(env, Create));
  exports.Set("dmatrixShape", Napi::Function::New(env, Shape));
  exports.Set("dmatrixSetInfo", Napi::Function::New(env, SetInfo));
  exports.Set("dmatrixGetInfo", Napi::Function::New(env, GetInfo));
  exports.Set("dmatrixClose", Napi::Function::New(env, Close));
}

}  // namespace dqs
