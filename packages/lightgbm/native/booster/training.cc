// Training as one job: create the booster, add the validation sets, run the loop, hand back a model.
#include "booster/training.h"

#include "booster/new_booster.h"
#include "dataset/construct.h"
#include "dataset/fields.h"
#include "library/check.h"
#include "support/arguments.h"
#include "support/workers.h"

namespace dqs {
namespace {

struct Training {
  std::string params;
  int threads = 1;
  TrainingPlan plan;
  std::shared_ptr<DatasetUse> train;
  std::vector<std::shared_ptr<DatasetUse>> valids;
  // Continued training: the scores of the initial model, first the training data's, then each validation set's.
  std::shared_ptr<BoosterRead> initial;
  std::vector<Field> initial_scores;
  bool keep_training = false;
  std::shared_ptr<BoosterState> state = std::make_shared<BoosterState>();
  TrainingOutcome outcome;

  void Drop() {
    train.reset();
    valids.clear();
    initial.reset();
  }
};

void ReadSets(const Napi::Object& options, Training* training) {
  const auto sets = options.Get("sets").As<Napi::Array>();
  for (uint32_t i = 0; i < sets.Length(); ++i) {
    const auto set = sets.Get(i).As<Napi::Object>();
    const std::string name = ReadString(set.Get("name"), "validSets.name");
    const auto state = Unwrap<DatasetState>(set.Get("dataset"));
    if (state == training->train->state()) {
      training->plan.sets.push_back({name, 0});
      continue;
    }
    training->valids.push_back(std::make_shared<DatasetUse>(state));
    training->plan.sets.push_back({name, static_cast<int>(training->valids.size())});
  }
}

// initialScores: one Float64Array for the training data and one per validation set that is not the training data.
void ReadInitial(const Napi::Object& options, Training* training) {
  if (IsNothing(options.Get("initModel"))) return;
  training->initial = std::make_shared<BoosterRead>(Unwrap<BoosterState>(options.Get("initModel")));
  const auto scores = options.Get("initialScores").As<Napi::Array>();
  if (scores.Length() != training->valids.size() + 1) throw InvalidArgument("initialScores: one per dataset expected");
  for (uint32_t i = 0; i < scores.Length(); ++i) {
    DatasetUse& use = i == 0 ? *training->train : *training->valids[i - 1];
    if (use->users > 1) throw Failure("busy", "initModel: a dataset is in use by another booster or call");
    training->initial_scores.push_back(ReadField("init_score", scores.Get(i), use->rows));
  }
}

// The booster copies initial scores when it is made: afterwards the datasets are as they were.
class InitialScores {
 public:
  explicit InitialScores(const Training& training) : training_(training) {
    for (size_t i = 0; i < training.initial_scores.size(); ++i) SetField(HandleOf(i), training.initial_scores[i]);
  }
  ~InitialScores() {
    for (size_t i = 0; i < training_.initial_scores.size(); ++i) {
      LGBM_DatasetSetField(HandleOf(i), "init_score", nullptr, 0, C_API_DTYPE_FLOAT64);
    }
  }

 private:
  DatasetHandle HandleOf(size_t i) const { return i == 0 ? (*training_.train)->handle : (*training_.valids[i - 1])->handle; }
  const Training& training_;
};

void Create(Training* training) {
  const InitialScores scores(*training);
  BoosterState& state = *training->state;
  state.handle = NewBooster((*training->train)->handle, training->params);
  for (const auto& valid : training->valids) Check(LGBM_BoosterAddValidData(state.handle, (*valid)->handle));
  if (training->initial) {
    state.Refresh();
    if (state.outputs != (*training->initial)->outputs || state.features != (*training->initial)->features) {
      throw InvalidArgument("initModel: it has another number of classes or features");
    }
    Check(LGBM_BoosterMerge(state.handle, (*training->initial)->handle));
  }
}

void Run(Training* training, JobControl* control) {
  Create(training);
  training->outcome = RunTraining(training->state->handle, training->plan, control);
  training->state->params = training->params;
  training->state->threads = training->threads;
  if (training->keep_training) return training->state->Refresh();
  // Read back from its text the model needs neither datasets nor histograms, and is what a saved one will be.
  auto loaded = LoadBooster(training->state->ToText(0, -1, 0), training->threads);
  loaded->params = training->params;
  training->state = loaded;
}

std::shared_ptr<Training> ReadTraining(const Napi::CallbackInfo& info, JobSpec* job) {
  const auto options = info[1].As<Napi::Object>();
  auto training = std::make_shared<Training>();
  training->params = ReadString(options.Get("params"), "params");
  training->threads = ReadInt32(options.Get("threads"), "threads", 1, 1024);
  training->plan = ReadPlan(options);
  training->keep_training = options.Get("keepTraining").ToBoolean();
  training->train = std::make_shared<DatasetUse>(Unwrap<DatasetState>(info[0]));
  ReadSets(options, training.get());
  ReadInitial(options, training.get());
  job->threads = training->threads;
  job->abort = ReadAbortToken(options.Get("abort"));
  if (options.Get("progress").IsFunction()) job->progress = options.Get("progress").As<Napi::Function>();
  return training;
}

void Attach(const std::shared_ptr<Training>& training) {
  if (!training->keep_training) return;
  training->state->train = training->train;
  training->state->valids = training->valids;
}

// (dataset, options) → Promise<training result>
Napi::Value Train(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    JobSpec job;
    const auto training = ReadTraining(info, &job);
    job.work = [training](JobControl& control) { Run(training.get(), &control); };
    job.result = [training](Napi::Env env) -> Napi::Value {
      Attach(training);
      return TrainingResult(env, training->state, training->outcome);
    };
    return StartJob(info.Env(), std::move(job));
  });
}

// (dataset, options) → Promise<booster>: rounds is 0, the caller makes the steps.
Napi::Value CreateBooster(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    JobSpec job;
    const auto training = ReadTraining(info, &job);
    training->keep_training = true;
    job.work = [training](JobControl& control) { Run(training.get(), &control); };
    job.result = [training](Napi::Env env) -> Napi::Value {
      Attach(training);
      return NewHandle(env, training->state, training->state->EstimateBytes());
    };
    return StartJob(info.Env(), std::move(job));
  });
}

}  // namespace

TrainingPlan ReadPlan(const Napi::Object& options) {
  TrainingPlan plan;
  plan.rounds = ReadInt32(options.Get("rounds"), "rounds", 0, INT32_MAX);
  plan.patience = ReadInt32(options.Get("patience"), "earlyStopping.rounds", 0, INT32_MAX);
  plan.first_metric_only = options.Get("firstMetricOnly").ToBoolean();
  plan.min_delta = ReadDouble(options.Get("minDelta"), "earlyStopping.minDelta");
  if (!IsNothing(options.Get("metric"))) plan.metric = ReadString(options.Get("metric"), "earlyStopping.metric");
  if (!IsNothing(options.Get("learningRates"))) {
    const Numbers rates = ReadTypedArray(options.Get("learningRates"), napi_float64_array, "learningRates");
    if (rates.length < static_cast<size_t>(plan.rounds)) throw InvalidArgument("learningRates: one per round expected");
    plan.learning_rates.assign(rates.as<double>(), rates.as<double>() + rates.length);
  }
  return plan;
}

Napi::Object TrainingResult(Napi::Env env, const std::shared_ptr<BoosterState>& state, const TrainingOutcome& outcome) {
  Napi::Object result = Napi::Object::New(env);
  result.Set("booster", NewHandle(env, state, state->EstimateBytes()));
  result.Set("stopped", outcome.stopped);
  result.Set("bestIteration", outcome.best_iteration);
  result.Set("metrics", ToStringArray(env, outcome.metrics));
  auto history = Napi::Array::New(env, outcome.history.size());
  for (size_t i = 0; i < outcome.history.size(); ++i) {
    history.Set(static_cast<uint32_t>(i), ToFloat64Array(env, outcome.history[i]));
  }
  result.Set("history", history);
  return result;
}

void ExportBoosterTraining(Napi::Env env, Napi::Object exports) {
  exports.Set("boosterTrain", Napi::Function::New(env, Train));
  exports.Set("boosterCreate", Napi::Function::New(env, CreateBooster));
}

}  // namespace dqs
