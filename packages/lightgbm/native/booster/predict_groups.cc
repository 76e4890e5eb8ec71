// Predictions of rows that share columns with others: the levels of a forecast, all of one day.
#include <algorithm>

#include "booster/booster.h"
#include "booster/iterations.h"
#include "support/arguments.h"
#include "support/errors.h"
#include "support/pool.h"
#include "support/workers.h"

namespace dqs {
namespace {

// Fewer rows are predicted before another thread has woken up.
constexpr int32_t kRowsWorthThreads = 1024;

const int32_t* ReadOffsets(const Napi::Value& value, int32_t groups, int32_t rows) {
  const Numbers offsets = ReadTypedArray(value, napi_int32_array, "offsets");
  const auto* at = offsets.as<int32_t>();
  const bool fits = offsets.length == static_cast<size_t>(groups) + 1 && at[0] == 0 && at[groups] == rows;
  if (fits && std::is_sorted(at, at + offsets.length)) return at;
  throw InvalidArgument("offsets: expected one more than groups, rising from 0 to the number of rows");
}

// (booster, matrix, groups, offsets, threads) → Float64Array, or undefined where the model has no flat form
Napi::Value PredictGroups(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const BoosterRead read(Unwrap<BoosterState>(info[0]));
    const int threads = ReadInt32(info[4], "threads", 1, 1024);
    const auto flat = read->Flat();
    if (flat == nullptr) return info.Env().Undefined();
    // Read in place, after everything else that could run JavaScript.
    const Matrix matrix = ReadMatrix(info[1]);
    const Matrix groups = ReadMatrix(info[2]);
    const int32_t* offsets = ReadOffsets(info[3], groups.rows, matrix.rows);
    if (matrix.width() + groups.width() != read->features) {
      throw InvalidArgument("columns: got " + std::to_string(matrix.width() + groups.width()) +
                            ", the model was trained on " + std::to_string(read->features));
    }
    auto out = Napi::Float64Array::New(info.Env(), static_cast<size_t>(matrix.rows) * flat->outputs());
    const auto work = [&, to = out.Data()] {
      flat->PredictGroups(matrix, groups, offsets, ClipIterations(read->iterations, 0, 0), threads, to);
    };
    if (threads == 1 || matrix.rows < kRowsWorthThreads) {
      work();
    } else {
      Pool::Instance().RunAndWait(work);
    }
    return out;
  });
}

}  // namespace

void ExportGroupPrediction(Napi::Env env, Napi::Object exports) {
  exports.Set("boosterPredictGroups", Napi::Function::New(env, PredictGroups));
}

}  // namespace dqs
