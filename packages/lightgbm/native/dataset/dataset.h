// The native side of a Dataset handle.
#pragma once
#include <LightGBM/c_api.h>

#include <cstdint>
#include <memory>
#include <string>

#include "dataset/construct.h"
#include "support/handles.h"

namespace dqs {

struct DatasetState {
  DatasetHandle handle = nullptr;
  std::string params;
  int threads = 1;
  // Bin mappers are copied from the reference, so it may be closed first; kept for isSameReference checks only.
  int32_t rows = 0;
  int32_t features = 0;
  // Jobs and boosters that read this dataset now. Counted on the JavaScript thread only.
  int users = 0;

  ~DatasetState() {
    if (handle == nullptr) return;
    LGBM_DatasetFree(handle);
    GiveBackMemory(EstimateBytes());
  }
  // Fields may not move under the feet of a booster: it holds raw pointers into them.
  void CheckUnused(const char* what) const {
    if (users > 0) throw Failure("busy", std::string(what) + ": the dataset is in use by a booster or a running call");
  }
  int64_t EstimateBytes() const { return int64_t{rows} * (int64_t{features} + 8) + 4096; }
};

template <>
struct HandleKind<DatasetState> {
  static constexpr napi_type_tag tag{0x6c1f54e3a9d04b12, 0x9d1f6a0e52c7b802};
  static constexpr const char* name = "Dataset";
};

// Counts a use of a dataset for as long as it lives. To be made and destroyed on the JavaScript thread.
class DatasetUse {
 public:
  explicit DatasetUse(std::shared_ptr<DatasetState> state) : state_(std::move(state)) { ++state_->users; }
  ~DatasetUse() { --state_->users; }
  DatasetUse(const DatasetUse&) = delete;
  DatasetUse& operator=(const DatasetUse&) = delete;
  DatasetState* operator->() const { return state_.get(); }
  const std::shared_ptr<DatasetState>& state() const { return state_; }

 private:
  std::shared_ptr<DatasetState> state_;
};

void ExportDatasetFunctions(Napi::Env env, Napi::Object exports);

}  // namespace dqs
