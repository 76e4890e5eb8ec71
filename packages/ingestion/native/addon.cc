// scanFile(path, layout, limits, control): counts a delimited file off the JavaScript thread; the counts' own function
// `cells` then gives the cells of their panel. Arguments are checked by src/native, the only caller; here only what could
// corrupt memory is checked again.
#include <napi.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

#include "scan.h"
#include "scan_result.h"

namespace {

using dqs::MergedCounts;

/// With no more rows than this, no sum of them exceeds a column of 32 bits.
constexpr uint64_t kMaxRows = 0x7fffffff;

class ScanWorker : public Napi::AsyncWorker {
 public:
  ScanWorker(Napi::Env env, dqs::ScanOptions options, Napi::Int32Array control)
      : Napi::AsyncWorker(env), options_(std::move(options)), deferred_(Napi::Promise::Deferred::New(env)),
        control_(Napi::Persistent(control)) {
    static_assert(sizeof(std::atomic<int32_t>) == sizeof(int32_t));
    options_.control = reinterpret_cast<std::atomic<int32_t>*>(control.Data());
  }
  Napi::Promise promise() const { return deferred_.Promise(); }

  void Execute() override {
    try {
      counts_ = std::make_shared<MergedCounts>(dqs::ScanFile(options_));
      if (counts_->rows > kMaxRows) throw dqs::Unusual{"it has more than 2^31 - 1 rows"};
    } catch (const dqs::Unusual& unusual) {
      unusual_ = unusual.reason;
      is_unusual_ = true;
    } catch (const dqs::SystemFailure& failure) {
      SetError(std::strerror(failure.error));
    } catch (const std::exception& error) {
      SetError(error.what());
    }
  }
  void OnOK() override {
    if (is_unusual_) deferred_.Resolve(Napi::String::New(Env(), unusual_));
    else deferred_.Resolve(dqs::ResultOf(Env(), std::move(counts_)));
  }
  void OnError(const Napi::Error& error) override { deferred_.Reject(error.Value()); }

 private:
  dqs::ScanOptions options_;
  Napi::Promise::Deferred deferred_;
  /// Keeps the shared words alive.
  Napi::Reference<Napi::Int32Array> control_;
  std::shared_ptr<MergedCounts> counts_;
  std::string unusual_;
  bool is_unusual_ = false;
};

dqs::Layout LayoutOf(const Napi::Object& given) {
  dqs::Layout layout;
  layout.delimiter = given.Get("delimiter").As<Napi::String>().Utf8Value().at(0);
  const Napi::Array columns = given.Get("columns").As<Napi::Array>();
  layout.width = columns.Length();
  for (uint32_t i = 0; i < columns.Length(); ++i)
    layout.column_of.push_back(std::min<size_t>(columns.Get(i).As<Napi::Number>().Uint32Value(), dqs::kColumns));
  return layout;
}

Napi::Value ScanFile(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (info.Length() != 4 || !info[0].IsString() || !info[1].IsObject() || !info[2].IsObject() ||
      !info[3].IsTypedArray() || info[3].As<Napi::Int32Array>().ElementLength() < 2)
    throw Napi::TypeError::New(env, "expected scanFile(path, layout, limits, control)");
  const Napi::Object limits = info[2].As<Napi::Object>();
  const auto number = [&](const char* name) {
    return static_cast<size_t>(limits.Get(name).As<Napi::Number>().Int64Value());
  };
  dqs::ScanOptions options;
  options.path = info[0].As<Napi::String>().Utf8Value();
  options.layout = LayoutOf(info[1].As<Napi::Object>());
  options.threads = number("threads");
  options.chunk_bytes = number("chunkBytes");
  options.memory_limit = number("memoryBytes");
  auto* worker = new ScanWorker(env, std::move(options), info[3].As<Napi::Int32Array>());
  worker->Queue();
  return worker->promise();
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  exports.Set("scanFile", Napi::Function::New(env, ScanFile));
  return exports;
}

}  // namespace

NODE_API_MODULE(dqs_scan, Init)
