#include "dataset/dataset.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "dataset/create.h"
#include "dataset/fields.h"
#include "dataset/stream.h"
#include "library/check.h"
#include "support/arguments.h"
#include "support/workers.h"

namespace dqs {
namespace {

Napi::Value SetFieldOf(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const auto state = Unwrap<DatasetState>(info[0]);
    state->CheckUnused("setField");
    SetField(state->handle, ReadField(ReadString(info[1], "field"), info[2], state->rows));
    return info.Env().Undefined();
  });
}

Napi::Value GetFieldOf(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    return GetField(info.Env(), Unwrap<DatasetState>(info[0])->handle, ReadString(info[1], "field"));
  });
}

Napi::Value SetNames(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const auto state = Unwrap<DatasetState>(info[0]);
    state->CheckUnused("setFeatureNames");
    SetFeatureNames(state->handle, ReadStrings(info[1], "featureNames"));
    return info.Env().Undefined();
  });
}

Napi::Value GetNames(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const auto state = Unwrap<DatasetState>(info[0]);
    int count = 0;
    size_t longest = 0;
    Check(LGBM_DatasetGetFeatureNames(state->handle, 0, &count, 0, &longest, nullptr));
    std::vector<std::vector<char>> buffers(count, std::vector<char>(longest + 1));
    std::vector<char*> pointers;
    for (auto& buffer : buffers) pointers.push_back(buffer.data());
    Check(LGBM_DatasetGetFeatureNames(state->handle, count, &count, longest + 1, &longest, pointers.data()));
    return ToStringArray(info.Env(), std::vector<std::string>(pointers.begin(), pointers.end()));
  });
}

// (dataset) → [rows, features]
Napi::Value Shape(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const auto state = Unwrap<DatasetState>(info[0]);
    return ToFloat64Array(info.Env(), {static_cast<double>(state->rows), static_cast<double>(state->features)});
  });
}

Napi::Value BinCount(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    int bins = 0;
    Check(LGBM_DatasetGetFeatureNumBin(Unwrap<DatasetState>(info[0])->handle, ReadInt32(info[1], "feature"), &bins));
    return Napi::Number::New(info.Env(), bins);
  });
}

// LightGBM writes the text through whatever fopen gave it.
void CheckWritable(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "ab");
  if (file == nullptr) throw InvalidArgument("path: cannot write " + path + ": " + std::strerror(errno));
  std::fclose(file);
}

// (dataset, path, text: boolean) → Promise
Napi::Value Save(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    auto use = std::make_shared<DatasetUse>(Unwrap<DatasetState>(info[0]));
    const std::string path = ReadString(info[1], "path");
    if (path.empty()) throw InvalidArgument("path: expected the name of a file");  // LightGBM would choose one
    const bool text = info[2].ToBoolean();
    JobSpec job;
    job.work = [use, path, text](JobControl&) {
      if (text) CheckWritable(path);
      Check(text ? LGBM_DatasetDumpText((*use)->handle, path.c_str())
                 : LGBM_DatasetSaveBinary((*use)->handle, path.c_str()));
    };
    return StartJob(info.Env(), std::move(job));
  });
}

// (target, source): the source's columns are copied behind the target's.
Napi::Value AddFeatures(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const auto target = Unwrap<DatasetState>(info[0]);
    const auto source = Unwrap<DatasetState>(info[1]);
    if (target == source) throw InvalidArgument("addFeaturesFrom: a dataset cannot be added to itself");
    target->CheckUnused("addFeaturesFrom");
    source->CheckUnused("addFeaturesFrom");
    Check(LGBM_DatasetAddFeaturesFrom(target->handle, source->handle));
    Check(LGBM_DatasetGetNumFeature(target->handle, &target->features));
    return info.Env().Undefined();
  });
}

Napi::Value Close(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    CloseHandle<DatasetState>(info[0]);
    return info.Env().Undefined();
  });
}

}  // namespace

void ExportDatasetFunctions(Napi::Env env, Napi::Object exports) {
  ExportDatasetCreation(env, exports);
  ExportDatasetStreams(env, exports);
  exports.Set("datasetSetField", Napi::Function::New(env, SetFieldOf));
  exports.Set("datasetGetField", Napi::Function::New(env, GetFieldOf));
  exports.Set("datasetSetFeatureNames", Napi::Function::New(env, SetNames));
  exports.Set("datasetGetFeatureNames", Napi::Function::New(env, GetNames));
  exports.Set("datasetShape", Napi::Function::New(env, Shape));
  exports.Set("datasetBinCount", Napi::Function::New(env, BinCount));
  exports.Set("datasetSave", Napi::Function::New(env, Save));
  exports.Set("datasetAddFeatures", Napi::Function::New(env, AddFeatures));
  exports.Set("datasetClose", Napi::Function::New(env, Close));
}

}  // namespace dqs
