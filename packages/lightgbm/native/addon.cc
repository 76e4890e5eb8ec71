// The module: what JavaScript sees. src/native.ts declares the same functions.
#include <LightGBM/c_api.h>
#include <napi.h>
#include <omp.h>

#include <mutex>

#include "booster/booster.h"
#include "booster/distributed.h"
#include "dataset/dataset.h"
#include "library/check.h"
#include "support/arguments.h"
#include "support/errors.h"
#include "support/pool.h"
#include "support/workers.h"

namespace dqs {
namespace {

// LightGBM's own table of parameter names and their aliases, as JSON text.
Napi::Value ParamAliases(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    int64_t length = 0;
    Check(LGBM_DumpParamAliases(0, &length, nullptr));
    std::string text(static_cast<size_t>(length), '\0');
    Check(LGBM_DumpParamAliases(length, &length, text.data()));
    return Napi::String::New(info.Env(), text.data(), static_cast<size_t>(length) - 1);
  });
}

// (old params, new params): throws when a dataset made with the old ones cannot serve the new ones.
Napi::Value CheckDatasetParams(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const std::string before = ReadString(info[0], "params");
    const std::string after = ReadString(info[1], "params");
    Check(LGBM_DatasetUpdateParamChecking(before.c_str(), after.c_str()));
    return info.Env().Undefined();
  });
}

// Of the LightGBM that is compiled in.
Napi::Value Version(const Napi::CallbackInfo& info) { return Napi::String::New(info.Env(), DQS_LIGHTGBM_VERSION); }

Napi::Value Processors(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), omp_get_num_procs()); }

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  InitJobs(env, exports);
  static std::once_flag once;  // not for each worker thread
  std::call_once(once, [] { Pool::Instance().StopAtExit(); });
  ExportDatasetFunctions(env, exports);
  ExportBoosterFunctions(env, exports);
  ExportBoosterTraining(env, exports);
  ExportBoosterPrediction(env, exports);
  ExportGroupPrediction(env, exports);
  ExportBoosterSteps(env, exports);
  ExportSingleRow(env, exports);
  ExportDistributed(env, exports);
  exports.Set("paramAliases", Napi::Function::New(env, ParamAliases));
  exports.Set("checkDatasetParams", Napi::Function::New(env, CheckDatasetParams));
  exports.Set("version", Napi::Function::New(env, Version));
  exports.Set("processors", Napi::Function::New(env, Processors));
  return exports;
}

}  // namespace
}  // namespace dqs

static Napi::Object InitModule(Napi::Env env, Napi::Object exports) { return dqs::Init(env, exports); }
NODE_API_MODULE(dqs_lightgbm, InitModule)
