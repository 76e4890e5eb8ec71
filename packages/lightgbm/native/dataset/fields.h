// Fields (label, weight, …) between JavaScript and LightGBM, checked where LightGBM does not.
#pragma once
#include <napi.h>

#include <vector>

#include "dataset/construct.h"

namespace LightGBM {
class Dataset;
}

namespace dqs {

// A copy of the field, which must fit a dataset of `rows` rows.
Field ReadField(const std::string& name, const Napi::Value& value, int32_t rows);
// { label?, weight?, group?, init_score?, position? } → fields
std::vector<Field> ReadFields(const Napi::Value& value, int32_t rows);
// The positions of the rows as they were given, for a dataset that has some.
std::vector<int32_t> PositionsOf(const LightGBM::Dataset& dataset);
Napi::Value GetField(Napi::Env env, DatasetHandle handle, const std::string& name);

}  // namespace dqs
