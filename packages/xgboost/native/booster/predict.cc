// Predictions by XGBoost itself: arrays in place where it can, a DMatrix otherwise.
#include <algorithm>

#include "booster/booster.h"
#include "dmatrix/create.h"
#include "dmatrix/dmatrix.h"
#include "library/row_block.h"
#include "support/arguments.h"
#include "support/log.h"
#include "support/pool.h"
#include "support/workers.h"

namespace dqs {
namespace {

constexpr int64_t kBlockRows = 1 << 16;        // rows between two looks at the abort flag
constexpr int64_t kRowsWorthThreads = 1024;    // fewer are predicted before another thread has woken up
enum PredictionType { kValue = 0, kMargin = 1, kContributions = 2, kLeaf = 6 };  // XGBoost's numbers

struct Prediction {
  Matrix matrix;
  std::shared_ptr<DMatrixState> dmatrix;  // instead of the matrix
  int type = kValue;
  int begin = 0;
  int end = 0;  // 0: all rounds
  int threads = 1;
  std::vector<float> out;

  int64_t rows() const { return dmatrix ? dmatrix->rows : matrix.rows; }
  std::string Config() const {
    return "{\"type\":" + std::to_string(type) + ",\"training\":false,\"iteration_begin\":" + std::to_string(begin) +
           ",\"iteration_end\":" + std::to_string(end) + ",\"strict_shape\":true,\"missing\":NaN,\"cache_id\":0}";
  }
};

// XGBoost's result lives until the next call on this thread.
void Append(const BstUlong* shape, BstUlong dimensions, const float* result, std::vector<float>* out) {
  BstUlong length = 1;
  for (BstUlong i = 0; i < dimensions; ++i) length *= shape[i];
  out->insert(out->end(), result, result + length);
}

void PredictDMatrix(BoosterState* state, DMatrixHandle dmatrix, Prediction* p) {
  const BstUlong* shape = nullptr;
  BstUlong dimensions = 0;
  const float* result = nullptr;
  DQS_XGB(XGBoosterPredictFromDMatrix, state->handle, dmatrix, p->Config().c_str(), &shape, &dimensions, &result);
  Append(shape, dimensions, result, &p->out);
}

void PredictBlock(BoosterState* state, const void* data, int64_t rows, Prediction* p) {
  const bool f64 = RowBlock::IsF64(p->matrix);
  if (!state->in_place || (p->type != kValue && p->type != kMargin)) {
    const OwnDMatrix dmatrix(NewDMatrix(data, f64, rows, p->matrix.width(), p->threads));
    return PredictDMatrix(state, dmatrix.get(), p);
  }
  const std::string array = ArrayInterface(data, f64, rows, p->matrix.width());
  const BstUlong* shape = nullptr;
  BstUlong dimensions = 0;
  const float* result = nullptr;
  DQS_XGB(XGBoosterPredictFromDense, state->handle, array.c_str(), p->Config().c_str(), nullptr, &shape, &dimensions,
          &result);
  Append(shape, dimensions, result, &p->out);
}

void Run(BoosterState* state, Prediction* p, const JobControl* control) {
  if (p->rows() == 0) return;
  if (p->dmatrix) {
    const DMatrixLock data({p->dmatrix}, control);
    const BoosterLock lock(state);
    state->SetThreads(p->threads);
    return PredictDMatrix(state, p->dmatrix->handle, p);
  }
  RowBlock block;
  BoosterLock lock(state);
  for (int64_t from = 0; from < p->matrix.rows; from += kBlockRows) {
    if (control != nullptr) control->CheckAbort();
    const int64_t rows = std::min<int64_t>(kBlockRows, p->matrix.rows - from);
    state->SetThreads(p->threads);
    PredictBlock(state, block.At(p->matrix, from, rows), rows, p);
    if (from == 0) p->out.reserve(p->out.size() / static_cast<size_t>(rows) * static_cast<size_t>(p->matrix.rows));
    lock.Breathe();
  }
}

void ReadOptions(const Napi::Object& options, const BoosterState& state, Prediction* p) {
  p->type = ReadInt32(options.Get("type"), "type", 0, 6);
  if (p->type != kValue && p->type != kMargin && p->type != kContributions && p->type != kLeaf) {
    throw InvalidArgument("type: unknown");
  }
  p->begin = ReadInt32(options.Get("begin"), "iterations", 0, state.rounds);
  p->end = ReadInt32(options.Get("end"), "iterations", 0, state.rounds);
  if (p->end > 0 && p->end <= p->begin) throw InvalidArgument("iterations: the end is not after the start");
  p->threads = ReadInt32(options.Get("threads"), "threads", 1, 1024);
}

// info: (booster, { matrix } or { dmatrix }, options); a matrix read in place is read last.
void ReadPrediction(const Napi::CallbackInfo& info, Matrix (*read)(const Napi::Value&), const BoosterState& state,
                    Prediction* p) {
  ReadOptions(ReadObject(info[2], "options"), state, p);
  const auto source = ReadObject(info[1], "rows");
  const Napi::Value dmatrix = source.Get("dmatrix"), matrix = source.Get("matrix");
  if (IsNothing(dmatrix)) {
    p->matrix = read(matrix);
  } else {
    p->dmatrix = Unwrap<DMatrixState>(dmatrix);
  }
  const int32_t width = p->dmatrix ? p->dmatrix->columns : p->matrix.width();
  if (width != state.features) {
    throw InvalidArgument("columns: got " + std::to_string(width) + ", the model was trained on " +
                          std::to_string(state.features));
  }
}

Napi::Value ToArray(Napi::Env env, const Prediction& p) {
  auto array = Napi::Float32Array::New(env, p.out.size());
  std::copy(p.out.begin(), p.out.end(), array.Data());
  return array;
}

Napi::Value PredictSync(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const auto state = Unwrap<BoosterState>(info[0]);
    Prediction p;
    ReadPrediction(info, ReadMatrix, *state, &p);
    const auto work = [&] {
      LogSink ignored;
      const LogScope scope(&ignored);
      Run(state.get(), &p, nullptr);
    };
    if (p.threads == 1 || p.rows() < kRowsWorthThreads) {
      p.threads = 1;
      work();
    } else {
      Pool::Instance().RunAndWait(work);
    }
    return ToArray(info.Env(), p);
  });
}

Napi::Value Predict(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const auto state = Unwrap<BoosterState>(info[0]);
    auto p = std::make_shared<Prediction>();
    ReadPrediction(info, CopyMatrix, *state, p.get());
    JobSpec job;
    job.threads = p->threads;
    job.abort = ReadAbortToken(ReadObject(info[2], "options").Get("abort"));
    job.work = [state, p](JobControl& control) { Run(state.get(), p.get(), &control); };
    job.result = [p](Napi::Env env) { return ToArray(env, *p); };
    return StartJob(info.Env(), std::move(job));
  });
}

}  // namespace

void ExportBoosterPrediction(Napi::Env env, Napi::Object exports) {
  exports.Set("boosterPredict", Napi::Function::New(env, Predict));
  exports.Set("boosterPredictSync", Napi::Function::New(env, PredictSync));
}

}  // namespace dqs
