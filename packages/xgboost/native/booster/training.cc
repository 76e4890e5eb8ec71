// Training as one job: create the booster, run the loop, hand back a model.
#include "booster/booster.h"
#include "booster/training_loop.h"
#include "dmatrix/dmatrix.h"
#include "support/arguments.h"
#include "support/workers.h"

namespace dqs {
namespace {

struct Training {
  std::vector<std::string> params;
  TrainingPlan plan;
  std::shared_ptr<DMatrixState> train;
  std::vector<std::shared_ptr<DMatrixState>> data;  // of the sets, in their order
  std::vector<EvaluatedSet> sets;
  std::shared_ptr<BoosterState> initial;
  std::shared_ptr<BoosterState> state;
  TrainingOutcome outcome;
};

class OwnBooster {
 public:
  explicit OwnBooster(const std::vector<DMatrixHandle>& cached) {
    DQS_XGB(XGBoosterCreate, cached.data(), cached.size(), &handle_);
  }
  ~OwnBooster() { Library().XGBoosterFree(handle_); }
  OwnBooster(const OwnBooster&) = delete;
  OwnBooster& operator=(const OwnBooster&) = delete;
  BoosterHandle get() const { return handle_; }

 private:
  BoosterHandle handle_ = nullptr;
};

void LoadInitial(BoosterHandle booster, BoosterState* initial, const DMatrixState& train) {
  if (initial->features != train.columns) {
    throw InvalidArgument("initModel: it was trained on " + std::to_string(initial->features) + " columns, the data has " +
                          std::to_string(train.columns));
  }
  const BoosterLock lock(initial);
  const std::string bytes = SaveBooster(initial->handle, "ubj");
  DQS_XGB(XGBoosterLoadModelFromBuffer, booster, bytes.data(), bytes.size());
}

void SetNames(BoosterHandle booster, const char* field, const std::vector<std::string>& strings) {
  if (strings.empty()) return;
  std::vector<const char*> pointers;
  for (const std::string& text : strings) pointers.push_back(text.c_str());
  DQS_XGB(XGBoosterSetStrFeatureInfo, booster, field, pointers.data(), pointers.size());
}

void Run(Training* training, JobControl* control) {
  std::vector<std::shared_ptr<DMatrixState>> all = training->data;
  all.push_back(training->train);
  const DMatrixLock lock(all, control);
  std::vector<DMatrixHandle> cached{training->train->handle};
  for (const auto& data : training->data) {
    if (data != training->train) cached.push_back(data->handle);
  }
  const OwnBooster booster(cached);
  if (training->initial) LoadInitial(booster.get(), training->initial.get(), *training->train);
  SetParams(booster.get(), training->params);
  SetNames(booster.get(), "feature_name", training->train->names);
  SetNames(booster.get(), "feature_type", training->train->types);
  training->outcome = RunTraining(booster.get(), training->train->handle, training->sets, training->plan, control);
  // Read back the model holds no training data, and is what a saved one will be.
  const std::string bytes = SaveBooster(booster.get(), "ubj");
  training->state = LoadBooster(bytes.data(), bytes.size());
}

void ReadSets(const Napi::Object& options, Training* training) {
  if (!options.Get("sets").IsArray()) throw InvalidArgument("sets: expected an array");
  const auto sets = options.Get("sets").As<Napi::Array>();
  for (uint32_t i = 0; i < sets.Length(); ++i) {
    const auto set = ReadObject(sets.Get(i), "sets");
    const auto state = Unwrap<DMatrixState>(set.Get("dmatrix"));
    training->data.push_back(state);
    training->sets.push_back({ReadString(set.Get("name"), "evaluate.name"), state->handle});
  }
}

void ReadPlan(const Napi::Object& options, int sets, TrainingPlan* plan) {
  plan->rounds = ReadInt32(options.Get("rounds"), "rounds", 0, INT32_MAX - 1);
  plan->patience = ReadInt32(options.Get("patience"), "earlyStopping.rounds", 0, INT32_MAX);
  plan->min_delta = ReadDouble(options.Get("minDelta"), "earlyStopping.minDelta");
  plan->set = ReadInt32(options.Get("set"), "earlyStopping.set", -1, sets - 1);
  plan->direction = ReadInt32(options.Get("direction"), "earlyStopping.direction", -1, 1);
  if (!IsNothing(options.Get("metric"))) plan->metric = ReadString(options.Get("metric"), "earlyStopping.metric");
  if (plan->patience > 0 && sets == 0) throw InvalidArgument("earlyStopping: needs a set to evaluate");
  if (IsNothing(options.Get("reproducible"))) return;
  const auto own = ReadObject(options.Get("reproducible"), "reproducible");
  plan->reproducible = true;
  plan->loss = static_cast<Loss>(ReadInt32(own.Get("loss"), "loss", 0, 2));
  plan->subsample = ReadDouble(own.Get("subsample"), "subsample");
  plan->seed = static_cast<uint64_t>(ReadInt32(own.Get("seed"), "seed"));
}

Napi::Value ToResult(Napi::Env env, const Training& training) {
  auto result = Napi::Object::New(env);
  result.Set("booster", NewHandle(env, training.state, training.state->EstimateBytes()));
  result.Set("stopped", training.outcome.stopped);
  result.Set("bestIteration", training.outcome.best_iteration);
  result.Set("metrics", ToStringArray(env, training.outcome.metrics));
  auto history = Napi::Array::New(env, training.outcome.history.size());
  for (size_t i = 0; i < training.outcome.history.size(); ++i) {
    history.Set(static_cast<uint32_t>(i), ToFloat64Array(env, training.outcome.history[i]));
  }
  result.Set("history", history);
  return result;
}

// (dmatrix, options) → Promise<training result>
Napi::Value Train(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    JobSpec job;
    auto training = std::make_shared<Training>();
    training->train = Unwrap<DMatrixState>(info[0]);
    const auto options = ReadObject(info[1], "options");
    training->params = ReadStrings(options.Get("params"), "params");
    ReadSets(options, training.get());
    ReadPlan(options, static_cast<int>(training->sets.size()), &training->plan);
    if (!IsNothing(options.Get("initModel"))) training->initial = Unwrap<BoosterState>(options.Get("initModel"));
    job.threads = ReadInt32(options.Get("threads"), "threads", 1, 1024);
    job.abort = ReadAbortToken(options.Get("abort"));
    if (options.Get("progress").IsFunction()) job.progress = options.Get("progress").As<Napi::Function>();
    job.work = [training](JobControl& control) { Run(training.get(), &control); };
    job.result = [training](Napi::Env env) { return ToResult(env, *training); };
    return StartJob(info.Env(), std::move(job));
  });
}

}  // namespace

void ExportBoosterTraining(Napi::Env env, Napi::Object exports) {
  exports.Set("boosterTrain", Napi::Function::New(env, Train));
}

}  // namespace dqs
