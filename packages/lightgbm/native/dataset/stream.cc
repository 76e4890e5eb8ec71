#include "dataset/stream.h"

#include <LightGBM/dataset.h>

#include <algorithm>

#include "dataset/construct.h"
#include "dataset/create.h"
#include "dataset/dataset.h"
#include "dataset/fields.h"
#include "library/check.h"
#include "support/arguments.h"
#include "support/workers.h"

namespace dqs {

// A dataset that has room for all its rows and holds the first of them. Nobody else sees it before it is full:
// LightGBM does not survive a use of a half-filled one.
struct DatasetStream {
  std::shared_ptr<DatasetState> state = std::make_shared<DatasetState>();
  int32_t filled = 0;
  int32_t columns = 0;  // that all rows have, when it is filled column by column
  bool busy = false;  // a batch is being pushed; JavaScript thread only

  LightGBM::Dataset* dataset() const { return static_cast<LightGBM::Dataset*>(state->handle); }
};

template <>
struct HandleKind<DatasetStream> {
  static constexpr napi_type_tag tag{0x6c1f54e3a9d04b14, 0x9d1f6a0e52c7b804};
  static constexpr const char* name = "DatasetStream";
};

namespace {

// (sample: matrix or undefined with a reference, rows, { params, threads, featureNames, reference, abort })
Napi::Value Start(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    JobSpec job;
    const auto options = ReadObject(info[2], "options");
    auto stream = std::make_shared<DatasetStream>();
    DatasetState& state = *stream->state;
    state.rows = ReadInt32(info[1], "rows", 1, INT32_MAX);
    state.params = ReadString(options.Get("params"), "params");
    state.threads = ReadInt32(options.Get("threads"), "threads", 1, 1024);
    std::vector<std::string> names;
    if (!IsNothing(options.Get("featureNames"))) names = ReadStrings(options.Get("featureNames"), "featureNames");
    auto reference = std::make_shared<std::unique_ptr<DatasetUse>>();
    Matrix sample;
    if (!IsNothing(options.Get("reference"))) {
      *reference = std::make_unique<DatasetUse>(Unwrap<DatasetState>(options.Get("reference")));
    } else {
      sample = CopyMatrix(info[0]);
      if (sample.rows == 0) throw InvalidArgument("sample: expected at least one row");
    }
    job.threads = state.threads;
    job.abort = ReadAbortToken(options.Get("abort"));
    job.work = [stream, sample, names, reference](JobControl&) {
      DatasetState& made = *stream->state;
      const DatasetHandle other = *reference ? (**reference)->handle : nullptr;
      made.handle = EmptyDataset(sample, made.params, other, made.rows).release();
      if (!names.empty()) SetFeatureNames(made.handle, names);
      Check(LGBM_DatasetGetNumFeature(made.handle, &made.features));
    };
    job.result = [stream](Napi::Env env) { return NewHandle(env, stream, stream->state->EstimateBytes()); };
    job.settled = [reference] { reference->reset(); };
    return StartJob(info.Env(), std::move(job));
  });
}

void PushCsr(LightGBM::Dataset* dataset, const Csr& csr, int32_t first, const std::function<void()>& check_abort) {
  const auto* f64 = csr.value_type == C_API_DTYPE_FLOAT64 ? csr.values.as<double>() : nullptr;
  const auto* f32 = csr.values.as<float>();
  const auto* indptr = csr.indptr.as<int32_t>();
  const auto* indices = csr.indices.as<int32_t>();
  PushInParallel(csr.rows, check_abort, [&](int thread, int32_t from, int32_t to) {
    std::vector<std::pair<int, double>> row;
    for (int32_t r = from; r < to; ++r) {
      row.clear();
      for (int32_t i = indptr[r]; i < indptr[r + 1]; ++i) {
        row.emplace_back(indices[i], f64 != nullptr ? f64[i] : static_cast<double>(f32[i]));
      }
      dataset->PushOneRow(thread, first + r, row);
    }
  });
}

void CheckBatch(const DatasetStream& stream, int32_t rows, int32_t width) {
  if (stream.busy) throw Failure("busy", "the stream is taking a batch that has not ended");
  if (stream.columns > 0 && stream.filled < stream.state->rows) {
    throw InvalidArgument("columns: the stream has " + std::to_string(stream.columns) + " of " +
                          std::to_string(stream.state->features));
  }
  if (width != stream.state->features) {
    throw InvalidArgument("columns: got " + std::to_string(width) + ", expected " +
                          std::to_string(stream.state->features));
  }
  if (rows > stream.state->rows - stream.filled) {
    throw InvalidArgument("rows: the stream has more than the " + std::to_string(stream.state->rows) + " announced");
  }
}

using PushBatch = std::function<void(LightGBM::Dataset*, int32_t first, const std::function<void()>& check_abort)>;

Napi::Value StartPush(Napi::Env env, const std::shared_ptr<DatasetStream>& stream, JobSpec job, int32_t rows,
                      PushBatch push) {
  stream->busy = true;
  job.threads = stream->state->threads;
  job.work = [stream, push = std::move(push)](JobControl& control) {
    push(stream->dataset(), stream->filled, [&control] { control.CheckAbort(); });
  };
  job.result = [stream, rows](Napi::Env current) -> Napi::Value {
    stream->filled += rows;
    return Napi::Number::New(current, stream->filled);
  };
  job.settled = [stream] { stream->busy = false; };
  return StartJob(env, std::move(job));
}

// (stream, matrix, abort) → Promise<rows so far>
Napi::Value Push(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const auto stream = Unwrap<DatasetStream>(info[0]);
    JobSpec job;
    const Matrix matrix = CopyMatrix(info[1]);
    CheckBatch(*stream, matrix.rows, matrix.width());
    job.abort = ReadAbortToken(info[2]);
    return StartPush(info.Env(), stream, std::move(job), matrix.rows,
                     [matrix](LightGBM::Dataset* dataset, int32_t first, const std::function<void()>& check_abort) {
                       PushRows(dataset, matrix, first, check_abort);
                     });
  });
}

// (stream, matrix of one column, abort) → Promise<rows that are complete>; the columns come in their order.
Napi::Value PushNextColumn(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const auto stream = Unwrap<DatasetStream>(info[0]);
    const DatasetState& state = *stream->state;
    JobSpec job;
    const Matrix values = CopyMatrix(info[1]);
    if (stream->busy) throw Failure("busy", "the stream is taking a column that has not ended");
    if (stream->filled > 0 || values.width() != 1) throw InvalidArgument("columns: expected one, of a stream without rows");
    if (values.rows != state.rows) {
      throw InvalidArgument("rows: got " + std::to_string(values.rows) + ", expected " + std::to_string(state.rows));
    }
    job.abort = ReadAbortToken(info[2]);
    const int32_t column = stream->columns++;
    const int32_t complete = stream->columns == state.features ? state.rows : 0;
    return StartPush(info.Env(), stream, std::move(job), complete,
                     [values, column](LightGBM::Dataset* dataset, int32_t, const std::function<void()>& check_abort) {
                       PushColumn(dataset, values, column, check_abort);
                     });
  });
}

// (rows, params) → the rows from which bins are chosen
Napi::Value SampleRows(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const std::vector<int> rows = SampledRows(ReadInt32(info[0], "rows", 1, INT32_MAX), ReadString(info[1], "params"));
    auto result = Napi::Int32Array::New(info.Env(), rows.size());
    std::copy(rows.begin(), rows.end(), result.Data());
    return result;
  });
}

// (stream, csr, abort) → Promise<rows so far>
Napi::Value PushSparse(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const auto stream = Unwrap<DatasetStream>(info[0]);
    JobSpec job;
    const Csr csr = ReadCsr(info[1]);
    CheckBatch(*stream, csr.rows, csr.width);
    job.abort = ReadAbortToken(info[2]);
    return StartPush(info.Env(), stream, std::move(job), csr.rows,
                     [csr](LightGBM::Dataset* dataset, int32_t first, const std::function<void()>& check_abort) {
                       PushCsr(dataset, csr, first, check_abort);
                     });
  });
}

// (stream, fields, abort) → Promise<dataset>; the stream is closed.
Napi::Value Finish(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const auto stream = Unwrap<DatasetStream>(info[0]);
    CheckBatch(*stream, 0, stream->state->features);
    if (stream->filled != stream->state->rows) {
      throw InvalidArgument("rows: the stream ended after " + std::to_string(stream->filled) + " of the " +
                            std::to_string(stream->state->rows) + " announced");
    }
    JobSpec job;
    const std::vector<Field> fields = ReadFields(info[1], stream->state->rows);
    job.threads = stream->state->threads;
    job.abort = ReadAbortToken(info[2]);
    job.work = [stream, fields](JobControl&) {
      stream->dataset()->FinishLoad();
      for (const Field& field : fields) SetField(stream->state->handle, field);
      // What the rows were made of has been freed since.
      GiveBackMemory(stream->state->EstimateBytes());
    };
    job.result = [state = stream->state](Napi::Env env) { return NewHandle(env, state, state->EstimateBytes()); };
    CloseHandle<DatasetStream>(info[0]);
    return StartJob(info.Env(), std::move(job));
  });
}

Napi::Value Close(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    CloseHandle<DatasetStream>(info[0]);
    return info.Env().Undefined();
  });
}

}  // namespace

void ExportDatasetStreams(Napi::Env env, Napi::Object exports) {
  exports.Set("datasetStreamStart", Napi::Function::New(env, Start));
  exports.Set("datasetStreamPush", Napi::Function::New(env, Push));
  exports.Set("datasetStreamPushColumn", Napi::Function::New(env, PushNextColumn));
  exports.Set("datasetSampleRows", Napi::Function::New(env, SampleRows));
  exports.Set("datasetStreamPushCsr", Napi::Function::New(env, PushSparse));
  exports.Set("datasetStreamFinish", Napi::Function::New(env, Finish));
  exports.Set("datasetStreamClose", Napi::Function::New(env, Close));
}

}  // namespace dqs
