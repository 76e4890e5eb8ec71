// Training step by step, for callers with a loop of their own: update, custom gradients, rollback, evaluation, refit.
#include <cstring>

#include "booster/booster.h"
#include "booster/new_booster.h"
#include "booster/training_loop.h"
#include "library/check.h"
#include "support/arguments.h"
#include "support/workers.h"

namespace dqs {
namespace {

// A change on the booster's own terms as a job: exclusive use, refreshed shape afterwards.
Napi::Value StartChange(const Napi::CallbackInfo& info, const char* what, JobSpec job,
                        std::function<bool(BoosterState&)> change) {
  auto write = std::make_shared<BoosterWrite>(Unwrap<BoosterState>(info[0]));
  (*write)->CheckTrainable(what);
  auto finished = std::make_shared<bool>(false);
  job.threads = (*write)->threads;
  job.work = [write, finished, change = std::move(change)](JobControl&) {
    *finished = change(*write->state());
    (*write)->Refresh();
  };
  job.result = [finished](Napi::Env env) -> Napi::Value { return Napi::Boolean::New(env, *finished); };
  return StartJob(info.Env(), std::move(job));
}

// (booster) → Promise<whether training has ended for want of splits>
Napi::Value Update(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    return StartChange(info, "update", JobSpec{}, [](BoosterState& state) {
      int finished = 0;
      Check(LGBM_BoosterUpdateOneIter(state.handle, &finished));
      return finished != 0;
    });
  });
}

// (booster, gradients: Float32Array, hessians: Float32Array): rows × classes, class by class
Napi::Value UpdateCustom(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const auto state = Unwrap<BoosterState>(info[0]);
    state->CheckTrainable("updateCustom");
    const Numbers gradients = CopyTypedArray(info[1], napi_float32_array, "gradients");
    const Numbers hessians = CopyTypedArray(info[2], napi_float32_array, "hessians");
    const auto expected = static_cast<size_t>((*state->train)->rows) * static_cast<size_t>(state->outputs);
    if (gradients.length != expected || hessians.length != expected) {
      throw InvalidArgument("gradients and hessians: expected " + std::to_string(expected) + " values each");
    }
    return StartChange(info, "updateCustom", JobSpec{}, [gradients, hessians](BoosterState& current) {
      int finished = 0;
      Check(LGBM_BoosterUpdateOneIterCustom(current.handle, gradients.as<float>(), hessians.as<float>(), &finished));
      return finished != 0;
    });
  });
}

Napi::Value Rollback(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    return StartChange(info, "rollback", JobSpec{}, [](BoosterState& state) {
      Check(LGBM_BoosterRollbackOneIter(state.handle));
      return false;
    });
  });
}

// (booster, params text)
Napi::Value ResetParameter(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const std::string params = ReadString(info[1], "params");
    return StartChange(info, "resetParameter", JobSpec{}, [params](BoosterState& state) {
      Check(LGBM_BoosterResetParameter(state.handle, params.c_str()));
      state.params += " " + params;
      return false;
    });
  });
}

// (booster, dataset)
Napi::Value AddValid(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    auto use = std::make_shared<DatasetUse>(Unwrap<DatasetState>(info[1]));
    const auto state = Unwrap<BoosterState>(info[0]);
    // LightGBM half-adds a set it then refuses: what it would refuse is asked first, on a booster of its own.
    JobSpec job;
    auto write = std::make_shared<BoosterWrite>(state);
    state->CheckTrainable("addValid");
    job.threads = state->threads;
    job.work = [write, use](JobControl&) {
      BoosterHandle trial = NewBooster((*(*write)->train)->handle, (*write)->params);
      const std::unique_ptr<void, int (*)(BoosterHandle)> owner(trial, LGBM_BoosterFree);
      Check(LGBM_BoosterAddValidData(trial, (*use)->handle));
      Check(LGBM_BoosterAddValidData((*write)->handle, (*use)->handle));
    };
    job.result = [write, use](Napi::Env env) -> Napi::Value {
      (*write)->valids.push_back(use);
      return Napi::Number::New(env, static_cast<double>((*write)->valids.size()));
    };
    return StartJob(info.Env(), std::move(job));
  });
}

void CheckSet(const BoosterState& state, int index) {
  if (index >= 0 && index <= static_cast<int>(state.valids.size())) return;
  throw InvalidArgument("set: expected 0 (training data) to " + std::to_string(state.valids.size()));
}

// (booster, set) → Promise<Float64Array of the metrics, in the order of boosterEvalNames>
Napi::Value Eval(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    // LightGBM evaluates into buffers of its own: one evaluation at a time.
    auto write = std::make_shared<BoosterWrite>(Unwrap<BoosterState>(info[0]));
    (*write)->CheckTrainable("eval");
    const int index = ReadInt32(info[1], "set");
    CheckSet(*write->state(), index);
    auto values = std::make_shared<std::vector<double>>();
    JobSpec job;
    job.threads = (*write)->threads;
    job.work = [write, index, values](JobControl&) { *values = Evaluate((*write)->handle, index); };
    job.result = [values](Napi::Env env) -> Napi::Value { return ToFloat64Array(env, *values); };
    return StartJob(info.Env(), std::move(job));
  });
}

Napi::Value EvalNamesOf(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const BoosterRead read(Unwrap<BoosterState>(info[0]));
    return ToStringArray(info.Env(), EvalNames(read->handle));
  });
}

// (booster, set) → Promise<Float64Array>: the current transformed scores of a dataset, class by class
Napi::Value InnerPredict(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    auto write = std::make_shared<BoosterWrite>(Unwrap<BoosterState>(info[0]));
    (*write)->CheckTrainable("innerPredict");
    const int index = ReadInt32(info[1], "set");
    CheckSet(*write->state(), index);
    auto values = std::make_shared<std::vector<double>>();
    JobSpec job;
    job.threads = (*write)->threads;
    job.work = [write, index, values](JobControl&) {
      int64_t length = 0;
      Check(LGBM_BoosterGetNumPredict((*write)->handle, index, &length));
      values->resize(static_cast<size_t>(length));
      Check(LGBM_BoosterGetPredict((*write)->handle, index, &length, values->data()));
    };
    job.result = [values](Napi::Env env) -> Napi::Value { return ToFloat64Array(env, *values); };
    return StartJob(info.Env(), std::move(job));
  });
}

// A wrong leaf number would end the process inside LightGBM's parallel loop. On the job's thread.
void CheckLeaves(const BoosterState& model, const Numbers& leaves, int32_t rows) {
  const std::vector<TextTree> trees = ParseModelText(model.ToText(0, -1, 0)).trees;
  const int32_t* leaf = leaves.as<int32_t>();
  for (int32_t row = 0; row < rows; ++row) {
    for (const TextTree& tree : trees) {
      if (*leaf < 0 || *leaf >= tree.leaves) {
        throw InvalidArgument("refit: row " + std::to_string(row) + " names leaf " + std::to_string(*leaf) +
                              " of a tree of " + std::to_string(tree.leaves));
      }
      ++leaf;
    }
  }
}

// (dataset, booster, leaves: Int32Array rows × trees from a leaf prediction, params) → Promise<booster>
Napi::Value Refit(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    auto use = std::make_shared<DatasetUse>(Unwrap<DatasetState>(info[0]));
    auto read = std::make_shared<BoosterRead>(Unwrap<BoosterState>(info[1]));
    const Numbers leaves = CopyTypedArray(info[2], napi_int32_array, "leaves");
    if (leaves.length != static_cast<size_t>((*use)->rows) * (*read)->iterations * (*read)->outputs) {
      throw InvalidArgument("refit: expected one leaf per row and tree");
    }
    const std::string params = ReadString(info[3], "params");
    auto state = std::make_shared<std::shared_ptr<BoosterState>>();
    JobSpec job;
    job.threads = (*read)->threads;
    job.work = [use, read, leaves, params, state](JobControl&) {
      CheckLeaves(*read->state(), leaves, (*use)->rows);
      BoosterState fitted;
      fitted.handle = NewBooster((*use)->handle, params);
      fitted.Refresh();
      if (fitted.outputs != (*read)->outputs || fitted.features != (*read)->features) {
        throw InvalidArgument("refit: the data has another number of classes or features than the model");
      }
      Check(LGBM_BoosterMerge(fitted.handle, (*read)->handle));
      const int32_t trees = (*read)->iterations * (*read)->outputs;
      Check(LGBM_BoosterRefit(fitted.handle, leaves.as<int32_t>(), (*use)->rows, trees));
      *state = LoadBooster(fitted.ToText(0, -1, 0), (*read)->threads);
      (*state)->params = params;
    };
    job.result = [state](Napi::Env env) -> Napi::Value { return NewHandle(env, *state, (*state)->EstimateBytes()); };
    return StartJob(info.Env(), std::move(job));
  });
}

}  // namespace

void ExportBoosterSteps(Napi::Env env, Napi::Object exports) {
  exports.Set("boosterUpdate", Napi::Function::New(env, Update));
  exports.Set("boosterUpdateCustom", Napi::Function::New(env, UpdateCustom));
  exports.Set("boosterRollback", Napi::Function::New(env, Rollback));
  exports.Set("boosterResetParameter", Napi::Function::New(env, ResetParameter));
  exports.Set("boosterAddValid", Napi::Function::New(env, AddValid));
  exports.Set("boosterEval", Napi::Function::New(env, Eval));
  exports.Set("boosterEvalNames", Napi::Function::New(env, EvalNamesOf));
  exports.Set("boosterInnerPredict", Napi::Function::New(env, InnerPredict));
  exports.Set("boosterRefit", Napi::Function::New(env, Refit));
}

}  // namespace dqs
