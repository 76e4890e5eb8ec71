// What the local and the distributed training share.
#pragma once
#include <napi.h>

#include <memory>
#include <string>

#include "booster/booster.h"
#include "booster/training_loop.h"

namespace dqs {

// Reads rounds, patience, metric, firstMetricOnly, minDelta, learningRates. Sets are the caller's to fill in.
TrainingPlan ReadPlan(const Napi::Object& options);

// { booster, stopped, bestIteration, metrics, history: Float64Array[] }
Napi::Object TrainingResult(Napi::Env env, const std::shared_ptr<BoosterState>& state, const TrainingOutcome& outcome);

}  // namespace dqs
