// Fields (label, weight, …) between JavaScript and LightGBM, checked where LightGBM does not.
#pragma once
#include <napi.h>

#include "dataset/construct.h"

namespace dqs {

// The field must fit a dataset of `rows` rows. Memory is borrowed from the typed array.
Field ReadField(const std::string& name, const Napi::Value& value, int32_t rows);
// { label?, weight?, group?, init_score? } → fields, and the values to keep alive.
std::vector<Field> ReadFields(const Napi::Value& value, int32_t rows, std::vector<napi_value>* keep);
Napi::Value GetField(Napi::Env env, DatasetHandle handle, const std::string& name);

}  // namespace dqs
