// Long work on native threads of our own (never on libuv's four), settled as a promise on the JavaScript thread.
//
// Rules a job lives by:
//  - it reads copies of the numbers it was given (CopyMatrix, CopyTypedArray), never JavaScript's own memory: JavaScript
//    may write to that, or transfer it away. It may write into an array that JavaScript does not know yet;
//  - when its environment goes away (a worker thread is terminated, the process exits) it is told to abort and waited
//    for, because such an array, and what its results hold, goes away right after;
//  - it never waits for JavaScript.
#pragma once
#include <napi.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "support/handles.h"

namespace dqs {

// FNV-1a. A tag of this kind tells one engine's handles from another's.
constexpr uint64_t HashOf(const char* text) {
  uint64_t hash = 0xcbf29ce484222325;
  for (; *text != '\0'; ++text) hash = (hash ^ static_cast<unsigned char>(*text)) * 0x100000001b3;
  return hash;
}

// What JavaScript holds to stop a job.
struct AbortToken {
  std::atomic<bool> aborted{false};
};
template <>
struct HandleKind<AbortToken> {
  static constexpr napi_type_tag tag{0x2b8e07d1c4f95a31, HashOf(kEngine)};
  static constexpr const char* name = "AbortToken";
};

// What the work sees while it runs on its own thread.
class JobControl {
 public:
  virtual ~JobControl() = default;
  // Throws Failure("aborted") once the job is to stop.
  virtual void CheckAbort() const = 0;
  // Calls the job's progress function with (iteration, values, log, names) later, on the JavaScript thread.
  virtual void Report(int iteration, const std::vector<double>& values, const std::vector<std::string>& names) = 0;
};

struct JobSpec {
  std::function<void(JobControl&)> work;              // native thread
  std::function<Napi::Value(Napi::Env)> result;       // JavaScript thread, after success
  std::function<void()> settled;                      // JavaScript thread, after success or failure
  std::shared_ptr<AbortToken> abort;                  // optional
  Napi::Function progress;                            // optional
  int threads = 1;                                    // OpenMP threads of the work
  bool dedicated = false;                             // not counted against the limit (may wait for another job)
};

// Sets the number of OpenMP threads of this thread's parallel regions while it lives.
class OmpThreads {
 public:
  explicit OmpThreads(int threads);
  ~OmpThreads();
  OmpThreads(const OmpThreads&) = delete;
  OmpThreads& operator=(const OmpThreads&) = delete;

 private:
  int before_;
};

// Resolves to { value, log }; a rejection is an Error with `code` and `log`.
Napi::Value StartJob(Napi::Env env, JobSpec spec);

// What every addon with jobs does when it is loaded: exports newAbortToken and abort, and keeps the library mapped.
void InitJobs(Napi::Env env, Napi::Object exports);

// Optional trailing arguments every asynchronous function shares.
std::shared_ptr<AbortToken> ReadAbortToken(const Napi::Value& value);

}  // namespace dqs
