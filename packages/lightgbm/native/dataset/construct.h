// Building LightGBM datasets from column views.
#pragma once
#include <LightGBM/c_api.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "support/matrix.h"

namespace LightGBM {
class Dataset;
}

namespace dqs {

// The bins are those LGBM_DatasetCreateFromMat would choose: same sample, same mappers. `check_abort` throws to stop.
DatasetHandle ConstructDataset(const Matrix& matrix, const std::string& params, DatasetHandle reference,
                               const std::function<void()>& check_abort);

// The rows from whose values LightGBM chooses the bins of that many rows, ascending.
std::vector<int> SampledRows(int32_t rows, const std::string& params);

// A dataset of `rows` rows without any yet. Its bins are those of the reference or, without one, of all sample rows.
std::unique_ptr<LightGBM::Dataset> EmptyDataset(const Matrix& sample, const std::string& params,
                                                DatasetHandle reference, int32_t rows);

// Fills the rows from `first` on. As many threads as when the dataset was made: its buffers are per thread.
void PushRows(LightGBM::Dataset* dataset, const Matrix& matrix, int32_t first,
              const std::function<void()>& check_abort);

// Fills one column of every row. A dataset filled column by column, in their order, is the one filled row by row.
void PushColumn(LightGBM::Dataset* dataset, const Matrix& values, int32_t column,
                const std::function<void()>& check_abort);

// Shares rows out: each thread gets one run of them and pushes it rising, block by block.
void PushInParallel(int32_t rows, const std::function<void()>& check_abort,
                    const std::function<void(int thread, int32_t from, int32_t to)>& push);

// Gives the system back what was freed, if that was many bytes: it would stay with the process otherwise, between the memory that is
// still in use.
void GiveBackMemory(int64_t bytes);

// Throws when the file behind forcedbins_filename names a feature that does not exist.
void CheckForcedBins(const std::string& params, int features);

// A field of a dataset: label, weight (float32), init_score (float64), group, position (int32).
struct Field {
  std::string name;
  const void* data = nullptr;
  int32_t length = 0;
  int type = C_API_DTYPE_FLOAT32;
  std::shared_ptr<void> memory = nullptr;  // of the data, when it is a copy
};
void SetField(DatasetHandle handle, const Field& field);

}  // namespace dqs
