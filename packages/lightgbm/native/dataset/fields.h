// Fields (label, weight, …) between JavaScript and LightGBM, checked where LightGBM does not.
#pragma once
#include <napi.h>

#include <vector>

#include "dataset/construct.h"

namespace LightGBM {
class Dataset;
}

namespace dqs {

// The field must fit a dataset of `rows` rows. Memory is borrowed from the typed array.
Field ReadField(const std::string& name, const Napi::Value& value, int32_t rows);
// { label?, weight?, group?, init_score?, position? } → fields, and the values to keep alive.
std::vector<Field> ReadFields(const Napi::Value& value, int32_t rows, std::vector<napi_value>* keep);
// The positions of the rows as they were given, for a dataset that has some.
std::vector<int32_t> PositionsOf(const LightGBM::Dataset& dataset);
Napi::Value GetField(Napi::Env env, DatasetHandle handle, const std::string& name);

}  // namespace dqs
