// Quick functions of a Booster handle: load, save, slice, attributes, names, importance.
#include <algorithm>

#include "booster/booster.h"
#include "support/arguments.h"
#include "support/log.h"

namespace dqs {
namespace {

// What XGBoost says in a synchronous call is not kept.
class Quiet {
 private:
  LogSink sink_;
  LogScope scope_{&sink_};
};

Napi::Value ToBytes(Napi::Env env, const std::string& bytes) {
  auto array = Napi::Uint8Array::New(env, bytes.size());
  std::copy(bytes.begin(), bytes.end(), array.Data());
  return array;
}

Napi::Value ToHandle(Napi::Env env, const std::shared_ptr<BoosterState>& state) {
  return NewHandle(env, state, state->EstimateBytes());
}

// (Uint8Array) → handle
Napi::Value Load(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const Quiet quiet;
    const Numbers bytes = ReadTypedArray(info[0], napi_uint8_array, "bytes");
    return ToHandle(info.Env(), LoadBooster(bytes.data, bytes.length));
  });
}

// (handle, "json" | "ubj") → Uint8Array
Napi::Value Save(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const Quiet quiet;
    const auto state = Unwrap<BoosterState>(info[0]);
    const std::string format = ReadString(info[1], "format");
    if (format != "json" && format != "ubj") throw InvalidArgument("format: expected json or ubj");
    const BoosterLock lock(state.get());
    return ToBytes(info.Env(), SaveBooster(state->handle, format.c_str()));
  });
}

// (handle, begin, end) → handle of a model with those rounds
Napi::Value Slice(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const Quiet quiet;
    const auto state = Unwrap<BoosterState>(info[0]);
    const int begin = ReadInt32(info[1], "begin", 0, state->rounds);
    const int end = ReadInt32(info[2], "end", begin + 1, state->rounds);
    auto sliced = std::make_shared<BoosterState>();
    const BoosterLock lock(state.get());
    DQS_XGB(XGBoosterSlice, state->handle, begin, end, 1, &sliced->handle);
    // Read back: a slice shares parts of its origin until then.
    const std::string bytes = SaveBooster(sliced->handle, "ubj");
    return ToHandle(info.Env(), LoadBooster(bytes.data(), bytes.size()));
  });
}

// (handle) → { features, rounds, groups }
Napi::Value Info(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const auto state = Unwrap<BoosterState>(info[0]);
    auto result = Napi::Object::New(info.Env());
    result.Set("features", state->features);
    result.Set("rounds", state->rounds);
    result.Set("groups", state->groups);
    return result;
  });
}

// (handle, "feature_name" | "feature_type") → strings, none where the model has none
Napi::Value FeatureInfo(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const Quiet quiet;
    const auto state = Unwrap<BoosterState>(info[0]);
    const std::string field = ReadString(info[1], "field");
    const BoosterLock lock(state.get());
    BstUlong length = 0;
    const char** strings = nullptr;
    DQS_XGB(XGBoosterGetStrFeatureInfo, state->handle, field.c_str(), &length, &strings);
    return ToStringArray(info.Env(), std::vector<std::string>(strings, strings + length));
  });
}

// (handle) → { name: value }
Napi::Value Attributes(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const Quiet quiet;
    const auto state = Unwrap<BoosterState>(info[0]);
    const BoosterLock lock(state.get());
    BstUlong length = 0;
    const char** pointers = nullptr;
    DQS_XGB(XGBoosterGetAttrNames, state->handle, &length, &pointers);
    auto result = Napi::Object::New(info.Env());
    for (const std::string& name : std::vector<std::string>(pointers, pointers + length)) {
      const char* value = nullptr;
      int success = 0;
      DQS_XGB(XGBoosterGetAttr, state->handle, name.c_str(), &value, &success);
      if (success != 0) result.Set(name, Napi::String::New(info.Env(), value));
    }
    return result;
  });
}

// (handle, name, value or undefined)
Napi::Value SetAttribute(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const Quiet quiet;
    const auto state = Unwrap<BoosterState>(info[0]);
    const std::string name = ReadString(info[1], "name");
    const bool remove = IsNothing(info[2]);
    const std::string value = remove ? "" : ReadString(info[2], "value");
    const BoosterLock lock(state.get());
    DQS_XGB(XGBoosterSetAttr, state->handle, name.c_str(), remove ? nullptr : value.c_str());
    return info.Env().Undefined();
  });
}

// (handle, config as JSON) → { features: string[], scores: Float64Array }; features without a split are left out
Napi::Value Importance(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const Quiet quiet;
    const auto state = Unwrap<BoosterState>(info[0]);
    const std::string config = ReadString(info[1], "config");
    const BoosterLock lock(state.get());
    BstUlong count = 0, dimensions = 0;
    const char** features = nullptr;
    const BstUlong* shape = nullptr;
    const float* scores = nullptr;
    DQS_XGB(XGBoosterFeatureScore, state->handle, config.c_str(), &count, &features, &dimensions, &shape, &scores);
    if (dimensions != 1) throw Failure("xgboost", "importance: a linear model of several classes has none by feature");
    auto result = Napi::Object::New(info.Env());
    result.Set("features", ToStringArray(info.Env(), std::vector<std::string>(features, features + count)));
    result.Set("scores", ToFloat64Array(info.Env(), std::vector<double>(scores, scores + count)));
    return result;
  });
}

Napi::Value Close(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    CloseHandle<BoosterState>(info[0]);
    return info.Env().Undefined();
  });
}

}  // namespace

void ExportBoosterFunctions(Napi::Env env, Napi::Object exports) {
  exports.Set("boosterLoad", Napi::Function::New(env, Load));
  exports.Set("boosterSave", Napi::Function::New(env, Save));
  exports.Set("boosterSlice", Napi::Function::New(env, Slice));
  exports.Set("boosterInfo", Napi::Function::New(env, Info));
  exports.Set("boosterFeatureInfo", Napi::Function::New(env, FeatureInfo));
  exports.Set("boosterAttributes", Napi::Function::New(env, Attributes));
  exports.Set("boosterSetAttribute", Napi::Function::New(env, SetAttribute));
  exports.Set("boosterImportance", Napi::Function::New(env, Importance));
  exports.Set("boosterClose", Napi::Function::New(env, Close));
}

}  // namespace dqs
