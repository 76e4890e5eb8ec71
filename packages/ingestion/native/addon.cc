// scanFile(path, layout, limits, control): counts a delimited file off the JavaScript thread. Arguments are checked by
// src/native/scan-file.ts, their only caller; here only what could corrupt memory is checked again.
#include <napi.h>

#include <cstring>
#include <memory>
#include <string>
#include <utility>

#include "scan.h"

namespace {

using dqs::Counts;
using dqs::Dictionary;

constexpr double kMaxExactCount = 4294967295.0;

/// A text as it stands in the file, without the quotes around it and with doubled quotes halved.
std::string Unescaped(std::string_view text) {
  if (text.empty() || text[0] != '"') return std::string(text);
  std::string plain;
  for (size_t i = 1; i + 1 < text.size(); ++i) {
    plain += text[i];
    if (text[i] == '"') ++i;
  }
  return plain;
}

Napi::Array TextsOf(Napi::Env env, const Dictionary& dictionary) {
  Napi::Array texts = Napi::Array::New(env, dictionary.size());
  for (size_t i = 0; i < dictionary.size(); ++i)
    texts.Set(static_cast<uint32_t>(i), Napi::String::New(env, Unescaped(dictionary.at(i))));
  return texts;
}

/// A typed array filled by `value(i)`.
template <typename Array, typename Value>
Array Filled(Napi::Env env, size_t length, const Value& value) {
  Array array = Array::New(env, length);
  auto* const data = array.Data();
  for (size_t i = 0; i < length; ++i) data[i] = static_cast<std::decay_t<decltype(data[0])>>(value(i));
  return array;
}

/// A count of a cell: itself, or where it is odd minus one minus its number among the odd ones.
double CountValue(uint64_t count) {
  return count & dqs::kOddCount ? -1.0 - static_cast<double>(dqs::Low(count)) : static_cast<double>(count);
}

Napi::Object CellsOf(Napi::Env env, const Counts& counts) {
  const auto& cells = counts.cells;
  Napi::Object columns = Napi::Object::New(env);
  using Ints = Napi::Int32Array;
  using Doubles = Napi::Float64Array;
  columns.Set("key", Filled<Ints>(env, cells.size(), [&](size_t i) { return dqs::Low(cells.at(i)[0]); }));
  columns.Set("date", Filled<Ints>(env, cells.size(), [&](size_t i) { return dqs::High(cells.at(i)[0]); }));
  columns.Set("results", Filled<Ints>(env, cells.size(), [&](size_t i) { return cells.at(i)[1]; }));
  columns.Set("recordCount", Filled<Doubles>(env, cells.size(), [&](size_t i) { return CountValue(cells.at(i)[2]); }));
  columns.Set("filteredCount",
              Filled<Doubles>(env, cells.size(), [&](size_t i) { return CountValue(cells.at(i)[3]); }));
  columns.Set("rows", Filled<Napi::Uint32Array>(env, cells.size(), [&](size_t i) { return cells.count(i); }));
  return columns;
}

Napi::Object LabelsOf(Napi::Env env, const Counts& counts) {
  const auto& labels = counts.labels;
  Napi::Object columns = Napi::Object::New(env);
  using Ints = Napi::Int32Array;
  columns.Set("key", Filled<Ints>(env, labels.size(), [&](size_t i) { return dqs::Low(labels.at(i)[0]); }));
  columns.Set("level", Filled<Ints>(env, labels.size(), [&](size_t i) { return dqs::High(labels.at(i)[0]); }));
  columns.Set("attribute", Filled<Ints>(env, labels.size(), [&](size_t i) { return dqs::Low(labels.at(i)[1]); }));
  columns.Set("results", Filled<Ints>(env, labels.size(), [&](size_t i) { return dqs::High(labels.at(i)[1]); }));
  columns.Set("rows", Filled<Napi::Uint32Array>(env, labels.size(), [&](size_t i) { return labels.count(i); }));
  return columns;
}

/// Five numbers a key: source, tenant, dataset, name, rule.
Napi::Int32Array KeysOf(Napi::Env env, const Counts& counts) {
  const auto& keys = counts.keys;
  return Filled<Napi::Int32Array>(env, keys.size() * 5, [&](size_t i) {
    const auto& [place, dataset, rule] = keys.at(i / 5);
    const uint32_t parts[] = {dqs::Low(place), dqs::High(place), dqs::Low(dataset), dqs::High(dataset),
                              static_cast<uint32_t>(rule)};
    return parts[i % 5];
  });
}

Napi::Object ResultOf(Napi::Env env, const Counts& counts) {
  Napi::Array texts = Napi::Array::New(env, dqs::kDictionaries);
  for (size_t column = 0; column < dqs::kDictionaries; ++column)
    texts.Set(static_cast<uint32_t>(column), TextsOf(env, counts.texts[column]));
  Napi::Object result = Napi::Object::New(env);
  result.Set("rows", static_cast<double>(counts.rows));
  result.Set("texts", texts);
  result.Set("keys", KeysOf(env, counts));
  result.Set("cells", CellsOf(env, counts));
  result.Set("labels", LabelsOf(env, counts));
  return result;
}

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
      counts_ = std::make_unique<Counts>(dqs::ScanFile(options_));
      if (static_cast<double>(counts_->rows) > kMaxExactCount) throw dqs::Unusual{"it has more than 2^32 rows"};
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
    else deferred_.Resolve(ResultOf(Env(), *counts_));
  }
  void OnError(const Napi::Error& error) override { deferred_.Reject(error.Value()); }

 private:
  dqs::ScanOptions options_;
  Napi::Promise::Deferred deferred_;
  /// Keeps the shared words alive.
  Napi::Reference<Napi::Int32Array> control_;
  std::unique_ptr<Counts> counts_;
  std::string unusual_;
  bool is_unusual_ = false;
};

dqs::Layout LayoutOf(const Napi::Object& given) {
  dqs::Layout layout;
  layout.delimiter = given.Get("delimiter").As<Napi::String>().Utf8Value().at(0);
  const Napi::Array columns = given.Get("columns").As<Napi::Array>();
  layout.width = columns.Length();
  for (uint32_t i = 0; i < columns.Length(); ++i)
    layout.column_of.push_back(columns.Get(i).As<Napi::Number>().Uint32Value());
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
