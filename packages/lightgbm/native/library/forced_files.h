// Checks of the JSON files behind forcedsplits_filename and forcedbins_filename.
#pragma once
#include <string>

namespace dqs {

// LightGBM uses the feature numbers in them as indices; negative ones overwrite memory. An empty path is fine.
void CheckForcedFile(const std::string& path, int features);

}  // namespace dqs
