// The result of LightGBM's calls.
#pragma once
#include <LightGBM/c_api.h>

#include "support/errors.h"

namespace dqs {

// LightGBM keeps its error text per thread: it has to be read on the thread that failed, at once.
inline void Check(int result) {
  if (result != 0) throw Failure(kEngine, LGBM_GetLastError());
}

}  // namespace dqs
