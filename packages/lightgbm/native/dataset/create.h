// Shared pieces of dataset creation.
#pragma once
#include <LightGBM/c_api.h>
#include <napi.h>

#include <string>
#include <vector>

namespace dqs {

// Compressed sparse rows, checked: indptr rises from 0 to count, indices are inside the width.
struct Csr {
  const int32_t* indptr = nullptr;
  const int32_t* indices = nullptr;
  const void* values = nullptr;
  int value_type = C_API_DTYPE_FLOAT64;
  int32_t rows = 0;
  int32_t width = 0;
  int64_t count = 0;
};
Csr ReadCsr(const Napi::Value& value, std::vector<napi_value>* keep);

void SetFeatureNames(DatasetHandle handle, const std::vector<std::string>& names);
void ExportDatasetCreation(Napi::Env env, Napi::Object exports);

}  // namespace dqs
