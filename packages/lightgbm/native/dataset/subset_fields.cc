#include "dataset/subset_fields.h"

#include <LightGBM/dataset.h>

#include <vector>

#include "dataset/fields.h"

namespace dqs {
namespace {

std::vector<int32_t> GroupSizes(const LightGBM::Metadata& whole, const int32_t* rows, int32_t count) {
  std::vector<int32_t> sizes;
  const int32_t* bounds = whole.query_boundaries();
  int32_t group = -1;
  for (int32_t i = 0; i < count; ++i) {
    if (group < 0 || rows[i] >= bounds[group + 1]) {
      ++group;
      while (rows[i] >= bounds[group + 1]) ++group;
      sizes.push_back(0);
    }
    ++sizes.back();
  }
  return sizes;
}

void SetInt32(DatasetHandle subset, const char* name, const std::vector<int32_t>& values) {
  SetField(subset, {name, values.data(), static_cast<int32_t>(values.size()), C_API_DTYPE_INT32});
}

}  // namespace

void CopyRankingFields(DatasetHandle whole, const int32_t* rows, int32_t count, DatasetHandle subset) {
  const auto& dataset = *static_cast<const LightGBM::Dataset*>(whole);
  const LightGBM::Metadata& metadata = dataset.metadata();
  if (metadata.num_queries() > 0) SetInt32(subset, "group", GroupSizes(metadata, rows, count));
  if (metadata.positions() == nullptr) return;
  const std::vector<int32_t> all = PositionsOf(dataset);
  std::vector<int32_t> positions(static_cast<size_t>(count));
  for (int32_t i = 0; i < count; ++i) positions[i] = all[rows[i]];
  SetInt32(subset, "position", positions);
}

}  // namespace dqs
