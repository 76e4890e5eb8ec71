// One row at a time without allocation: the caller writes into an input array and gets a number back.
#include <cstring>
#include <vector>

#include "booster/booster.h"
#include "booster/iterations.h"
#include "library/check.h"
#include "support/arguments.h"
#include "support/log.h"

namespace dqs {
namespace {

struct SingleRow {
  std::shared_ptr<const FlatModel> flat;
  // Without a flat form: LightGBM's own fast path, on a copy of the model because LightGBM remembers the iteration
  // range of whoever predicted last.
  std::shared_ptr<BoosterState> copy;
  FastConfigHandle fast = nullptr;
  IterationRange range;
  bool raw = false;
  std::vector<double> input;
  std::vector<double> output;
  bool closed = false;

  ~SingleRow() {
    if (fast != nullptr) LGBM_FastConfigFree(fast);
  }
};
using SharedRow = std::shared_ptr<SingleRow>;

void UseLightgbm(const BoosterState& state, SingleRow* row) {
  row->copy = LoadBooster(state.ToText(row->range.first, row->range.count, 0), 1);
  const int type = row->raw ? C_API_PREDICT_RAW_SCORE : C_API_PREDICT_NORMAL;
  Check(LGBM_BoosterPredictForMatSingleRowFastInit(row->copy->handle, type, 0, -1, C_API_DTYPE_FLOAT64, state.features,
                                                   "num_threads=1 verbosity=-1", &row->fast));
}

SharedRow Make(const Napi::CallbackInfo& info) {
  const BoosterRead read(Unwrap<BoosterState>(info[0]));
  LogSink ignored;
  const LogScope scope(&ignored);
  auto row = std::make_shared<SingleRow>();
  row->raw = info[1].ToBoolean();
  row->range = ClipIterations(read->iterations, ReadInt32(info[2], "startIteration"), ReadInt32(info[3], "numIterations"));
  if (!info[4].ToBoolean()) row->flat = read.state()->Flat();
  if (row->flat == nullptr) UseLightgbm(*read.state(), row.get());
  row->input.resize(static_cast<size_t>(read->features));
  row->output.resize(static_cast<size_t>(read->outputs));
  return row;
}

napi_value Throw(napi_env env, const char* code, const char* text) {
  ToError(env, {true, code, text}).ThrowAsJavaScriptException();
  return nullptr;
}

SingleRow* RowOf(napi_env env, napi_callback_info info) {
  size_t count = 0;
  void* data = nullptr;
  napi_get_cb_info(env, info, &count, nullptr, nullptr, &data);
  return static_cast<SharedRow*>(data)->get();
}

// The hot call goes through plain Node-API: a handle check and C++ wrappers would cost as much as the prediction.
napi_value Run(napi_env env, napi_callback_info info) {
  SingleRow* row = RowOf(env, info);
  if (row->closed) return Throw(env, "closed", "the single-row predictor is closed");
  if (row->flat != nullptr) {
    row->flat->PredictRow(row->input.data(), row->range, row->raw, row->output.data());
  } else {
    int64_t length = 0;
    if (LGBM_BoosterPredictForMatSingleRowFast(row->fast, row->input.data(), &length, row->output.data()) != 0) {
      return Throw(env, "lightgbm", LGBM_GetLastError());
    }
  }
  napi_value result = nullptr;
  napi_create_double(env, row->output[0], &result);
  return result;
}

napi_value Close(napi_env env, napi_callback_info info) {
  SingleRow* row = RowOf(env, info);
  row->closed = true;
  row->flat.reset();
  if (row->fast != nullptr) LGBM_FastConfigFree(row->fast);
  row->fast = nullptr;
  row->copy.reset();
  return nullptr;
}

void DropShare(napi_env, void* data, void*) { delete static_cast<SharedRow*>(data); }
// A buffer's finalizer gets the memory first and the share second.
void DropBufferShare(napi_env, void*, void* share) { delete static_cast<SharedRow*>(share); }

// A function of its own per row, holding a share of it: no argument to check.
Napi::Value FunctionOf(Napi::Env env, napi_callback callback, const SharedRow& row) {
  auto* share = new SharedRow(row);
  napi_value function = nullptr;
  if (napi_create_function(env, nullptr, 0, callback, share, &function) != napi_ok) {
    delete share;
    throw Failure("lightgbm", "cannot create a function");
  }
  napi_add_finalizer(env, function, share, DropShare, nullptr, nullptr);
  return Napi::Value(env, function);
}

// The memory belongs to the row and outlives every array on it: detaching one cannot pull it away from under a call.
Napi::Value ArrayOf(Napi::Env env, std::vector<double>* numbers, const SharedRow& row) {
  auto* share = new SharedRow(row);
  napi_value buffer = nullptr;
  if (napi_create_external_arraybuffer(env, numbers->data(), numbers->size() * sizeof(double), DropBufferShare, share,
                                       &buffer) != napi_ok) {
    delete share;
    throw Failure("lightgbm", "this runtime does not allow external array buffers");
  }
  return Napi::Float64Array::New(env, numbers->size(), Napi::ArrayBuffer(env, buffer), 0);
}

// (booster, raw, first, count, lightgbm: boolean) → { run, close, input, output, flat }
Napi::Value Create(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const SharedRow row = Make(info);
    Napi::Object result = Napi::Object::New(info.Env());
    result.Set("run", FunctionOf(info.Env(), Run, row));
    result.Set("close", FunctionOf(info.Env(), Close, row));
    result.Set("input", ArrayOf(info.Env(), &row->input, row));
    result.Set("output", ArrayOf(info.Env(), &row->output, row));
    result.Set("flat", row->flat != nullptr);
    return result;
  });
}

}  // namespace

void ExportSingleRow(Napi::Env env, Napi::Object exports) {
  exports.Set("singleRow", Napi::Function::New(env, Create));
}

}  // namespace dqs
