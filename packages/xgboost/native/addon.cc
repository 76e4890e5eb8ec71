// The module: what JavaScript sees. src/native.ts declares the same functions.
#include <dlfcn.h>
#include <napi.h>
#include <omp.h>

#include "booster/booster.h"
#include "dmatrix/dmatrix.h"
#include "library/library.h"
#include "support/arguments.h"
#include "support/errors.h"
#include "support/workers.h"
#include "trees/trees.h"

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

// (path) → version text; see OpenLibrary
Napi::Value OpenXgboost(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    return Napi::String::New(info.Env(), OpenLibrary(ReadString(info[0], "path")).text());
  });
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

Napi::Value Processors(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), omp_get_num_procs()); }

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  StayLoaded();
  ExportDMatrixFunctions(env, exports);
  ExportBoosterFunctions(env, exports);
  ExportBoosterTraining(env, exports);
  ExportBoosterPrediction(env, exports);
  ExportTrees(env, exports);
  exports.Set("openLibrary", Napi::Function::New(env, OpenXgboost));
  exports.Set("newAbortToken", Napi::Function::New(env, NewAbortToken));
  exports.Set("abort", Napi::Function::New(env, Abort));
  exports.Set("processors", Napi::Function::New(env, Processors));
  return exports;
}

}  // namespace
}  // namespace dqs

static Napi::Object InitModule(Napi::Env env, Napi::Object exports) { return dqs::Init(env, exports); }
NODE_API_MODULE(dqs_xgboost, InitModule)
