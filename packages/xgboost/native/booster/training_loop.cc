#include "booster/training_loop.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "support/errors.h"

namespace dqs {
namespace {

// As Python's early stopping knows them.
bool HigherIsBetter(const std::string& metric) {
  for (const char* prefix : {"auc", "aucpr", "pre", "map", "ndcg"}) {
    const std::string text = prefix;
    if (metric == text || metric.rfind(text + "@", 0) == 0) return true;
  }
  return false;
}

struct Evaluation {
  std::vector<std::string> metrics;
  std::vector<double> values;  // [set * metrics + metric]
};

// "[3]\t0-logloss:0.5\t0-auc:0.7\t1-logloss:…": sets are named by their numbers here, metrics may contain anything.
Evaluation ParseEvaluation(const std::string& line) {
  Evaluation evaluation;
  size_t at = line.find('\t');
  while (at != std::string::npos) {
    const size_t next = line.find('\t', at + 1);
    const std::string part = line.substr(at + 1, next == std::string::npos ? next : next - at - 1);
    const size_t dash = part.find('-');
    const size_t colon = part.rfind(':');
    if (dash == std::string::npos || colon == std::string::npos || colon < dash) {
      throw Failure("xgboost", "an evaluation that cannot be read: " + line);
    }
    if (part.compare(0, dash, "0") == 0) evaluation.metrics.push_back(part.substr(dash + 1, colon - dash - 1));
    evaluation.values.push_back(std::strtod(part.c_str() + colon + 1, nullptr));
    at = next;
  }
  return evaluation;
}

class Loop {
 public:
  Loop(BoosterHandle booster, DMatrixHandle train, const std::vector<EvaluatedSet>& sets, const TrainingPlan& plan,
       JobControl* control)
      : booster_(booster), train_(train), sets_(sets), plan_(plan), control_(control) {
    if (plan.reproducible) gradients_ = std::make_unique<Gradients>(train, plan.loss, plan.subsample, plan.seed);
    for (size_t i = 0; i < sets.size(); ++i) labels_.push_back(std::to_string(i));
    for (size_t i = 0; i < sets.size(); ++i) {
      label_pointers_.push_back(labels_[i].c_str());
      handles_.push_back(sets[i].handle);
    }
  }

  TrainingOutcome Run() {
    DQS_XGB(XGBoosterBoostedRounds, booster_, &first_);
    for (int round = 0; round < plan_.rounds; ++round) {
      control_->CheckAbort();
      Boost(first_ + round);
      if (Evaluate(round)) {
        outcome_.stopped = "early";
        break;
      }
    }
    outcome_.best_iteration = plan_.patience > 0 && best_round_ >= 0 ? first_ + best_round_ + 1 : Rounds();
    return std::move(outcome_);
  }

 private:
  int Rounds() const {
    int rounds = 0;
    DQS_XGB(XGBoosterBoostedRounds, booster_, &rounds);
    return rounds;
  }

  void Boost(int round) {
    if (!gradients_) return DQS_XGB(XGBoosterUpdateOneIter, booster_, round, train_);
    const BstUlong* shape = nullptr;
    BstUlong dimensions = 0;
    const float* margins = nullptr;
    const char* config = "{\"type\":1,\"training\":true,\"iteration_begin\":0,\"iteration_end\":0,\"strict_shape\":true}";
    DQS_XGB(XGBoosterPredictFromDMatrix, booster_, train_, config, &shape, &dimensions, &margins);
    gradients_->Compute(margins, round);
    DQS_XGB(XGBoosterBoostOneIter, booster_, train_, gradients_->gradient(), gradients_->hessian(),
            static_cast<BstUlong>(gradients_->rows()));
  }

  // True when training is to stop.
  bool Evaluate(int round) {
    std::vector<double> values;
    bool stop = false;
    if (!sets_.empty()) {
      const char* text = nullptr;
      DQS_XGB(XGBoosterEvalOneIter, booster_, first_ + round, handles_.data(), label_pointers_.data(), handles_.size(), &text);
      const Evaluation evaluation = ParseEvaluation(text);
      if (round == 0) Begin(evaluation);
      if (evaluation.values.size() != outcome_.history.size()) throw Failure("xgboost", "the number of metrics changed");
      values = evaluation.values;
      for (size_t i = 0; i < values.size(); ++i) outcome_.history[i].push_back(values[i]);
      stop = plan_.patience > 0 && NoImprovement(round, values[watched_]);
    }
    control_->Report(first_ + round + 1, values, outcome_.metrics);
    return stop;
  }

  void Begin(const Evaluation& first) {
    outcome_.metrics = first.metrics;
    outcome_.history.resize(first.values.size());
    if (plan_.patience == 0) return;
    const auto& metrics = outcome_.metrics;
    if (metrics.empty()) throw InvalidArgument("earlyStopping: no metric is evaluated");
    const auto found = plan_.metric.empty() ? metrics.end() - 1 : std::find(metrics.begin(), metrics.end(), plan_.metric);
    if (found == metrics.end()) {
      std::string known;
      for (const std::string& metric : metrics) known += (known.empty() ? "" : ", ") + metric;
      throw InvalidArgument("earlyStopping.metric: \"" + plan_.metric + "\" is not evaluated; there is " + known);
    }
    const size_t set = plan_.set < 0 ? sets_.size() - 1 : static_cast<size_t>(plan_.set);
    watched_ = set * metrics.size() + static_cast<size_t>(found - metrics.begin());
    sign_ = plan_.direction != 0 ? plan_.direction : (HigherIsBetter(*found) ? 1 : -1);
  }

  bool NoImprovement(int round, double value) {
    if (best_round_ < 0 || sign_ * (value - best_) > plan_.min_delta) {
      best_ = value;
      best_round_ = round;
      return false;
    }
    return round - best_round_ >= plan_.patience;
  }

  BoosterHandle booster_;
  DMatrixHandle train_;
  const std::vector<EvaluatedSet>& sets_;
  const TrainingPlan& plan_;
  JobControl* control_;
  std::unique_ptr<Gradients> gradients_;
  std::vector<std::string> labels_;
  std::vector<const char*> label_pointers_;
  std::vector<DMatrixHandle> handles_;
  TrainingOutcome outcome_;
  int first_ = 0;
  size_t watched_ = 0;
  double sign_ = -1, best_ = 0;
  int best_round_ = -1;
};

}  // namespace

TrainingOutcome RunTraining(BoosterHandle booster, DMatrixHandle train, const std::vector<EvaluatedSet>& sets,
                            const TrainingPlan& plan, JobControl* control) {
  return Loop(booster, train, sets, plan, control).Run();
}

}  // namespace dqs
