// The training loop: rounds, evaluation, early stopping. Runs on a job's thread, knows nothing of JavaScript.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "booster/gradients.h"
#include "library/library.h"
#include "support/workers.h"

namespace dqs {

struct EvaluatedSet {
  std::string name;
  DMatrixHandle handle = nullptr;
};

struct TrainingPlan {
  int rounds = 0;
  int patience = 0;         // rounds without improvement before stopping; 0: never
  double min_delta = 0;     // an improvement is more than this
  std::string metric;       // the metric that counts; empty: the last of the evaluated ones
  int set = -1;             // the set that counts; -1: the last
  int direction = 0;        // 1: higher is better, -1: lower, 0: as the metric's name says
  // Gradients of our own where the model must not depend on the threads.
  bool reproducible = false;
  Loss loss = Loss::kLogistic;
  double subsample = 1;
  uint64_t seed = 0;
};

struct TrainingOutcome {
  std::string stopped = "rounds";  // or "early"
  int best_iteration = 0;          // rounds of the model to use, counted with those of an initial model
  std::vector<std::string> metrics;
  std::vector<std::vector<double>> history;  // [set * metrics + metric][round]
};

TrainingOutcome RunTraining(BoosterHandle booster, DMatrixHandle train, const std::vector<EvaluatedSet>& sets,
                            const TrainingPlan& plan, JobControl* control);

}  // namespace dqs
