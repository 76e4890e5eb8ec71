// What was counted, as JavaScript has it.
#pragma once
#include <napi.h>

#include <memory>

#include "merged_counts.h"

namespace dqs {

/// The counts for JavaScript. Their cells stay here until it calls `cells`, once, with what the numbers mean.
Napi::Object ResultOf(Napi::Env env, std::shared_ptr<MergedCounts> counts);

}  // namespace dqs
