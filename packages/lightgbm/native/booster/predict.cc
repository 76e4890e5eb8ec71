// Predictions: the flat form for normal and raw ones, LightGBM itself for the rest and on request.
#include <algorithm>

#include "booster/booster.h"
#include "booster/iterations.h"
#include "dataset/create.h"
#include "library/check.h"
#include "support/arguments.h"
#include "support/log.h"
#include "support/memory.h"
#include "support/pool.h"
#include "support/workers.h"

namespace dqs {
namespace {

enum Engine { kAuto = 0, kLightgbm = 1, kFlat = 2 };  // above kFlat: a fixed Isa, kFlat + isa

constexpr int64_t kGatherRows = 8192;         // rows turned from columns into rows at a time
constexpr int64_t kDirectRows = 1 << 17;      // rows per call on a contiguous block
constexpr int64_t kFlatRows = 1 << 20;        // rows between two looks at the abort flag
constexpr int64_t kRowsWorthFlattening = 512; // below, a model seen for the first time is left to LightGBM

struct Prediction {
  Matrix matrix;
  int type = C_API_PREDICT_NORMAL;
  IterationRange range;
  int threads = 1;
  int engine = kAuto;
  std::string params;
  int64_t width = 1;  // numbers per row
  double* out = nullptr;
  std::shared_ptr<void> memory;  // behind `out` when the caller has given an array of his own
};

int64_t WidthOf(const BoosterState& state, int type, IterationRange range) {
  if (type == C_API_PREDICT_LEAF_INDEX) return int64_t{state.outputs} * range.count;
  if (type == C_API_PREDICT_CONTRIB) return int64_t{state.outputs} * (int64_t{state.features} + 1);
  return state.outputs;
}

void CallLightgbm(BoosterState& state, const Prediction& p, const void* data, bool f64, int64_t rows, double* out) {
  const std::lock_guard<std::mutex> lock(state.lightgbm);
  int64_t length = 0;
  Check(LGBM_BoosterPredictForMat(state.handle, data, f64 ? C_API_DTYPE_FLOAT64 : C_API_DTYPE_FLOAT32,
                                  static_cast<int32_t>(rows), p.matrix.width(), 1, p.type, p.range.first, p.range.count,
                                  p.params.c_str(), &length, out));
}

void PredictLightgbm(BoosterState& state, const Prediction& p, const JobControl* control) {
  const bool direct = p.matrix.block != nullptr && p.matrix.row_major;
  const int64_t step = direct ? kDirectRows : kGatherRows;
  std::vector<double> gathered;
  if (!direct) gathered.resize(static_cast<size_t>(std::min<int64_t>(step, p.matrix.rows)) * p.matrix.width());
  for (int64_t from = 0; from < p.matrix.rows; from += step) {
    if (control != nullptr) control->CheckAbort();
    const int64_t rows = std::min<int64_t>(step, p.matrix.rows - from);
    double* out = p.out + from * p.width;
    if (direct) {
      const size_t size = p.matrix.is_f64() ? 8 : 4;
      const auto* data = static_cast<const char*>(p.matrix.block) + static_cast<size_t>(from * p.matrix.width()) * size;
      CallLightgbm(state, p, data, p.matrix.is_f64(), rows, out);
      continue;
    }
    for (int c = 0; c < p.matrix.width(); ++c) {
      CopyRows(p.matrix.columns[c], from, rows, gathered.data() + c, p.matrix.width());
    }
    CallLightgbm(state, p, gathered.data(), true, rows, out);
  }
}

void PredictFlat(const FlatModel& flat, const Prediction& p, const JobControl* control) {
  const Isa isa = p.engine > kFlat ? static_cast<Isa>(p.engine - kFlat) : Isa::kAuto;
  for (int64_t from = 0; from < p.matrix.rows; from += kFlatRows) {
    if (control != nullptr) control->CheckAbort();
    const int64_t to = std::min<int64_t>(p.matrix.rows, from + kFlatRows);
    flat.Predict(p.matrix, from, to, p.range, p.type == C_API_PREDICT_RAW_SCORE, p.threads, isa, p.out);
  }
}

std::shared_ptr<const FlatModel> ChooseFlat(BoosterState& state, const Prediction& p) {
  const bool scores = p.type == C_API_PREDICT_NORMAL || p.type == C_API_PREDICT_RAW_SCORE;
  if (p.engine >= kFlat) {
    if (!scores) throw InvalidArgument("engine: only normal and raw predictions have a flat form");
    auto flat = state.Flat();
    if (flat == nullptr) throw InvalidArgument("engine: this model has no flat form");
    return flat;
  }
  if (p.engine == kLightgbm || !scores) return nullptr;
  if (p.matrix.rows < kRowsWorthFlattening && !state.HasFlat() && !state.SeenBefore()) return nullptr;
  return state.Flat();
}

void Run(BoosterState& state, const Prediction& p, const JobControl* control) {
  if (p.matrix.rows == 0 || p.width == 0) return;
  if (const auto flat = ChooseFlat(state, p)) return PredictFlat(*flat, p, control);
  PredictLightgbm(state, p, control);
}

void ReadOptions(const Napi::Object& options, const BoosterState& state, Prediction* p) {
  p->type = ReadInt32(options.Get("type"), "type", 0, 3);
  p->engine = ReadInt32(options.Get("engine"), "engine", 0, kFlat + static_cast<int>(Isa::kAvx512));
  p->threads = ReadInt32(options.Get("threads"), "threads", 1, 1024);
  p->params = ReadString(options.Get("params"), "params");
  p->range = ClipIterations(state.iterations, ReadInt32(options.Get("first"), "startIteration"),
                            ReadInt32(options.Get("count"), "numIterations"));
  p->width = WidthOf(state, p->type, p->range);
}

double* ReadOut(const Napi::Value& given, int64_t length) {
  const Numbers numbers = ReadTypedArray(given, napi_float64_array, "out");
  if (numbers.length != static_cast<size_t>(length)) {
    throw InvalidArgument("out: length " + std::to_string(numbers.length) + ", expected " + std::to_string(length));
  }
  return static_cast<double*>(const_cast<void*>(numbers.data));
}

Napi::Float64Array Output(Napi::Env env, const Napi::Value& given, Prediction* p, int64_t rows) {
  const int64_t length = rows * p->width;
  if (!IsNothing(given)) {
    p->out = ReadOut(given, length);
    return given.As<Napi::Float64Array>();
  }
  if (length > (int64_t{1} << 32)) throw InvalidArgument("the prediction would have more than 2^32 numbers");
  auto out = Napi::Float64Array::New(env, static_cast<size_t>(length));
  p->out = out.Data();
  return out;
}

void CheckWidth(const BoosterState& state, int32_t width) {
  if (width == state.features) return;
  throw InvalidArgument("columns: got " + std::to_string(width) + ", the model was trained on " +
                        std::to_string(state.features));
}

// Fewer rows are predicted before another thread has woken up.
constexpr int64_t kRowsWorthThreads = 1024;

// (booster, matrix, options) → Float64Array
Napi::Value PredictSync(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const BoosterRead read(Unwrap<BoosterState>(info[0]));
    Prediction p;
    const auto options = ReadObject(info[2], "options");
    ReadOptions(options, *read.state(), &p);
    const Napi::Value given = options.Get("out");
    // Read in place, after everything else that could run JavaScript.
    p.matrix = ReadMatrix(info[1]);
    CheckWidth(*read.state(), p.matrix.width());
    const Napi::Float64Array out = Output(info.Env(), given, &p, p.matrix.rows);
    const auto work = [&] {
      LogSink ignored;
      const LogScope scope(&ignored);
      Run(*read.state(), p, nullptr);
    };
    if (p.threads == 1 || p.matrix.rows < kRowsWorthThreads) {
      work();
    } else {
      Pool::Instance().RunAndWait(work);
    }
    return out;
  });
}

// The job writes into an array that nobody knows yet, or into memory of its own that is copied at the end: the caller
// may transfer his array away meanwhile.
Napi::Value StartPrediction(const Napi::CallbackInfo& info, JobSpec job, const std::shared_ptr<Prediction>& p,
                            int64_t rows) {
  const auto options = ReadObject(info[2], "options");
  job.threads = p->threads;
  job.abort = ReadAbortToken(options.Get("abort"));
  const Napi::Value given = options.Get("out");
  const Napi::Float64Array out = Output(info.Env(), given, p.get(), rows);
  auto result = std::make_shared<Napi::ObjectReference>(Napi::Persistent(out.As<Napi::Object>()));
  if (IsNothing(given)) {
    job.result = [result](Napi::Env) -> Napi::Value { return result->Value(); };
  } else {
    const int64_t length = rows * p->width;
    p->memory = NewMemory(static_cast<size_t>(length) * sizeof(double));
    p->out = static_cast<double*>(p->memory.get());
    job.result = [result, p, length](Napi::Env) -> Napi::Value {
      std::copy(p->out, p->out + length, ReadOut(result->Value(), length));
      return result->Value();
    };
  }
  return StartJob(info.Env(), std::move(job));
}

// (booster, matrix, options) → Promise<Float64Array>
Napi::Value Predict(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    auto read = std::make_shared<BoosterRead>(Unwrap<BoosterState>(info[0]));
    auto p = std::make_shared<Prediction>();
    p->matrix = CopyMatrix(info[1]);
    CheckWidth(*read->state(), p->matrix.width());
    ReadOptions(ReadObject(info[2], "options"), *read->state(), p.get());
    JobSpec job;
    job.work = [read, p](JobControl& control) { Run(*read->state(), *p, &control); };
    return StartPrediction(info, std::move(job), p, p->matrix.rows);
  });
}

// (booster, csr, options) → Promise<Float64Array>
Napi::Value PredictCsr(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    auto read = std::make_shared<BoosterRead>(Unwrap<BoosterState>(info[0]));
    auto p = std::make_shared<Prediction>();
    JobSpec job;
    const Csr csr = ReadCsr(info[1]);
    CheckWidth(*read->state(), csr.width);
    ReadOptions(ReadObject(info[2], "options"), *read->state(), p.get());
    job.work = [read, p, csr](JobControl&) {
      if (csr.rows == 0 || p->width == 0) return;
      const std::lock_guard<std::mutex> lock((*read)->lightgbm);
      int64_t length = 0;
      Check(LGBM_BoosterPredictForCSR((*read)->handle, csr.indptr.data, C_API_DTYPE_INT32,
                                      csr.indices.as<int32_t>(), csr.values.data, csr.value_type,
                                      int64_t{csr.rows} + 1, csr.count, csr.width, p->type,
                                      p->range.first, p->range.count, p->params.c_str(), &length, p->out));
    };
    return StartPrediction(info, std::move(job), p, csr.rows);
  });
}

// The engines this processor can run: "lightgbm", "flat", …
Napi::Value Engines(const Napi::CallbackInfo& info) {
  std::vector<std::string> names = {"lightgbm", "flat", "flat-portable"};
  if (IsaAvailable(Isa::kAvx2)) names.push_back("flat-avx2");
  if (IsaAvailable(Isa::kAvx512)) names.push_back("flat-avx512");
  return ToStringArray(info.Env(), names);
}

}  // namespace

void ExportBoosterPrediction(Napi::Env env, Napi::Object exports) {
  exports.Set("boosterPredict", Napi::Function::New(env, Predict));
  exports.Set("boosterPredictSync", Napi::Function::New(env, PredictSync));
  exports.Set("boosterPredictCsr", Napi::Function::New(env, PredictCsr));
  exports.Set("engines", Napi::Function::New(env, Engines));
}

}  // namespace dqs
