#include "booster/booster.h"

#include <LightGBM/config.h>
#include <LightGBM/objective_function.h>

#include "flat/model_text.h"
#include "library/check.h"
#include "support/errors.h"
#include "support/log.h"

namespace dqs {
namespace {

// A trainable booster uses its objective as configured; a loaded one as its text says. Their last bits can differ
// (the text rounds the sigmoid), and the flat form has to follow the one it stands for.
std::shared_ptr<const LightGBM::ObjectiveFunction> ConfiguredObjective(const std::string& params) {
  LightGBM::Config config;
  config.Set(LightGBM::Config::Str2Map(params.c_str()));
  return std::shared_ptr<const LightGBM::ObjectiveFunction>(
      LightGBM::ObjectiveFunction::CreateObjectiveFunction(config.objective, config));
}

std::shared_ptr<const LightGBM::ObjectiveFunction> WrittenObjective(const std::string& line) {
  if (line.empty()) return nullptr;
  return std::shared_ptr<const LightGBM::ObjectiveFunction>(
      LightGBM::ObjectiveFunction::CreateObjectiveFunction(LightGBM::ParseObjectiveAlias(line)));
}

}  // namespace

BoosterState::~BoosterState() {
  if (handle != nullptr) LGBM_BoosterFree(handle);
}

void BoosterState::Refresh() {
  Check(LGBM_BoosterGetNumFeature(handle, &features));
  Check(LGBM_BoosterGetNumClasses(handle, &outputs));
  Check(LGBM_BoosterGetCurrentIteration(handle, &iterations));
  std::lock_guard<std::mutex> lock(flat_mutex_);
  flat_tried_ = false;
  flat_.reset();
}

std::string BoosterState::ToText(int start, int count, int importance) const {
  int64_t length = 0;
  std::string text(1 << 20, '\0');
  auto* out = text.data();
  Check(LGBM_BoosterSaveModelToString(handle, start, count, importance, static_cast<int64_t>(text.size()), &length, out));
  if (length > static_cast<int64_t>(text.size())) {
    text.resize(static_cast<size_t>(length));
    out = text.data();
    Check(LGBM_BoosterSaveModelToString(handle, start, count, importance, length, &length, out));
  }
  text.resize(static_cast<size_t>(length) - 1);
  return text;
}

std::shared_ptr<const FlatModel> BoosterState::Flat() {
  std::lock_guard<std::mutex> lock(flat_mutex_);
  if (flat_tried_) return flat_;
  flat_tried_ = true;
  LogSink ignored;
  LogScope scope(&ignored);
  const ModelText text = ParseModelText(ToText(0, -1, 0));
  const auto objective = train ? ConfiguredObjective(params) : WrittenObjective(text.objective);
  flat_ = FlatModel::Build(text, objective);
  return flat_;
}

bool BoosterState::HasFlat() {
  std::lock_guard<std::mutex> lock(flat_mutex_);
  return flat_ != nullptr;
}

void BoosterState::CheckTrainable(const char* what) const {
  if (train) return;
  throw InvalidArgument(std::string(what) +
                        ": this booster only predicts; use TrainableBooster.create, or train with keepTraining: true");
}

void BoosterState::CheckFree() const {
  if (writing || readers > 0) throw Failure("busy", "the booster is in use by a call that has not ended");
}

void BoosterState::CheckReadable() const {
  if (writing) throw Failure("busy", "the booster is being changed by a call that has not ended");
}

int64_t BoosterState::EstimateBytes() const {
  const int64_t training = train ? int64_t{(*train)->rows} * 40 : 0;
  return training + int64_t{iterations} * outputs * 4096 + 65536;
}

BoosterRead::BoosterRead(std::shared_ptr<BoosterState> state) : state_(std::move(state)) {
  state_->CheckReadable();
  ++state_->readers;
}

BoosterWrite::BoosterWrite(std::shared_ptr<BoosterState> state) : state_(std::move(state)) {
  state_->CheckFree();
  state_->writing = true;
}

std::shared_ptr<BoosterState> LoadBooster(const std::string& text, int threads) {
  ModelText parsed = ParseModelText(text);
  const auto objective = WrittenObjective(parsed.objective);
  if (objective && objective->NumModelPerIteration() != parsed.outputs) {
    throw Failure("invalid-model", "objective: its number of classes is not num_class");
  }
  auto state = std::make_shared<BoosterState>();
  state->threads = threads;
  state->parameters = std::move(parsed.parameters);
  int iterations = 0;
  Check(LGBM_BoosterLoadModelFromString(text.c_str(), &iterations, &state->handle));
  state->Refresh();
  return state;
}

}  // namespace dqs
