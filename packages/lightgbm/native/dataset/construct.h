// Building LightGBM datasets from column views.
#pragma once
#include <LightGBM/c_api.h>

#include <functional>
#include <string>
#include <vector>

#include "support/matrix.h"

namespace dqs {

// The bins are those LGBM_DatasetCreateFromMat would choose: same sample, same mappers. `check_abort` throws to stop.
DatasetHandle ConstructDataset(const Matrix& matrix, const std::string& params, DatasetHandle reference,
                               const std::function<void()>& check_abort);

// Throws when the file behind forcedbins_filename names a feature that does not exist.
void CheckForcedBins(const std::string& params, int features);

// A field of a dataset: label, weight (float32), init_score (float64), group, position (int32).
struct Field {
  std::string name;
  const void* data = nullptr;
  int32_t length = 0;
  int type = C_API_DTYPE_FLOAT32;
};
void SetField(DatasetHandle handle, const Field& field);

}  // namespace dqs
