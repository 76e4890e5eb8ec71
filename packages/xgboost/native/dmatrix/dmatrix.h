// The native side of a DMatrix handle.
#pragma once
#include <napi.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "library/library.h"
#include "support/handles.h"
#include "support/workers.h"

namespace dqs {

struct DMatrixState {
  DMatrixHandle handle = nullptr;
  int32_t rows = 0;
  int32_t columns = 0;
  std::vector<std::string> names;  // empty: none given
  std::vector<std::string> types;  // empty: all numeric
  // XGBoost bins a DMatrix on first use and keeps pages inside: one job at a time.
  std::timed_mutex mutex;

  DMatrixState() = default;
  DMatrixState(const DMatrixState&) = delete;
  DMatrixState& operator=(const DMatrixState&) = delete;
  ~DMatrixState() {
    if (handle != nullptr) Library().XGDMatrixFree(handle);
  }
  // An entry of XGBoost's pages is a value with its column; training adds the bins.
  int64_t EstimateBytes() const { return int64_t{rows} * (int64_t{columns} * 9 + 16) + 4096; }
};

template <>
struct HandleKind<DMatrixState> {
  static constexpr napi_type_tag tag{0x2b8e07d1c4f95a32, 0x8a35d9e7016fb242};
  static constexpr const char* name = "DMatrix";
};

// Sole use of some DMatrices, each locked once and in one order whatever the order given. Waiting can be aborted.
class DMatrixLock {
 public:
  DMatrixLock(std::vector<std::shared_ptr<DMatrixState>> matrices, const JobControl* control);
  ~DMatrixLock();
  DMatrixLock(const DMatrixLock&) = delete;
  DMatrixLock& operator=(const DMatrixLock&) = delete;

 private:
  std::vector<std::shared_ptr<DMatrixState>> locked_;
};

void ExportDMatrixFunctions(Napi::Env env, Napi::Object exports);

}  // namespace dqs
