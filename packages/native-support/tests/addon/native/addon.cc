// An engine without a library: sums of matrices as jobs, and counters behind handles.
#include <napi.h>

#include <chrono>
#include <cstdio>
#include <thread>

#include "support/arguments.h"
#include "support/errors.h"
#include "support/log.h"
#include "support/pool.h"
#include "support/workers.h"

namespace dqs {
struct Counter {
  int value = 0;
};
template <>
struct HandleKind<Counter> {
  static constexpr napi_type_tag tag{0x5a3e, 0x11};
  static constexpr const char* name = "Counter";
};

namespace {

// (matrix, abort) → sums of its columns, when JavaScript has had time to do something to it; says how many rows there were
Napi::Value SumColumns(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const Matrix matrix = CopyMatrix(info[0]);
    auto sums = std::make_shared<std::vector<double>>(matrix.columns.size());
    JobSpec job;
    job.abort = ReadAbortToken(info[1]);
    job.work = [matrix, sums](JobControl&) {
      EmitLogLine("rows: " + std::to_string(matrix.rows), Unscoped::kDropped);
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      std::vector<double> column(static_cast<size_t>(matrix.rows));
      for (size_t c = 0; c < sums->size(); ++c) {
        CopyRows(matrix.columns[c], 0, matrix.rows, column.data(), 1);
        for (const double value : column) (*sums)[c] += value;
      }
    };
    job.result = [sums](Napi::Env env) { return ToFloat64Array(env, *sums); };
    return StartJob(info.Env(), std::move(job));
  });
}

// (abort, progress) → never, until it is aborted
Napi::Value WaitForAbort(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    JobSpec job;
    job.abort = ReadAbortToken(info[0]);
    if (info[1].IsFunction()) job.progress = info[1].As<Napi::Function>();
    job.work = [](JobControl& control) {
      for (int round = 0;; ++round) {
        control.Report(round, {round / 2.0}, {"half"});
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        control.CheckAbort();
      }
    };
    return StartJob(info.Env(), std::move(job));
  });
}

// (path or undefined) → a dedicated job that, once it is to stop, takes its time and then makes the file; without one it
// does not stop
Napi::Value Linger(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const std::string path = IsNothing(info[0]) ? "" : ReadString(info[0], "path");
    JobSpec job;
    job.dedicated = true;
    job.work = [path](JobControl& control) {
      if (!path.empty()) std::fclose(std::fopen((path + ".begun").c_str(), "w"));
      try {
        for (;; std::this_thread::sleep_for(std::chrono::milliseconds(1))) control.CheckAbort();
      } catch (const Failure&) {
        while (path.empty()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        std::fclose(std::fopen(path.c_str(), "w"));
      }
    };
    return StartJob(info.Env(), std::move(job));
  });
}

// () → a job that goes well, but whose result is too large for memory
Napi::Value MakeTooMuch(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    JobSpec job;
    job.work = [](JobControl&) { EmitLogLine("made", Unscoped::kDropped); };
    job.result = [](Napi::Env env) { return ToFloat64Array(env, std::vector<double>(size_t{1} << 55)); };
    return StartJob(info.Env(), std::move(job));
  });
}

// () → a bad_alloc where no wrapper of ours is
Napi::Value ThrowBare(const Napi::CallbackInfo&) { throw std::bad_alloc(); }

// (text) → a job that fails with it
Napi::Value Fail(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const std::string text = ReadString(info[0], "text");
    JobSpec job;
    job.work = [text](JobControl&) {
      EmitLogLine("before it fails", Unscoped::kDropped);
      throw std::runtime_error(text);
    };
    return StartJob(info.Env(), std::move(job));
  });
}

Napi::Value NewCounter(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value { return NewHandle(info.Env(), std::make_shared<Counter>(), 1000); });
}

Napi::Value Count(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    return Napi::Number::New(info.Env(), ++Unwrap<Counter>(info[0])->value);
  });
}

Napi::Value CloseCounter(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    CloseHandle<Counter>(info[0]);
    return info.Env().Undefined();
  });
}

}  // namespace
}  // namespace dqs

static Napi::Object InitModule(Napi::Env env, Napi::Object exports) {
  dqs::InitJobs(env, exports);
  dqs::Pool::Instance().StopAtExit();
  exports.Set("sumColumns", Napi::Function::New(env, dqs::SumColumns));
  exports.Set("waitForAbort", Napi::Function::New(env, dqs::WaitForAbort));
  exports.Set("linger", Napi::Function::New(env, dqs::Linger));
  exports.Set("makeTooMuch", Napi::Function::New(env, dqs::MakeTooMuch));
  exports.Set("throwBare", Napi::Function::New(env, dqs::ThrowBare));
  exports.Set("fail", Napi::Function::New(env, dqs::Fail));
  exports.Set("newCounter", Napi::Function::New(env, dqs::NewCounter));
  exports.Set("count", Napi::Function::New(env, dqs::Count));
  exports.Set("closeCounter", Napi::Function::New(env, dqs::CloseCounter));
  return exports;
}
NODE_API_MODULE(dqs_sample, InitModule)
