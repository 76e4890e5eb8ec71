#include "booster/distributed.h"

#include "booster/new_booster.h"
#include "booster/training.h"
#include "dataset/construct.h"
#include "dataset/create.h"
#include "dataset/dataset.h"
#include "dataset/fields.h"
#include "library/check.h"
#include "support/arguments.h"
#include "support/workers.h"

namespace dqs {
namespace {

// LightGBM keeps its network per thread: connecting, building the dataset (the machines agree on the bins), training
// and disconnecting have to happen on one thread, so they are one job.
struct Distributed {
  std::string machines;
  int port = 0;
  int timeout_minutes = 2;
  int machine_count = 0;
  Matrix matrix;
  std::unique_ptr<DatasetUse> reference;  // whose bins are used; without one the machines agree on bins
  std::vector<Field> fields;
  std::vector<std::string> names;
  std::string params;
  int threads = 1;
  TrainingPlan plan;
  std::shared_ptr<BoosterState> state;
  TrainingOutcome outcome;
};

class Connection {
 public:
  explicit Connection(const Distributed& job) {
    Check(LGBM_NetworkInit(job.machines.c_str(), job.port, job.timeout_minutes, job.machine_count));
  }
  ~Connection() { LGBM_NetworkFree(); }
};

void Run(Distributed* job, JobControl* control) {
  std::string text;
  {
    const Connection connection(*job);
    // Declared in this order: the booster is freed before its dataset, both before the connection.
    DatasetState dataset;
    BoosterState booster;
    dataset.handle = ConstructDataset(job->matrix, job->params, job->reference ? (*job->reference)->handle : nullptr, [control] { control->CheckAbort(); });
    job->matrix = Matrix{};  // the training needs the bins only
    for (const Field& field : job->fields) SetField(dataset.handle, field);
    if (!job->names.empty()) SetFeatureNames(dataset.handle, job->names);
    booster.handle = NewBooster(dataset.handle, job->params);
    job->outcome = RunTraining(booster.handle, job->plan, control);
    text = booster.ToText(0, -1, 0);
  }
  job->state = LoadBooster(text, job->threads);
  job->state->params = job->params;
}

// (matrix, options: training options + { machines, port, timeoutMinutes, machineCount, fields, featureNames, reference })
Napi::Value Train(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    JobSpec spec;
    const auto options = info[1].As<Napi::Object>();
    auto job = std::make_shared<Distributed>();
    job->machines = ReadString(options.Get("machines"), "machines");
    job->port = ReadInt32(options.Get("port"), "localListenPort", 1, 65535);
    job->timeout_minutes = ReadInt32(options.Get("timeoutMinutes"), "timeoutMinutes", 1, 10080);
    job->machine_count = ReadInt32(options.Get("machineCount"), "machines", 2, 4096);
    job->matrix = CopyMatrix(info[0]);
    if (job->matrix.rows == 0) throw InvalidArgument("rows: a dataset needs at least one row");
    job->fields = ReadFields(options.Get("fields"), job->matrix.rows);
    if (!IsNothing(options.Get("featureNames"))) job->names = ReadStrings(options.Get("featureNames"), "featureNames");
    if (!IsNothing(options.Get("reference"))) {
      job->reference = std::make_unique<DatasetUse>(Unwrap<DatasetState>(options.Get("reference")));
    }
    job->params = ReadString(options.Get("params"), "params");
    job->threads = ReadInt32(options.Get("threads"), "threads", 1, 1024);
    job->plan = ReadPlan(options);
    if (options.Get("trainingMetrics").ToBoolean()) job->plan.sets.push_back({"training", 0});
    spec.threads = job->threads;
    spec.dedicated = true;  // ranks in one process wait for each other
    spec.abort = ReadAbortToken(options.Get("abort"));
    if (options.Get("progress").IsFunction()) spec.progress = options.Get("progress").As<Napi::Function>();
    spec.work = [job](JobControl& control) { Run(job.get(), &control); };
    // Given up on the JavaScript thread, whatever came of the training.
    spec.settled = [job] { job->reference.reset(); };
    spec.result = [job](Napi::Env env) -> Napi::Value { return TrainingResult(env, job->state, job->outcome); };
    return StartJob(info.Env(), std::move(spec));
  });
}

}  // namespace

void ExportDistributed(Napi::Env env, Napi::Object exports) {
  exports.Set("trainDistributed", Napi::Function::New(env, Train));
}

}  // namespace dqs
