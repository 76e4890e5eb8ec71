#include "booster/booster.h"

#include <algorithm>
#include <cstring>
#include <thread>

#include "support/errors.h"

namespace dqs {
namespace {

// XGBoost has no function for the number of classes and targets; they are in its configuration, as text.
int32_t ConfiguredCount(const std::string& config, const std::string& name) {
  const std::string key = "\"" + name + "\":\"";
  const size_t at = config.find(key);
  return at == std::string::npos ? 0 : std::atoi(config.c_str() + at + key.size());
}

}  // namespace

void BoosterState::Refresh() {
  BstUlong columns = 0;
  DQS_XGB(XGBoosterGetNumFeature, handle, &columns);
  DQS_XGB(XGBoosterBoostedRounds, handle, &rounds);
  BstUlong length = 0;
  const char* text = nullptr;
  DQS_XGB(XGBoosterSaveJsonConfig, handle, &length, &text);
  const std::string config(text, length);
  features = static_cast<int32_t>(columns);
  in_place = config.find("\"name\":\"gblinear\"") == std::string::npos;
  groups = std::max({1, ConfiguredCount(config, "num_class"), ConfiguredCount(config, "num_target")});
}

void BoosterState::SetThreads(int threads) {
  if (threads == threads_) return;
  DQS_XGB(XGBoosterSetParam, handle, "nthread", std::to_string(threads).c_str());
  threads_ = threads;
}

BoosterLock::BoosterLock(BoosterState* state) : state_(state), lock_(state->mutex_, std::defer_lock) {
  ++state_->waiting_;
  lock_.lock();
  --state_->waiting_;
}

BoosterLock::~BoosterLock() = default;

void BoosterLock::Breathe() {
  if (state_->waiting_ == 0) return;
  lock_.unlock();
  while (state_->waiting_ > 0) std::this_thread::yield();
  lock_.lock();
}

std::shared_ptr<BoosterState> LoadBooster(const void* bytes, size_t length) {
  auto state = std::make_shared<BoosterState>();
  DQS_XGB(XGBoosterCreate, nullptr, 0, &state->handle);
  DQS_XGB(XGBoosterLoadModelFromBuffer, state->handle, bytes, length);
  state->bytes = length;
  state->Refresh();
  return state;
}

std::string SaveBooster(BoosterHandle handle, const char* format) {
  const std::string config = std::string("{\"format\":\"") + format + "\"}";
  BstUlong length = 0;
  const char* bytes = nullptr;
  DQS_XGB(XGBoosterSaveModelToBuffer, handle, config.c_str(), &length, &bytes);
  return std::string(bytes, length);
}

// First the default: what a booster sets becomes the verbosity of its thread, also for the jobs after it.
void SetParams(BoosterHandle handle, const std::vector<std::string>& pairs) {
  DQS_XGB(XGBoosterSetParam, handle, "verbosity", "1");
  for (size_t i = 0; i + 1 < pairs.size(); i += 2) {
    DQS_XGB(XGBoosterSetParam, handle, pairs[i].c_str(), pairs[i + 1].c_str());
  }
}

}  // namespace dqs
