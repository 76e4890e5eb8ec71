// The native side of a Booster handle.
#pragma once
#include <LightGBM/c_api.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "dataset/dataset.h"
#include "flat/flat_model.h"
#include "support/handles.h"

namespace dqs {

struct BoosterState {
  BoosterHandle handle = nullptr;
  std::string params;  // what it was trained or created with; empty for a loaded model
  int threads = 1;
  int32_t features = 0;
  int32_t outputs = 1;     // numbers per row of a normal prediction
  int32_t iterations = 0;  // kept current by Refresh()
  std::vector<ModelParameter> parameters;  // those in the text of a loaded model
  // Datasets a trainable booster points into. Empty for a model that only predicts.
  std::shared_ptr<DatasetUse> train;
  std::vector<std::shared_ptr<DatasetUse>> valids;

  // Who uses the model now. Counted on the JavaScript thread only.
  int readers = 0;
  bool writing = false;

  // LightGBM's predictor keeps the iteration range inside the model, so two of its predictions cannot run at once.
  std::mutex lightgbm;

  ~BoosterState();
  // Reads the shape again after the model changed and forgets the flat form.
  void Refresh();
  std::string ToText(int start, int count, int importance) const;
  // The flat form of the model, made on first use; null when this model has none.
  std::shared_ptr<const FlatModel> Flat();
  bool HasFlat();
  // Whether a small prediction came by before on this model: worth a flat form then.
  bool SeenBefore() { return small_predictions_++ > 1; }
  void CheckTrainable(const char* what) const;
  void CheckFree() const;
  void CheckReadable() const;
  int64_t EstimateBytes() const;

 private:
  std::atomic<int> small_predictions_{0};
  std::mutex flat_mutex_;
  bool flat_tried_ = false;
  std::shared_ptr<const FlatModel> flat_;
};

template <>
struct HandleKind<BoosterState> {
  static constexpr napi_type_tag tag{0x6c1f54e3a9d04b13, 0x9d1f6a0e52c7b803};
  static constexpr const char* name = "Booster";
};

// A share of a model while a call reads it: nobody may change it meanwhile. JavaScript thread only.
class BoosterRead {
 public:
  explicit BoosterRead(std::shared_ptr<BoosterState> state);
  ~BoosterRead() { --state_->readers; }
  BoosterRead(const BoosterRead&) = delete;
  BoosterRead& operator=(const BoosterRead&) = delete;
  BoosterState* operator->() const { return state_.get(); }
  BoosterState* state() const { return state_.get(); }

 private:
  std::shared_ptr<BoosterState> state_;
};

// Sole use of a model while a call changes it. JavaScript thread only.
class BoosterWrite {
 public:
  explicit BoosterWrite(std::shared_ptr<BoosterState> state);
  ~BoosterWrite() { state_->writing = false; }
  BoosterWrite(const BoosterWrite&) = delete;
  BoosterWrite& operator=(const BoosterWrite&) = delete;
  BoosterState* operator->() const { return state_.get(); }
  BoosterState* state() const { return state_.get(); }

 private:
  std::shared_ptr<BoosterState> state_;
};

// Loads a model from its text, after checking that the text cannot harm. Any thread.
std::shared_ptr<BoosterState> LoadBooster(const std::string& text, int threads);

void ExportBoosterFunctions(Napi::Env env, Napi::Object exports);
void ExportBoosterTraining(Napi::Env env, Napi::Object exports);
void ExportBoosterPrediction(Napi::Env env, Napi::Object exports);
void ExportGroupPrediction(Napi::Env env, Napi::Object exports);
void ExportBoosterSteps(Napi::Env env, Napi::Object exports);
void ExportSingleRow(Napi::Env env, Napi::Object exports);

}  // namespace dqs
