#include "library/forced_files.h"

#include <LightGBM/utils/json11.h>

#include <fstream>
#include <sstream>

#include "support/errors.h"

namespace dqs {
namespace {

using json11_internal_lightgbm::Json;

void CheckFeatures(const Json& node, int features, const std::string& path) {
  for (const Json& item : node.array_items()) CheckFeatures(item, features, path);
  const auto& members = node.object_items();
  const auto feature = members.find("feature");
  if (feature != members.end()) {
    const double number = feature->second.is_number() ? feature->second.number_value() : -1;
    if (!(number >= 0 && number < features)) {
      throw InvalidArgument(path + ": a feature is not a number from 0 to " + std::to_string(features - 1));
    }
  } else if (!members.empty()) {
    throw InvalidArgument(path + ": an entry has no \"feature\"");
  }
  for (const char* side : {"left", "right"}) {
    const auto child = members.find(side);
    if (child != members.end()) CheckFeatures(child->second, features, path);
  }
}

}  // namespace

void CheckForcedFile(const std::string& path, int features) {
  if (path.empty()) return;
  std::ifstream file(path);
  if (!file) throw InvalidArgument(path + ": cannot be read");
  std::stringstream text;
  text << file.rdbuf();
  std::string error;
  const Json json = Json::parse(text.str(), &error);
  if (!error.empty()) throw InvalidArgument(path + ": " + error);
  CheckFeatures(json, features, path);
}

}  // namespace dqs
