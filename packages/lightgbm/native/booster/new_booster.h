// LGBM_BoosterCreate behind the checks it lacks.
#pragma once
#include <LightGBM/c_api.h>

#include <string>

namespace dqs {

BoosterHandle NewBooster(DatasetHandle dataset, const std::string& params);

}  // namespace dqs
