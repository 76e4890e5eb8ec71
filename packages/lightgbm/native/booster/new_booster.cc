#include "booster/new_booster.h"

#include <LightGBM/config.h>
#include <LightGBM/dataset.h>

#include "library/check.h"
#include "support/errors.h"
#include "library/forced_files.h"

namespace dqs {

BoosterHandle NewBooster(DatasetHandle dataset, const std::string& params) {
  LightGBM::Config config;
  config.Set(LightGBM::Config::Str2Map(params.c_str()));
  const int features = static_cast<const LightGBM::Dataset*>(dataset)->num_total_features();
  CheckForcedFile(config.forcedsplits_filename, features);
  // The tree learner uses these as indices as they are.
  for (const auto& group : config.interaction_constraints_vector) {
    for (const int feature : group) {
      if (feature >= 0 && feature < features) continue;
      throw InvalidArgument("interaction_constraints: there is no feature " + std::to_string(feature));
    }
  }
  BoosterHandle booster = nullptr;
  Check(LGBM_BoosterCreate(dataset, params.c_str(), &booster));
  return booster;
}

}  // namespace dqs
