// The model as a thing: loading, text, JSON, importance, properties, leaves, closing.
#include <LightGBM/config.h>

#include "booster/booster.h"
#include "booster/training_loop.h"
#include "library/check.h"
#include "support/arguments.h"
#include "support/log.h"
#include "support/workers.h"

namespace dqs {
namespace {

// Every synchronous call reads the handle through this: unwrapped, not being changed, LightGBM's log swallowed.
template <class Work>
Napi::Value WithBooster(const Napi::CallbackInfo& info, Work&& work) {
  return Guard(info, [&]() -> Napi::Value {
    const BoosterRead read(Unwrap<BoosterState>(info[0]));
    LogSink ignored;
    const LogScope scope(&ignored);
    return work(*read.state());
  });
}

template <class Work>
Napi::Value WithBoosterToChange(const Napi::CallbackInfo& info, Work&& work) {
  return Guard(info, [&]() -> Napi::Value {
    const BoosterWrite write(Unwrap<BoosterState>(info[0]));
    LogSink ignored;
    const LogScope scope(&ignored);
    work(*write.state());
    write.state()->Refresh();
    return info.Env().Undefined();
  });
}

// (text, threads) → booster
Napi::Value FromString(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    LogSink ignored;
    const LogScope scope(&ignored);
    const auto state = LoadBooster(ReadString(info[0], "text"), ReadInt32(info[1], "threads", 1, 1024));
    return NewHandle(info.Env(), state, state->EstimateBytes());
  });
}

// (booster, start, count, importance) → text
Napi::Value ToText(const Napi::CallbackInfo& info) {
  return WithBooster(info, [&](BoosterState& state) -> Napi::Value {
    return Napi::String::New(info.Env(), state.ToText(ReadInt32(info[1], "startIteration"),
                                                         ReadInt32(info[2], "numIterations"),
                                                         ReadInt32(info[3], "importanceType", 0, 1)));
  });
}

// (booster, start, count, importance) → JSON text
Napi::Value ToJson(const Napi::CallbackInfo& info) {
  return WithBooster(info, [&](BoosterState& state) -> Napi::Value {
    const int start = ReadInt32(info[1], "startIteration");
    const int count = ReadInt32(info[2], "numIterations");
    const int importance = ReadInt32(info[3], "importanceType", 0, 1);
    int64_t length = 0;
    std::string text(1 << 20, '\0');
    const auto dump = [&] {
      Check(LGBM_BoosterDumpModel(state.handle, start, count, importance, static_cast<int64_t>(text.size()), &length,
                                  text.data()));
    };
    dump();
    if (length > static_cast<int64_t>(text.size())) {
      text.resize(static_cast<size_t>(length));
      dump();
    }
    return Napi::String::New(info.Env(), text.data(), static_cast<size_t>(length) - 1);
  });
}

// (booster) → { features, outputs, iterations, trees, trainable, flat, linear }
Napi::Value Info(const Napi::CallbackInfo& info) {
  return WithBooster(info, [&](BoosterState& state) -> Napi::Value {
    int trees = 0;
    int linear = 0;
    Check(LGBM_BoosterNumberOfTotalModel(state.handle, &trees));
    Check(LGBM_BoosterGetLinear(state.handle, &linear));
    Napi::Object object = Napi::Object::New(info.Env());
    object.Set("features", state.features);
    object.Set("outputs", state.outputs);
    object.Set("iterations", state.iterations);
    object.Set("trees", trees);
    object.Set("trainable", state.train != nullptr);
    object.Set("linear", linear != 0);
    return object;
  });
}

Napi::Value HasFlat(const Napi::CallbackInfo& info) {
  return WithBooster(info, [&](BoosterState& state) -> Napi::Value {
    return Napi::Boolean::New(info.Env(), state.Flat() != nullptr);
  });
}

Napi::Value FeatureNames(const Napi::CallbackInfo& info) {
  return WithBooster(info, [&](BoosterState& state) -> Napi::Value {
    int count = 0;
    size_t longest = 0;
    Check(LGBM_BoosterGetFeatureNames(state.handle, 0, &count, 0, &longest, nullptr));
    std::vector<std::vector<char>> buffers(count, std::vector<char>(longest + 1));
    std::vector<char*> pointers;
    for (auto& buffer : buffers) pointers.push_back(buffer.data());
    Check(LGBM_BoosterGetFeatureNames(state.handle, count, &count, longest + 1, &longest, pointers.data()));
    return ToStringArray(info.Env(), std::vector<std::string>(pointers.begin(), pointers.end()));
  });
}

// (booster, iterations, type: 0 split, 1 gain) → Float64Array
Napi::Value Importance(const Napi::CallbackInfo& info) {
  return WithBooster(info, [&](BoosterState& state) -> Napi::Value {
    std::vector<double> values(static_cast<size_t>(state.features));
    Check(LGBM_BoosterFeatureImportance(state.handle, ReadInt32(info[1], "numIterations"),
                                        ReadInt32(info[2], "type", 0, 1), values.data()));
    return ToFloat64Array(info.Env(), values);
  });
}

// The parameters a loaded model was trained with: name, type, value, name, type, value, … LightGBM's own function for
// this reads beyond lines that it did not write, and rounds numbers.
Napi::Value LoadedParams(const Napi::CallbackInfo& info) {
  return WithBooster(info, [&](BoosterState& state) -> Napi::Value {
    const auto& types = LightGBM::Config::ParameterTypes();
    std::vector<std::string> texts;
    for (const ModelParameter& parameter : state.parameters) {
      const auto type = types.find(parameter.name);
      if (type == types.end()) continue;
      texts.insert(texts.end(), {parameter.name, type->second, parameter.value});
    }
    return ToStringArray(info.Env(), texts);
  });
}

// (booster) → [lower, upper] of any raw prediction
Napi::Value Bounds(const Napi::CallbackInfo& info) {
  return WithBooster(info, [&](BoosterState& state) -> Napi::Value {
    if (state.iterations == 0) throw InvalidArgument("bounds: the model has no trees");
    std::vector<double> bounds(2);
    Check(LGBM_BoosterGetLowerBoundValue(state.handle, &bounds[0]));
    Check(LGBM_BoosterGetUpperBoundValue(state.handle, &bounds[1]));
    return ToFloat64Array(info.Env(), bounds);
  });
}

Napi::Value LeafValue(const Napi::CallbackInfo& info) {
  return WithBooster(info, [&](BoosterState& state) -> Napi::Value {
    double value = 0;
    Check(LGBM_BoosterGetLeafValue(state.handle, ReadInt32(info[1], "tree"), ReadInt32(info[2], "leaf"), &value));
    return Napi::Number::New(info.Env(), value);
  });
}

Napi::Value SetLeafValue(const Napi::CallbackInfo& info) {
  return WithBoosterToChange(info, [&](BoosterState& state) {
    Check(LGBM_BoosterSetLeafValue(state.handle, ReadInt32(info[1], "tree"), ReadInt32(info[2], "leaf"),
                                   ReadDouble(info[3], "value")));
  });
}

// Trees of a training keep bin numbers that a merged or moved tree does not have: only finished models may do these.
void CheckFinished(const BoosterState& state, const char* what) {
  if (state.train != nullptr) throw InvalidArgument(std::string(what) + ": not for a booster that is being trained");
}

// (booster, other): the other's trees come first.
Napi::Value Merge(const Napi::CallbackInfo& info) {
  return WithBoosterToChange(info, [&](BoosterState& state) {
    CheckFinished(state, "mergeFrom");
    const auto other = Unwrap<BoosterState>(info[1]);
    other->CheckReadable();
    if (other->features != state.features || other->outputs != state.outputs) {
      throw InvalidArgument("mergeFrom: the other booster has another number of features or classes");
    }
    Check(LGBM_BoosterMerge(state.handle, other->handle));
  });
}

Napi::Value Shuffle(const Napi::CallbackInfo& info) {
  return WithBoosterToChange(info, [&](BoosterState& state) {
    CheckFinished(state, "shuffleModels");
    Check(LGBM_BoosterShuffleModels(state.handle, ReadInt32(info[1], "start"), ReadInt32(info[2], "end")));
  });
}

Napi::Value Close(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const auto* box = HandleBoxOf<BoosterState>(info[0]);
    if (box->state) box->state->CheckFree();
    CloseHandle<BoosterState>(info[0]);
    return info.Env().Undefined();
  });
}

}  // namespace

void ExportBoosterFunctions(Napi::Env env, Napi::Object exports) {
  exports.Set("boosterFromString", Napi::Function::New(env, FromString));
  exports.Set("boosterToString", Napi::Function::New(env, ToText));
  exports.Set("boosterToJson", Napi::Function::New(env, ToJson));
  exports.Set("boosterInfo", Napi::Function::New(env, Info));
  exports.Set("boosterHasFlat", Napi::Function::New(env, HasFlat));
  exports.Set("boosterFeatureNames", Napi::Function::New(env, FeatureNames));
  exports.Set("boosterImportance", Napi::Function::New(env, Importance));
  exports.Set("boosterLoadedParams", Napi::Function::New(env, LoadedParams));
  exports.Set("boosterBounds", Napi::Function::New(env, Bounds));
  exports.Set("boosterLeafValue", Napi::Function::New(env, LeafValue));
  exports.Set("boosterSetLeafValue", Napi::Function::New(env, SetLeafValue));
  exports.Set("boosterMerge", Napi::Function::New(env, Merge));
  exports.Set("boosterShuffle", Napi::Function::New(env, Shuffle));
  exports.Set("boosterClose", Napi::Function::New(env, Close));
}

}  // namespace dqs
