#include "booster/training_loop.h"

#include <charconv>
#include <optional>

#include "library/check.h"
#include "support/errors.h"

namespace dqs {
namespace {

bool HigherIsBetter(const std::string& metric) {
  for (const char* prefix : {"auc", "ndcg@", "map@", "average_precision"}) {
    if (metric.rfind(prefix, 0) == 0) return true;
  }
  return false;
}

// Follows each metric of each set; the first that has not improved for `patience` rounds stops the training, as
// Python's early_stopping does.
class EarlyStopping {
 public:
  EarlyStopping(const TrainingPlan& plan, const std::vector<std::string>& metrics) : plan_(plan), metrics_(metrics) {
    best_.resize(plan.sets.size() * metrics.size());
  }

  bool watches(size_t set, size_t metric) const {
    if (plan_.patience == 0 || plan_.sets[set].index == 0) return false;
    if (plan_.first_metric_only) return metric == 0;
    return plan_.metric.empty() || plan_.metric == metrics_[metric];
  }

  // True when this value ends the training.
  bool Add(size_t set, size_t metric, int round, int iteration, double value) {
    auto& best = best_[set * metrics_.size() + metric];
    const double gain = best ? (HigherIsBetter(metrics_[metric]) ? value - best->value : best->value - value) : 0;
    if (!best || gain > plan_.min_delta) {
      best = Best{value, round, iteration};
      return false;
    }
    return round - best->round >= plan_.patience;
  }

  int BestIteration(size_t set, size_t metric) const { return best_[set * metrics_.size() + metric]->iteration; }

  // Without a stop: the best iteration of the first metric that is watched.
  int FirstBest(int otherwise) const {
    for (size_t i = 0; i < best_.size(); ++i) {
      if (best_[i]) return best_[i]->iteration;
    }
    return otherwise;
  }

 private:
  struct Best {
    double value;
    int round;
    int iteration;
  };
  const TrainingPlan& plan_;
  const std::vector<std::string>& metrics_;
  std::vector<std::optional<Best>> best_;
};

// The shortest text that reads back as the same number: what Python writes for it, and what the parameter itself gets.
std::string ShortestText(double value) {
  char text[32];
  return std::string(text, std::to_chars(text, text + sizeof text, value).ptr);
}

class Loop {
 public:
  Loop(BoosterHandle booster, const TrainingPlan& plan, JobControl* control)
      : booster_(booster), plan_(plan), control_(control) {
    outcome_.metrics = EvalNames(booster);
    outcome_.history.resize(plan.sets.size() * outcome_.metrics.size());
    if (!plan.metric.empty()) CheckMetric();
  }

  TrainingOutcome Run() {
    EarlyStopping stopping(plan_, outcome_.metrics);
    int iteration = CurrentIteration(booster_);
    for (int round = 0; round < plan_.rounds; ++round) {
      control_->CheckAbort();
      SetLearningRate(round);
      int finished = 0;
      Check(LGBM_BoosterUpdateOneIter(booster_, &finished));
      const int now = CurrentIteration(booster_);
      // LightGBM takes back an iteration without a split, except the first (a constant).
      if (now > iteration && EvaluateRound(&stopping, round, now)) {
        outcome_.stopped = "early";
        return std::move(outcome_);
      }
      iteration = now;
      if (finished != 0) {
        outcome_.stopped = "no-split";
        break;
      }
    }
    outcome_.best_iteration = stopping.FirstBest(iteration);
    return std::move(outcome_);
  }

 private:
  void CheckMetric() const {
    std::string known;
    for (const std::string& metric : outcome_.metrics) {
      if (metric == plan_.metric) return;
      known += (known.empty() ? "" : ", ") + metric;
    }
    throw InvalidArgument("earlyStopping.metric: \"" + plan_.metric + "\" is not evaluated; there is " +
                          (known.empty() ? "no metric" : known));
  }

  void SetLearningRate(int round) {
    if (plan_.learning_rates.empty()) return;
    const std::string text = "learning_rate=" + ShortestText(plan_.learning_rates[round]);
    Check(LGBM_BoosterResetParameter(booster_, text.c_str()));
  }

  bool EvaluateRound(EarlyStopping* stopping, int round, int iteration) {
    std::vector<double> values;
    bool stop = false;
    for (size_t set = 0; set < plan_.sets.size(); ++set) {
      const std::vector<double> results = Evaluate(booster_, plan_.sets[set].index);
      for (size_t metric = 0; metric < results.size(); ++metric) {
        outcome_.history[set * outcome_.metrics.size() + metric].push_back(results[metric]);
        values.push_back(results[metric]);
        if (!stopping->watches(set, metric)) continue;
        if (stopping->Add(set, metric, round, iteration, results[metric]) && !stop) {
          stop = true;
          outcome_.best_iteration = stopping->BestIteration(set, metric);
        }
      }
    }
    control_->Report(iteration, values, outcome_.metrics);
    return stop;
  }

  BoosterHandle booster_;
  const TrainingPlan& plan_;
  JobControl* control_;
  TrainingOutcome outcome_;
};

}  // namespace

TrainingOutcome RunTraining(BoosterHandle booster, const TrainingPlan& plan, JobControl* control) {
  return Loop(booster, plan, control).Run();
}

std::vector<std::string> EvalNames(BoosterHandle booster) {
  int count = 0;
  size_t longest = 0;
  Check(LGBM_BoosterGetEvalNames(booster, 0, &count, 0, &longest, nullptr));
  std::vector<std::vector<char>> buffers(count, std::vector<char>(longest + 1));
  std::vector<char*> pointers;
  for (auto& buffer : buffers) pointers.push_back(buffer.data());
  if (count > 0) Check(LGBM_BoosterGetEvalNames(booster, count, &count, longest + 1, &longest, pointers.data()));
  return std::vector<std::string>(pointers.begin(), pointers.end());
}

std::vector<double> Evaluate(BoosterHandle booster, int index) {
  int count = 0;
  Check(LGBM_BoosterGetEvalCounts(booster, &count));
  std::vector<double> values(static_cast<size_t>(count));
  if (count > 0) Check(LGBM_BoosterGetEval(booster, index, &count, values.data()));
  return values;
}

int CurrentIteration(BoosterHandle booster) {
  int iteration = 0;
  Check(LGBM_BoosterGetCurrentIteration(booster, &iteration));
  return iteration;
}

}  // namespace dqs
