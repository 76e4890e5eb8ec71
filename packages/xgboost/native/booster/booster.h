// The native side of a Booster handle: a model that only predicts.
#pragma once
#include <napi.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "library/library.h"
#include "support/handles.h"

namespace dqs {

struct BoosterState {
  BoosterHandle handle = nullptr;
  int32_t features = 0;
  int32_t rounds = 0;
  int32_t groups = 1;  // numbers per row of a margin: classes or targets
  bool in_place = true;  // whether XGBoost predicts arrays as they are (a linear model needs a DMatrix)
  size_t bytes = 0;      // size of the serialised model

  BoosterState() = default;
  BoosterState(const BoosterState&) = delete;
  BoosterState& operator=(const BoosterState&) = delete;
  ~BoosterState() {
    if (handle != nullptr) Library().XGBoosterFree(handle);
  }
  // Reads features, rounds and groups from the model.
  void Refresh();
  // Sets a parameter when it changes: each change makes XGBoost configure itself again. Under the lock.
  void SetThreads(int threads);
  int64_t EstimateBytes() const { return static_cast<int64_t>(bytes) * 4 + 65536; }

 private:
  friend class BoosterLock;
  std::mutex mutex_;
  std::atomic<int> waiting_{0};
  int threads_ = 0;
};

template <>
struct HandleKind<BoosterState> {
  static constexpr napi_type_tag tag{0x2b8e07d1c4f95a33, 0x8a35d9e7016fb243};
  static constexpr const char* name = "Booster";
};

// Sole use of a model. A long call releases it between its blocks of rows; whoever waits comes first then.
class BoosterLock {
 public:
  explicit BoosterLock(BoosterState* state);
  ~BoosterLock();
  BoosterLock(const BoosterLock&) = delete;
  BoosterLock& operator=(const BoosterLock&) = delete;
  // Lets others in.
  void Breathe();

 private:
  BoosterState* state_;
  std::unique_lock<std::mutex> lock_;
};

// A model from its JSON or UBJSON bytes. The caller has checked that they cannot harm. Any thread.
std::shared_ptr<BoosterState> LoadBooster(const void* bytes, size_t length);
// The model as "json" or "ubj". Under the lock.
std::string SaveBooster(BoosterHandle handle, const char* format);
// Sets parameters from a list of name, value, name, value, …
void SetParams(BoosterHandle handle, const std::vector<std::string>& pairs);

void ExportBoosterFunctions(Napi::Env env, Napi::Object exports);
void ExportBoosterTraining(Napi::Env env, Napi::Object exports);
void ExportBoosterPrediction(Napi::Env env, Napi::Object exports);

}  // namespace dqs
