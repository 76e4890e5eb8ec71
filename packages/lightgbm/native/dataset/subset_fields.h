// What LightGBM's subset of rows leaves behind.
#pragma once
#include <LightGBM/c_api.h>

#include <cstdint>

namespace dqs {

// Gives a subset the groups and positions of its rows; LightGBM copies neither. Rows are rising, as it has checked. A
// group of which only some rows are chosen becomes smaller, as in LightGBM's Python package.
void CopyRankingFields(DatasetHandle whole, const int32_t* rows, int32_t count, DatasetHandle subset);

}  // namespace dqs
