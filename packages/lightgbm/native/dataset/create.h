// Shared pieces of dataset creation.
#pragma once
#include <LightGBM/c_api.h>
#include <napi.h>

#include <string>
#include <vector>

#include "support/arguments.h"

namespace dqs {

// A copy of compressed sparse rows, checked: indptr rises from 0 to count, indices are inside the width.
struct Csr {
  Numbers indptr, indices, values;
  int value_type = C_API_DTYPE_FLOAT64;
  int32_t rows = 0;
  int32_t width = 0;
  int64_t count = 0;
};
Csr ReadCsr(const Napi::Value& value);

void SetFeatureNames(DatasetHandle handle, const std::vector<std::string>& names);
void ExportDatasetCreation(Napi::Env env, Napi::Object exports);

}  // namespace dqs
