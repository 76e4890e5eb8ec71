// scanFile(path, layout, limits) counts a delimited file off the JavaScript thread, openScan(layout, limits) a text that it
// is handed in pieces; the counts' own function `cells` then gives the cells of their panel. Arguments are checked by
// src/native, the only caller; here only what could corrupt memory or never end is checked again.
// openStructureScan(delimiter, maxRecordBytes) counts records for DuckDB's sake, on the JavaScript thread.
#include <napi.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "scan.h"
#include "scan_result.h"
#include "stream_scan.h"
#include "structure_scan.h"

namespace {

using dqs::MergedCounts;

/// With no more rows than this, no sum of them exceeds a column of 32 bits.
constexpr uint64_t kMaxRows = 0x7fffffff;
/// No limit is greater: sums of a few of them fit 64 bits.
constexpr double kMaxNumber = 1ull << 52;

/// Does a job off the JavaScript thread. The promise gets what the job has counted, undefined where that is nothing yet,
/// or why the text is for another reader.
class ScanWorker : public Napi::AsyncWorker {
 public:
  using Job = std::function<std::shared_ptr<MergedCounts>()>;

  ScanWorker(Napi::Env env, Job job)
      : Napi::AsyncWorker(env), job_(std::move(job)), deferred_(Napi::Promise::Deferred::New(env)) {}
  /// Starts the job; the worker deletes itself at its end.
  static Napi::Promise Start(Napi::Env env, Job job) {
    auto* worker = new ScanWorker(env, std::move(job));
    const Napi::Promise promise = worker->deferred_.Promise();
    worker->Queue();
    return promise;
  }

  void Execute() override {
    try {
      counts_ = job_();
      if (counts_ && counts_->rows > kMaxRows) throw dqs::Unusual{"it has more than 2^31 - 1 rows", true};
    } catch (const dqs::Unusual& unusual) {
      unusual_ = unusual;
    } catch (const dqs::SystemFailure& failure) {
      SetError(std::strerror(failure.error));
    } catch (const std::exception& error) {
      SetError(error.what());
    }
  }
  /// Whatever fails here, memory that is short above all, must reach the one who waits: nobody else would hear of it.
  void OnOK() override {
    try {
      deferred_.Resolve(ResultOfJob());
    } catch (const Napi::Error& error) {
      deferred_.Reject(error.Value());
    } catch (const std::exception& error) {
      deferred_.Reject(Napi::Error::New(Env(), error.what()).Value());
    }
  }
  void OnError(const Napi::Error& error) override { deferred_.Reject(error.Value()); }

 private:
  Napi::Value ResultOfJob() {
    if (unusual_) return RefusalOf(*unusual_);
    return counts_ ? dqs::ResultOf(Env(), std::move(counts_)) : Env().Undefined();
  }
  Napi::Object RefusalOf(const dqs::Unusual& unusual) const {
    Napi::Object refusal = Napi::Object::New(Env());
    refusal.Set("reason", unusual.reason);
    refusal.Set("isLarge", unusual.is_large);
    return refusal;
  }

  const Job job_;
  Napi::Promise::Deferred deferred_;
  std::shared_ptr<MergedCounts> counts_;
  std::optional<dqs::Unusual> unusual_;
};

/// A whole number of `least` or more. Throws where it is anything else.
size_t NumberOf(const Napi::Value& value, const char* name, double least) {
  const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : -1;
  if (!(number >= least && number <= kMaxNumber && number == std::floor(number)))
    throw Napi::TypeError::New(value.Env(), std::string("expected a whole number in range for ") + name);
  return static_cast<size_t>(number);
}

/// The same of a member of an object.
size_t NumberOf(const Napi::Object& object, const char* name, double least) {
  return NumberOf(object.Get(name), name, least);
}

char DelimiterOf(const Napi::Value& given) {
  const std::string text = given.IsString() ? given.As<Napi::String>().Utf8Value() : "";
  if (text.size() != 1 || std::strchr("\"\r\n", text[0]) != nullptr)
    throw Napi::TypeError::New(given.Env(), "expected a delimiter of one byte");
  return text[0];
}

/// The bytes that a call was given as its only argument. Throws where it was given anything else.
Napi::Uint8Array BytesOf(const Napi::CallbackInfo& call) {
  if (call.Length() != 1 || !call[0].IsTypedArray() ||
      call[0].As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array)
    throw Napi::TypeError::New(call.Env(), "expected add(bytes)");
  return call[0].As<Napi::Uint8Array>();
}

dqs::Layout LayoutOf(const Napi::Object& given) {
  const Napi::Value given_columns = given.Get("columns");
  const uint32_t width = given_columns.IsArray() ? given_columns.As<Napi::Array>().Length() : 0;
  if (width == 0) throw Napi::TypeError::New(given.Env(), "expected columns");
  dqs::Layout layout;
  layout.delimiter = DelimiterOf(given.Get("delimiter"));
  layout.plain_dates.are_known = given.Get("hasPlainDates").ToBoolean();
  if (const Napi::Value latest = given.Get("latestDate"); latest.IsString()) layout.plain_dates.latest = latest.As<Napi::String>();
  layout.width = width;
  const Napi::Array columns = given_columns.As<Napi::Array>();
  for (uint32_t i = 0; i < width; ++i) {
    const Napi::Value column = columns.Get(i);
    if (!column.IsNumber()) throw Napi::TypeError::New(given.Env(), "expected numbers of columns");
    layout.column_of.push_back(std::min<size_t>(column.As<Napi::Number>().Uint32Value(), dqs::kColumns));
  }
  return layout;
}

Napi::Value ScanFile(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (info.Length() != 3 || !info[0].IsString() || !info[1].IsObject() || !info[2].IsObject())
    throw Napi::TypeError::New(env, "expected scanFile(path, layout, limits)");
  const Napi::Object limits = info[2].As<Napi::Object>();
  dqs::ScanOptions options;
  options.path = info[0].As<Napi::String>().Utf8Value();
  options.layout = LayoutOf(info[1].As<Napi::Object>());
  options.threads = NumberOf(limits, "threads", 1);
  options.chunk_bytes = NumberOf(limits, "chunkBytes", 1);
  options.memory_limit = NumberOf(limits, "memoryBytes", 0);
  const auto control = options.control = std::make_shared<dqs::ScanControl>();
  Napi::Object scan = Napi::Object::New(env);
  scan.Set("stop", Napi::Function::New(env, [control](const Napi::CallbackInfo&) { control->is_stopped = true; }));
  scan.Set("bytesDone", Napi::Function::New(env, [control](const Napi::CallbackInfo& call) -> Napi::Value {
             return Napi::Number::New(call.Env(), static_cast<double>(control->bytes_done));
           }));
  scan.Set("counts", ScanWorker::Start(env, [options = std::move(options)] {
             return std::make_shared<MergedCounts>(dqs::ScanFile(options));
           }));
  return scan;
}

/// Claims a scan for a call. Throws where another call has it, one has failed or refused the text, or the text has ended.
void Claim(Napi::Env env, dqs::StreamScan& scan) {
  if (!scan.Claim()) throw Napi::Error::New(env, "expected one call at a time, and none behind the end of the scan");
}

Napi::Value Add(const Napi::CallbackInfo& info, const std::shared_ptr<dqs::StreamScan>& scan) {
  const Napi::Uint8Array bytes = BytesOf(info);
  Claim(info.Env(), *scan);
  scan->Append(reinterpret_cast<const char*>(bytes.Data()), bytes.ElementLength());
  return ScanWorker::Start(info.Env(), [scan] {
    scan->Count();
    scan->Release();
    return nullptr;
  });
}

Napi::Value Finish(const Napi::CallbackInfo& info, const std::shared_ptr<dqs::StreamScan>& scan) {
  Claim(info.Env(), *scan);
  return ScanWorker::Start(info.Env(), [scan] { return std::make_shared<MergedCounts>(scan->Finish()); });
}

Napi::Value OpenScan(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (info.Length() != 2 || !info[0].IsObject() || !info[1].IsObject())
    throw Napi::TypeError::New(env, "expected openScan(layout, limits)");
  const size_t memory_limit = NumberOf(info[1].As<Napi::Object>(), "memoryBytes", 0);
  const auto scan = std::make_shared<dqs::StreamScan>(LayoutOf(info[0].As<Napi::Object>()), memory_limit);
  Napi::Object calls = Napi::Object::New(env);
  calls.Set("add", Napi::Function::New(env, [scan](const Napi::CallbackInfo& call) { return Add(call, scan); }));
  calls.Set("finish", Napi::Function::New(env, [scan](const Napi::CallbackInfo& call) { return Finish(call, scan); }));
  return calls;
}

Napi::Value OpenStructureScan(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (info.Length() != 2) throw Napi::TypeError::New(env, "expected openStructureScan(delimiter, maxRecordBytes)");
  const auto scan =
      std::make_shared<dqs::StructureScan>(DelimiterOf(info[0]), NumberOf(info[1], "maxRecordBytes", 1));
  Napi::Object calls = Napi::Object::New(env);
  calls.Set("add", Napi::Function::New(env, [scan](const Napi::CallbackInfo& call) {
              const Napi::Uint8Array bytes = BytesOf(call);
              scan->Add(bytes.Data(), bytes.ElementLength());
            }));
  calls.Set("result", Napi::Function::New(env, [scan](const Napi::CallbackInfo& call) -> Napi::Value {
              Napi::Object result = Napi::Object::New(call.Env());
              result.Set("isDoubtful", scan->is_doubtful());
              result.Set("records", static_cast<double>(scan->records()));
              return result;
            }));
  return calls;
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  exports.Set("scanFile", Napi::Function::New(env, ScanFile));
  exports.Set("openScan", Napi::Function::New(env, OpenScan));
  exports.Set("openStructureScan", Napi::Function::New(env, OpenStructureScan));
  return exports;
}

}  // namespace

NODE_API_MODULE(dqs_scan, Init)
