// Training over several machines.
#pragma once
#include <napi.h>

namespace dqs {
void ExportDistributed(Napi::Env env, Napi::Object exports);
}  // namespace dqs
