// The module: what JavaScript sees. src/native.ts declares the same functions.
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

// (path) → version text; see OpenLibrary
Napi::Value OpenXgboost(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    return Napi::String::New(info.Env(), OpenLibrary(ReadString(info[0], "path")).text());
  });
}

Napi::Value Processors(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), omp_get_num_procs()); }

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  InitJobs(env, exports);
  ExportDMatrixFunctions(env, exports);
  ExportBoosterFunctions(env, exports);
  ExportBoosterTraining(env, exports);
  ExportBoosterPrediction(env, exports);
  ExportTrees(env, exports);
  exports.Set("openLibrary", Napi::Function::New(env, OpenXgboost));
  exports.Set("processors", Napi::Function::New(env, Processors));
  return exports;
}

}  // namespace
}  // namespace dqs

static Napi::Object InitModule(Napi::Env env, Napi::Object exports) { return dqs::Init(env, exports); }
NODE_API_MODULE(dqs_xgboost, InitModule)
