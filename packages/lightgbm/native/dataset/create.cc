// Creating datasets: from a matrix, from CSR, from a file, as a subset.
#include "dataset/create.h"

#include "dataset/construct.h"
#include "dataset/dataset.h"
#include "dataset/fields.h"
#include "dataset/subset_fields.h"
#include "library/check.h"
#include "support/arguments.h"
#include "support/workers.h"

namespace dqs {
namespace {

struct Draft {
  std::shared_ptr<DatasetState> state = std::make_shared<DatasetState>();
  std::shared_ptr<DatasetUse> reference;  // in use until the job has settled
  std::vector<Field> fields;
  std::vector<std::string> names;
};

// Common options: { params, threads, fields, featureNames, reference, abort }.
std::shared_ptr<Draft> ReadDraft(const Napi::Object& options, int32_t rows, JobSpec* job) {
  auto draft = std::make_shared<Draft>();
  draft->state->params = ReadString(options.Get("params"), "params");
  draft->state->threads = ReadInt32(options.Get("threads"), "threads", 1, 1024);
  if (rows > 0) draft->fields = ReadFields(options.Get("fields"), rows);
  if (!IsNothing(options.Get("featureNames"))) draft->names = ReadStrings(options.Get("featureNames"), "featureNames");
  if (!IsNothing(options.Get("reference"))) {
    draft->reference = std::make_shared<DatasetUse>(Unwrap<DatasetState>(options.Get("reference")));
  }
  job->threads = draft->state->threads;
  job->abort = ReadAbortToken(options.Get("abort"));
  return draft;
}

void Complete(Draft* draft) {
  DatasetState& state = *draft->state;
  for (const Field& field : draft->fields) SetField(state.handle, field);
  if (!draft->names.empty()) SetFeatureNames(state.handle, draft->names);
  Check(LGBM_DatasetGetNumData(state.handle, &state.rows));
  Check(LGBM_DatasetGetNumFeature(state.handle, &state.features));
}

Napi::Value StartDraft(Napi::Env env, JobSpec job, std::shared_ptr<Draft> draft,
                       std::function<void(Draft&, JobControl&)> create) {
  job.work = [draft, create = std::move(create)](JobControl& control) {
    create(*draft, control);
    Complete(draft.get());
  };
  job.result = [draft](Napi::Env current) {
    return NewHandle(current, draft->state, draft->state->EstimateBytes());
  };
  job.settled = [draft] { draft->reference.reset(); };
  return StartJob(env, std::move(job));
}

DatasetHandle ReferenceOf(const Draft& draft) { return draft.reference ? (*draft.reference)->handle : nullptr; }

// (matrix, options)
Napi::Value FromMatrix(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    JobSpec job;
    const Matrix matrix = CopyMatrix(info[0]);
    if (matrix.rows == 0) throw InvalidArgument("rows: a dataset needs at least one row");
    auto draft = ReadDraft(info[1].As<Napi::Object>(), matrix.rows, &job);
    return StartDraft(info.Env(), std::move(job), draft, [matrix](Draft& d, JobControl& control) {
      d.state->handle =
          ConstructDataset(matrix, d.state->params, ReferenceOf(d), [&control] { control.CheckAbort(); });
    });
  });
}

// (csr, options)
Napi::Value FromCsr(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    JobSpec job;
    const Csr csr = ReadCsr(info[0]);
    if (csr.rows == 0) throw InvalidArgument("indptr: a dataset needs at least one row");
    auto draft = ReadDraft(info[1].As<Napi::Object>(), csr.rows, &job);
    if (draft->reference && (*draft->reference)->features != csr.width) {
      throw InvalidArgument("columns: the reference dataset has " + std::to_string((*draft->reference)->features));
    }
    return StartDraft(info.Env(), std::move(job), draft, [csr](Draft& d, JobControl&) {
      CheckForcedBins(d.state->params, csr.width);
      Check(LGBM_DatasetCreateFromCSR(csr.indptr.data, C_API_DTYPE_INT32, csr.indices.as<int32_t>(), csr.values.data,
                                      csr.value_type,
                                      int64_t{csr.rows} + 1, csr.count, csr.width, d.state->params.c_str(),
                                      ReferenceOf(d), &d.state->handle));
    });
  });
}

// (path, options)
Napi::Value FromFile(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    JobSpec job;
    const std::string path = ReadString(info[0], "path");
    auto draft = ReadDraft(info[1].As<Napi::Object>(), 0, &job);
    return StartDraft(info.Env(), std::move(job), draft, [path](Draft& d, JobControl&) {
      Check(LGBM_DatasetCreateFromFile(path.c_str(), d.state->params.c_str(), ReferenceOf(d), &d.state->handle));
    });
  });
}

// (dataset, rows: Int32Array, options)
Napi::Value Subset(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    JobSpec job;
    const Numbers rows = CopyTypedArray(info[1], napi_int32_array, "rows");
    if (rows.length == 0 || rows.length > INT32_MAX) throw InvalidArgument("rows: expected 1 to 2^31-1 row indices");
    auto whole = std::make_shared<DatasetUse>(Unwrap<DatasetState>(info[0]));
    auto draft = ReadDraft(info[2].As<Napi::Object>(), 0, &job);
    draft->reference = whole;
    return StartDraft(info.Env(), std::move(job), draft, [rows](Draft& d, JobControl&) {
      Check(LGBM_DatasetGetSubset(ReferenceOf(d), rows.as<int32_t>(), static_cast<int32_t>(rows.length),
                                  d.state->params.c_str(), &d.state->handle));
      CopyRankingFields(ReferenceOf(d), rows.as<int32_t>(), static_cast<int32_t>(rows.length), d.state->handle);
    });
  });
}

}  // namespace

Csr ReadCsr(const Napi::Value& value) {
  if (!value.IsObject()) throw InvalidArgument("expected { indptr, indices, values, columns }");
  const auto object = value.As<Napi::Object>();
  const Numbers indptr = CopyTypedArray(object.Get("indptr"), napi_int32_array, "indptr");
  const Numbers indices = CopyTypedArray(object.Get("indices"), napi_int32_array, "indices");
  const Numbers values = CopyTypedArray(object.Get("values"), "values");
  const bool f64 = values.type == napi_float64_array;
  if (!f64 && values.type != napi_float32_array) throw InvalidArgument("values: expected Float32Array or Float64Array");
  Csr csr;
  csr.width = ReadInt32(object.Get("columns"), "columns", 1, INT32_MAX - 1);
  if (indptr.length == 0 || indptr.length > INT32_MAX) throw InvalidArgument("indptr: expected rows + 1 values");
  if (indices.length != values.length) throw InvalidArgument("indices and values differ in length");
  const auto* bounds = indptr.as<int32_t>();
  bool rising = bounds[0] == 0 && static_cast<size_t>(bounds[indptr.length - 1]) == values.length;
  for (size_t i = 1; i < indptr.length; ++i) rising = rising && bounds[i] >= bounds[i - 1];
  if (!rising) throw InvalidArgument("indptr: expected to rise from 0 to the number of values");
  for (size_t i = 0; i < indices.length; ++i) {
    const int32_t index = indices.as<int32_t>()[i];
    if (index < 0 || index >= csr.width) {
      throw InvalidArgument("indices: " + std::to_string(index) + " is outside 0 … " + std::to_string(csr.width - 1));
    }
  }
  csr.indptr = indptr;
  csr.indices = indices;
  csr.values = values;
  csr.value_type = f64 ? C_API_DTYPE_FLOAT64 : C_API_DTYPE_FLOAT32;
  csr.rows = static_cast<int32_t>(indptr.length - 1);
  csr.count = static_cast<int64_t>(values.length);
  return csr;
}

void SetFeatureNames(DatasetHandle handle, const std::vector<std::string>& names) {
  std::vector<const char*> pointers;
  for (const std::string& name : names) pointers.push_back(name.c_str());
  Check(LGBM_DatasetSetFeatureNames(handle, pointers.data(), static_cast<int>(pointers.size())));
}

void ExportDatasetCreation(Napi::Env env, Napi::Object exports) {
  exports.Set("datasetFromMatrix", Napi::Function::New(env, FromMatrix));
  exports.Set("datasetFromCsr", Napi::Function::New(env, FromCsr));
  exports.Set("datasetFromFile", Napi::Function::New(env, FromFile));
  exports.Set("datasetSubset", Napi::Function::New(env, Subset));
}

}  // namespace dqs
