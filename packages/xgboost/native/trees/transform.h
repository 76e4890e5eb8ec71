// What XGBoost's objectives make of a margin, in its own single-precision arithmetic.
#pragma once
#include <cstdint>

namespace dqs {

// The numbers are those of src/trees/objectives.ts.
enum class Transform : int32_t { kMargin = 0, kSigmoid = 1, kExp = 2, kSoftmax = 3, kArgmax = 4, kHinge = 5 };
constexpr int32_t kLastTransform = 5;

// Which margin a base score stands for.
enum class Link : int32_t { kIdentity = 0, kLogit = 1, kLog = 2 };
constexpr int32_t kLastLink = 2;

float BaseMargin(Link link, float score);
// Numbers per row that a transform leaves of `groups`.
inline int32_t OutputWidth(Transform transform, int32_t groups) { return transform == Transform::kArgmax ? 1 : groups; }
// In place; what is left comes first.
void Apply(Transform transform, float* row, int32_t groups);

}  // namespace dqs
