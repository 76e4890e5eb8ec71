#include "trees/transform.h"

#include <algorithm>
#include <cmath>

namespace dqs {
namespace {

float Sigmoid(float x) {
  const float bounded = std::min(-x, 88.7f);
  return 1.0f / (std::exp(bounded) + 1.0f + 1e-16f);
}

void Softmax(float* row, int32_t groups) {
  float highest = row[0];
  for (int32_t i = 1; i < groups; ++i) highest = std::fmax(row[i], highest);
  double sum = 0;
  for (int32_t i = 0; i < groups; ++i) {
    row[i] = std::exp(row[i] - highest);
    sum += static_cast<double>(row[i]);
  }
  for (int32_t i = 0; i < groups; ++i) row[i] /= static_cast<float>(sum);
}

}  // namespace

float BaseMargin(Link link, float score) {
  if (link == Link::kLogit) return -std::log(1.0f / score - 1.0f);
  return link == Link::kLog ? std::log(score) : score;
}

void Apply(Transform transform, float* row, int32_t groups) {
  switch (transform) {
    case Transform::kMargin: return;
    case Transform::kSigmoid:
      for (int32_t i = 0; i < groups; ++i) row[i] = Sigmoid(row[i]);
      return;
    case Transform::kExp:
      for (int32_t i = 0; i < groups; ++i) row[i] = std::exp(row[i]);
      return;
    case Transform::kSoftmax: return Softmax(row, groups);
    case Transform::kArgmax:
      row[0] = static_cast<float>(std::max_element(row, row + groups) - row);
      return;
    case Transform::kHinge:
      for (int32_t i = 0; i < groups; ++i) row[i] = row[i] > 0.0f ? 1.0f : 0.0f;
      return;
  }
}

}  // namespace dqs
