#include "library/library.h"

#include <dlfcn.h>

#include <atomic>
#include <cctype>
#include <memory>
#include <mutex>

#include "support/errors.h"
#include "support/log.h"
#include "support/pool.h"

namespace dqs {
namespace {

constexpr int kOldestMajor = 1;
constexpr int kOldestMinor = 7;

struct Opened {
  Api api{};
  LibraryVersion version;
  void* handle = nullptr;
};

std::mutex open_mutex;
std::atomic<const Opened*> opened{nullptr};

template <class Function>
void Find(void* handle, const char* name, Function* function) {
  void* symbol = dlsym(handle, name);
  if (symbol == nullptr) throw Failure("library-incompatible", std::string("it has no function ") + name);
  *function = reinterpret_cast<Function>(symbol);
}

void FindAll(void* handle, Api* api) {
#define DQS_FIND(name) Find(handle, #name, &api->name)
  DQS_FIND(XGBoostVersion);
  DQS_FIND(XGBGetLastError);
  DQS_FIND(XGBRegisterLogCallback);
  DQS_FIND(XGDMatrixCreateFromDense);
  DQS_FIND(XGDMatrixFree);
  DQS_FIND(XGDMatrixSetFloatInfo);
  DQS_FIND(XGDMatrixGetFloatInfo);
  DQS_FIND(XGDMatrixSetUIntInfo);
  DQS_FIND(XGDMatrixSetStrFeatureInfo);
  DQS_FIND(XGBoosterCreate);
  DQS_FIND(XGBoosterFree);
  DQS_FIND(XGBoosterSlice);
  DQS_FIND(XGBoosterBoostedRounds);
  DQS_FIND(XGBoosterSetParam);
  DQS_FIND(XGBoosterGetNumFeature);
  DQS_FIND(XGBoosterUpdateOneIter);
  DQS_FIND(XGBoosterBoostOneIter);
  DQS_FIND(XGBoosterEvalOneIter);
  DQS_FIND(XGBoosterPredictFromDMatrix);
  DQS_FIND(XGBoosterPredictFromDense);
  DQS_FIND(XGBoosterLoadModelFromBuffer);
  DQS_FIND(XGBoosterSaveModelToBuffer);
  DQS_FIND(XGBoosterSaveJsonConfig);
  DQS_FIND(XGBoosterSetAttr);
  DQS_FIND(XGBoosterGetAttr);
  DQS_FIND(XGBoosterGetAttrNames);
  DQS_FIND(XGBoosterSetStrFeatureInfo);
  DQS_FIND(XGBoosterGetStrFeatureInfo);
  DQS_FIND(XGBoosterFeatureScore);
#undef DQS_FIND
}

void CheckVersion(const LibraryVersion& version) {
  if (version.major > kOldestMajor || (version.major == kOldestMajor && version.minor >= kOldestMinor)) return;
  throw Failure("library-incompatible", "it is XGBoost " + version.text() + ", 1.7 or newer is needed");
}

// Never closed: OpenMP's threads may still stand in its code. One that fails the checks is let go.
Opened* Open(const std::string& path) {
  void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) throw Failure("library-missing", dlerror());
  auto result = std::make_unique<Opened>();
  result->handle = handle;
  try {
    FindAll(handle, &result->api);
    LibraryVersion& version = result->version;
    result->api.XGBoostVersion(&version.major, &version.minor, &version.patch);
    CheckVersion(version);
  } catch (...) {
    dlclose(handle);
    throw;
  }
  return result.release();
}

void OnLogText(const char* text) {
  std::string line = text;
  while (!line.empty() && line.back() == '\n') line.pop_back();
  EmitLogLine(line, Unscoped::kDropped);
}

// XGBoost keeps its log callback by thread.
void PrepareThread(const Api& api) {
  thread_local bool prepared = false;
  if (prepared) return;
  api.XGBRegisterLogCallback(OnLogText);
  prepared = true;
}

// "[12:00:00] /where/it/was/built/file.cc:81: Check failed: …", then a stack trace: what remains is what went wrong.
std::string OwnWords(std::string text) {
  text = text.substr(0, text.find("\nStack trace:"));
  const size_t time = text.find("] ");
  if (!text.empty() && text[0] == '[' && time != std::string::npos) {
    const size_t line = text.find(": ", time);
    if (line != std::string::npos && std::isdigit(static_cast<unsigned char>(text[line - 1])) != 0) text.erase(0, line + 2);
  }
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) text.pop_back();
  return text;
}

}  // namespace

std::string LibraryVersion::text() const {
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
}

LibraryVersion OpenLibrary(const std::string& path) {
  const std::lock_guard<std::mutex> lock(open_mutex);
  const Opened* current = opened.load();
  if (current == nullptr) {
    current = Open(path);
    // After the library's own: what is registered last is called first.
    Pool::Instance().StopAtExit();
    opened.store(current);
    return current->version;
  }
  void* again = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NOLOAD);
  if (again != nullptr) dlclose(again);
  if (again != current->handle) {
    throw Failure("library-incompatible", "another XGBoost library is in use in this process already");
  }
  return current->version;
}

const Api& Library() {
  const Opened* current = opened.load();
  if (current == nullptr) throw Failure("library-missing", "no XGBoost library is open");
  PrepareThread(current->api);
  return current->api;
}

void Check(int result) {
  if (result == 0) return;
  const std::string own = OwnWords(opened.load()->api.XGBGetLastError());
  throw Failure("xgboost", own.empty() ? "XGBoost failed without a message" : own);
}

}  // namespace dqs
