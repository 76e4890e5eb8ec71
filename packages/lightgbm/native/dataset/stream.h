// Datasets that are filled batch by batch.
#pragma once
#include <napi.h>

namespace dqs {

void ExportDatasetStreams(Napi::Env env, Napi::Object exports);

}  // namespace dqs
