#include "booster/new_booster.h"

#include <LightGBM/config.h>
#include <LightGBM/dataset.h>

#include "library/check.h"
#include "support/errors.h"
#include "library/forced_files.h"

namespace dqs {
namespace {

// LightGBM has no search for splits of categories on quantised gradients and would call an empty function.
void CheckQuantized(const LightGBM::Dataset& dataset, const LightGBM::Config& config) {
  if (!config.use_quantized_grad) return;
  for (int i = 0; i < dataset.num_features(); ++i) {
    if (dataset.FeatureBinMapper(i)->bin_type() != LightGBM::BinType::CategoricalBin) continue;
    throw InvalidArgument("use_quantized_grad: LightGBM cannot train on categorical features with it, and \"" +
                          dataset.feature_names()[dataset.RealFeatureIndex(i)] +
                          "\" is one; leave the parameter out, or make the dataset without categorical features");
  }
}

}  // namespace

BoosterHandle NewBooster(DatasetHandle dataset, const std::string& params) {
  LightGBM::Config config;
  config.Set(LightGBM::Config::Str2Map(params.c_str()));
  const auto& data = *static_cast<const LightGBM::Dataset*>(dataset);
  CheckQuantized(data, config);
  const int features = data.num_total_features();
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
