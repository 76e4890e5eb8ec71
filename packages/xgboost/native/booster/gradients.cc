#include "booster/gradients.h"

#include <algorithm>
#include <cmath>

#include "support/errors.h"

namespace dqs {
namespace {

constexpr int kMantissaBits = 52;  // of a double, one spared
constexpr double kSmallestHessian = 1e-16;

std::vector<float> ReadInfo(DMatrixHandle train, const char* name) {
  BstUlong length = 0;
  const float* data = nullptr;
  DQS_XGB(XGDMatrixGetFloatInfo, train, name, &length, &data);
  return std::vector<float>(data, data + length);
}

struct Pair {
  double gradient, hessian;
};

Pair PairOf(Loss loss, double margin, double label) {
  if (loss == Loss::kLogistic) {
    const double p = 1 / (1 + std::exp(-margin));
    return {p - label, std::max(p * (1 - p), kSmallestHessian)};
  }
  const double difference = margin - label;
  if (loss == Loss::kSquared) return {difference, 1};
  return {static_cast<double>((difference > 0) - (difference < 0)), 1};
}

// The finalizer of splitmix64: neighbouring counters give unrelated numbers.
uint64_t Mix(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

}  // namespace

Gradients::Gradients(DMatrixHandle train, Loss loss, double subsample, uint64_t seed)
    : loss_(loss), subsample_(subsample), seed_(seed), label_(ReadInfo(train, "label")),
      weight_(ReadInfo(train, "weight")), gradient_(label_.size()), hessian_(label_.size()) {
  const auto valid = [](float value) { return std::isfinite(value); };
  if (label_.empty()) throw InvalidArgument("label: training needs one per row");
  if (!std::all_of(label_.begin(), label_.end(), valid)) throw InvalidArgument("label: a value is not finite");
  const bool fractions = std::all_of(label_.begin(), label_.end(), [](float y) { return y >= 0 && y <= 1; });
  if (loss == Loss::kLogistic && !fractions) throw InvalidArgument("label: expected values from 0 to 1");
  if (!weight_.empty() && weight_.size() != label_.size()) throw InvalidArgument("weight: one per row expected");
}

// The row's own number decides, not a stream of numbers that threads would share.
bool Gradients::IsSampled(int round, int64_t row) const {
  if (subsample_ >= 1) return true;
  const uint64_t draw = Mix(Mix(seed_ + 0x9e3779b97f4a7c15U * static_cast<uint64_t>(round + 1)) + static_cast<uint64_t>(row));
  return static_cast<double>(draw >> 11) * 0x1p-53 < subsample_;
}

void Gradients::Compute(const float* margins, int round) {
  const int64_t count = rows();
#pragma omp parallel for schedule(static)
  for (int64_t i = 0; i < count; ++i) {
    const double weight = IsSampled(round, i) ? (weight_.empty() ? 1.0 : weight_[i]) : 0.0;
    const Pair pair = PairOf(loss_, margins[i], label_[i]);
    gradient_[i] = static_cast<float>(pair.gradient * weight);
    hessian_[i] = static_cast<float>(pair.hessian * weight);
  }
  Round(&gradient_);
  Round(&hessian_);
}

void Gradients::Round(std::vector<float>* values) const {
  const int64_t count = rows();
  float largest = 0;
  float* data = values->data();
#pragma omp parallel for schedule(static) reduction(max : largest)
  for (int64_t i = 0; i < count; ++i) largest = std::max(largest, std::fabs(data[i]));
  if (!(largest > 0) || !std::isfinite(largest)) return;
  const int exponent = std::ilogb(largest) + 1 + std::ilogb(static_cast<double>(count)) + 1 - kMantissaBits;
  const double step = std::ldexp(1.0, exponent), inverse = std::ldexp(1.0, -exponent);
#pragma omp parallel for schedule(static)
  for (int64_t i = 0; i < count; ++i) data[i] = static_cast<float>(std::nearbyint(data[i] * inverse) * step);
}

}  // namespace dqs
