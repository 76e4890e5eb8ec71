// The module: what JavaScript sees. src/native.ts declares the same functions.
#include <LightGBM/c_api.h>
#include <dlfcn.h>
#include <napi.h>
#include <omp.h>

#include "booster/booster.h"
#include "booster/distributed.h"
#include "dataset/dataset.h"
#include "library/check.h"
#include "support/arguments.h"
#include "support/errors.h"
#include "support/workers.h"

namespace dqs {
namespace {

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

Napi::Value Processors(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), omp_get_num_procs()); }

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  StayLoaded();
  ExportDatasetFunctions(env, exports);
  ExportBoosterFunctions(env, exports);
  ExportBoosterTraining(env, exports);
  ExportBoosterPrediction(env, exports);
  ExportBoosterSteps(env, exports);
  ExportSingleRow(env, exports);
  ExportDistributed(env, exports);
  exports.Set("newAbortToken", Napi::Function::New(env, NewAbortToken));
  exports.Set("abort", Napi::Function::New(env, Abort));
  exports.Set("paramAliases", Napi::Function::New(env, ParamAliases));
  exports.Set("checkDatasetParams", Napi::Function::New(env, CheckDatasetParams));
  exports.Set("processors", Napi::Function::New(env, Processors));
  return exports;
}

}  // namespace
}  // namespace dqs

static Napi::Object InitModule(Napi::Env env, Napi::Object exports) { return dqs::Init(env, exports); }
NODE_API_MODULE(dqs_lightgbm, InitModule)
