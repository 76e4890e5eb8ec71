// The training loop: iterations, evaluation, early stopping. Runs on a job's thread, knows nothing of JavaScript.
#pragma once
#include <LightGBM/c_api.h>

#include <string>
#include <vector>

#include "support/workers.h"

namespace dqs {

// A dataset to evaluate after each iteration; LightGBM's index 0 is the training data, 1… the added ones.
struct EvaluatedSet {
  std::string name;
  int index = 1;
};

struct TrainingPlan {
  int rounds = 0;
  std::vector<EvaluatedSet> sets;
  int patience = 0;                    // rounds without improvement before stopping; 0: never
  std::string metric;                  // the metric that counts for early stopping; empty: all of them
  bool first_metric_only = false;      // of all metrics only the first counts for early stopping
  double min_delta = 0;                // an improvement is more than this
  std::vector<double> learning_rates;  // per round; empty: as configured
};

struct TrainingOutcome {
  std::string stopped = "rounds";  // or "early", "no-split"
  int best_iteration = 0;          // iterations of the model to use, counted with those of an initial model
  std::vector<std::string> metrics;
  std::vector<std::vector<double>> history;  // [set * metrics + metric][round]
};

TrainingOutcome RunTraining(BoosterHandle booster, const TrainingPlan& plan, JobControl* control);

std::vector<std::string> EvalNames(BoosterHandle booster);
std::vector<double> Evaluate(BoosterHandle booster, int index);
int CurrentIteration(BoosterHandle booster);

}  // namespace dqs
