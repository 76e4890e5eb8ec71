#include "support/workers.h"

#include <dlfcn.h>
#include <omp.h>

#include <condition_variable>
#include <mutex>

#include "support/arguments.h"
#include "support/log.h"
#include "support/pool.h"

namespace dqs {
namespace {

struct Job;

struct Message {
  std::shared_ptr<Job> job;
  bool last = false;
  int iteration = 0;
  std::vector<double> values;
  std::vector<std::string> names;
};

struct Job : JobControl, std::enable_shared_from_this<Job> {
  explicit Job(Napi::Env environment) : env(environment), deferred(Napi::Promise::Deferred::New(environment)) {}

  void CheckAbort() const override {
    if (stop || Pool::Instance().exiting() || (spec.abort && spec.abort->aborted)) throw Failure("aborted", "aborted");
  }
  void Report(int iteration, const std::vector<double>& values, const std::vector<std::string>& names) override;
  void Run();
  void Finish();
  void Answer();
  void Reject() noexcept;
  void Release();
  static void OnMessage(napi_env env, napi_value function, void* context, void* data);
  static void OnCleanup(void* data);

  Napi::Env env;
  Napi::Promise::Deferred deferred;
  JobSpec spec;
  napi_threadsafe_function channel = nullptr;
  Napi::FunctionReference progress;
  std::shared_ptr<PoolTask> task;
  std::shared_ptr<Job> self;  // until settled or cleaned up
  std::unique_ptr<Message> last;  // made beforehand: the end of a job must need no memory
  FailureText failure;
  LogSink log;
  std::atomic<bool> stop{false};
  std::mutex mutex;
  std::condition_variable ended;
  bool finished = false;
};

void Job::Report(int iteration, const std::vector<double>& values, const std::vector<std::string>& names) {
  if (progress.IsEmpty()) return;
  auto* message = new Message{shared_from_this(), false, iteration, values, names};
  if (napi_call_threadsafe_function(channel, message, napi_tsfn_nonblocking) != napi_ok) delete message;
}

void Job::Run() {
  try {
    CheckAbort();
    LogScope scope(&log);
    const OmpThreads threads(spec.threads);
    spec.work(*this);
  } catch (...) {
    failure = CurrentFailure();
  }
}

// After `finished` is set nothing here may touch the environment: OnCleanup may be about to return.
void Job::Finish() {
  last->job = shared_from_this();
  Message* message = last.release();
  if (napi_call_threadsafe_function(channel, message, napi_tsfn_nonblocking) != napi_ok) delete message;
  napi_release_threadsafe_function(channel, napi_tsfn_release);
  std::lock_guard<std::mutex> lock(mutex);
  finished = true;
  ended.notify_all();
}

void Job::Release() {
  progress.Reset();
  spec = JobSpec{};
  self.reset();
}

// Resolves or rejects the promise. What making the result throws rejects it: Napi::Error, a lack of memory.
void Job::Answer() {
  if (!failure.failed) {
    try {
      Napi::Object result = Napi::Object::New(env);
      result.Set("value", spec.result ? spec.result(env) : env.Undefined());
      result.Set("log", ToStringArray(env, log.Take()));
      return deferred.Resolve(result);
    } catch (...) {
      failure = CurrentFailure();
    }
  }
  Reject();
}

// What is thrown on the way leaves less to say. Nothing can be said to a worker thread that is being terminated.
void Job::Reject() noexcept {
  for (const bool with_log : {true, false}) {
    try {
      Napi::Error error = ToError(env, failure);
      if (with_log) error.Set("log", ToStringArray(env, log.Take()));
      return deferred.Reject(error.Value());
    } catch (...) {
      failure = CurrentFailure();
    }
  }
}

void Job::OnMessage(napi_env env, napi_value, void*, void* data) {
  const std::unique_ptr<Message> message(static_cast<Message*>(data));
  if (env == nullptr) return;  // the environment is going away; OnCleanup has released everything
  const std::shared_ptr<Job> job = message->job;
  const Napi::HandleScope scope(env);
  // The promise is settled whatever happens. What arrives here is a worker thread being terminated, or a lack of memory
  // for a report of progress, which is dropped.
  try {
    if (message->last) {
      if (job->spec.settled) job->spec.settled();
      job->Answer();
    } else if (!job->progress.IsEmpty()) {
      job->progress.Call({Napi::Number::New(env, message->iteration), ToFloat64Array(env, message->values),
                          ToStringArray(env, job->log.Take()), ToStringArray(env, message->names)});
    }
  } catch (...) {
  }
  if (message->last) {
    napi_remove_env_cleanup_hook(env, OnCleanup, job.get());
    job->Release();
  }
}

// Registered after the channel, so it runs before the channel's own cleanup (hooks run last in, first out).
void Job::OnCleanup(void* data) {
  const std::shared_ptr<Job> job = static_cast<Job*>(data)->self;
  job->stop = true;
  if (Pool::Instance().Remove(job->task)) {
    napi_release_threadsafe_function(job->channel, napi_tsfn_abort);
  } else {
    std::unique_lock<std::mutex> lock(job->mutex);
    job->ended.wait(lock, [&] { return job->finished; });
  }
  job->task.reset();
  job->Release();
}

void Open(Napi::Env env, const std::shared_ptr<Job>& job) {
  napi_value name = Napi::String::New(env, std::string("dqs-") + kEngine);
  const napi_status status = napi_create_threadsafe_function(env, nullptr, nullptr, name, 0, 1, nullptr, nullptr,
                                                             nullptr, Job::OnMessage, &job->channel);
  if (status != napi_ok) throw Failure(kEngine, "cannot open a channel to a native thread");
}

// Node unloads an addon with the last worker thread that loaded it. Our native threads and OpenMP's outlive workers,
// so the library asks never to be unmapped.
void StayLoaded() {
  Dl_info self;
  if (dladdr(reinterpret_cast<void*>(&StayLoaded), &self) != 0 && self.dli_fname != nullptr) {
    dlopen(self.dli_fname, RTLD_NOW | RTLD_NODELETE);
  }
}

Napi::Value NewAbortToken(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value { return NewHandle(info.Env(), std::make_shared<AbortToken>(), 0); });
}

Napi::Value Abort(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    Unwrap<AbortToken>(info[0])->aborted = true;
    return info.Env().Undefined();
  });
}

}  // namespace

OmpThreads::OmpThreads(int threads) : before_(omp_get_max_threads()) { omp_set_num_threads(threads); }

OmpThreads::~OmpThreads() { omp_set_num_threads(before_); }

Napi::Value StartJob(Napi::Env env, JobSpec spec) {
  auto job = std::make_shared<Job>(env);
  job->last = std::make_unique<Message>(Message{nullptr, true, 0, {}, {}});
  if (!spec.progress.IsEmpty()) job->progress = Napi::Persistent(spec.progress);
  spec.progress = Napi::Function();
  job->spec = std::move(spec);
  Open(env, job);
  job->self = job;
  napi_add_env_cleanup_hook(env, Job::OnCleanup, job.get());
  const std::weak_ptr<Job> weak = job;
  job->task = std::make_shared<PoolTask>();
  job->task->run = [weak] {
    if (const auto running = weak.lock()) running->Run();
  };
  job->task->finish = [weak] {
    if (const auto running = weak.lock()) running->Finish();
  };
  const Napi::Promise promise = job->deferred.Promise();
  try {
    Pool::Instance().Post(job->task, job->spec.dedicated);
  } catch (const std::exception& error) {
    job->failure = {true, kEngine, std::string("cannot start a thread: ") + error.what()};
    job->Finish();
  }
  return promise;
}

void InitJobs(Napi::Env env, Napi::Object exports) {
  StayLoaded();
  exports.Set("newAbortToken", Napi::Function::New(env, NewAbortToken));
  exports.Set("abort", Napi::Function::New(env, Abort));
}

std::shared_ptr<AbortToken> ReadAbortToken(const Napi::Value& value) {
  return IsNothing(value) ? nullptr : Unwrap<AbortToken>(value);
}

}  // namespace dqs
