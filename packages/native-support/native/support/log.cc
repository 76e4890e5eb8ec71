#include "support/log.h"

#include <algorithm>
#include <utility>

namespace dqs {
namespace {

constexpr size_t kMaxLines = 10000;  // a job that says more than this is repeating itself

thread_local LogSink* current_sink = nullptr;

struct LiveSinks {
  std::mutex mutex;
  std::vector<LogSink*> sinks;
};
// Leaked on purpose: detached threads may still log while the process ends.
LiveSinks& Live() {
  static LiveSinks* live = new LiveSinks;
  return *live;
}

}  // namespace

void LogSink::Add(const std::string& line) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (lines_.size() < kMaxLines) lines_.push_back(line);
}

std::vector<std::string> LogSink::Take() {
  std::lock_guard<std::mutex> lock(mutex_);
  return std::exchange(lines_, {});
}

LogScope::LogScope(LogSink* sink) : sink_(sink), previous_(current_sink) {
  LiveSinks& live = Live();
  std::lock_guard<std::mutex> lock(live.mutex);
  live.sinks.push_back(sink);
  current_sink = sink;
}

LogScope::~LogScope() {
  current_sink = previous_;
  LiveSinks& live = Live();
  std::lock_guard<std::mutex> lock(live.mutex);
  live.sinks.erase(std::find(live.sinks.begin(), live.sinks.end(), sink_));
}

void EmitLogLine(const std::string& line, Unscoped unscoped) {
  if (line.empty()) return;
  if (current_sink != nullptr) return current_sink->Add(line);
  if (unscoped == Unscoped::kDropped) return;
  LiveSinks& live = Live();
  std::lock_guard<std::mutex> lock(live.mutex);
  if (live.sinks.size() == 1) live.sinks.front()->Add(line);
}

}  // namespace dqs
