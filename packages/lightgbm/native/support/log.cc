#include "support/log.h"

#include <R_ext/Print.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace dqs {
namespace {

constexpr size_t kMaxLines = 10000;  // a job that says more than this is repeating itself

thread_local LogSink* current_sink = nullptr;
thread_local std::string current_line;

struct LiveSinks {
  std::mutex mutex;
  std::vector<LogSink*> sinks;
};
// Leaked on purpose: detached threads may still log while the process ends.
LiveSinks& Live() {
  static LiveSinks* live = new LiveSinks;
  return *live;
}

void Emit(const std::string& line) {
  if (current_sink != nullptr) {
    current_sink->Add(line);
    return;
  }
  LiveSinks& live = Live();
  std::lock_guard<std::mutex> lock(live.mutex);
  if (live.sinks.size() == 1) live.sinks.front()->Add(line);
}

// LightGBM writes a line in up to three parts.
void Append(const char* text) {
  for (; *text != '\0'; ++text) {
    if (*text != '\n') {
      current_line += *text;
    } else if (!current_line.empty()) {
      Emit(current_line);
      current_line.clear();
    }
  }
}

void AppendFormatted(const char* format, va_list arguments) {
  char buffer[1024];
  vsnprintf(buffer, sizeof buffer, format, arguments);
  Append(buffer);
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
  current_sink = sink;
  current_line.clear();
  LiveSinks& live = Live();
  std::lock_guard<std::mutex> lock(live.mutex);
  live.sinks.push_back(sink);
}

LogScope::~LogScope() {
  current_sink = previous_;
  LiveSinks& live = Live();
  std::lock_guard<std::mutex> lock(live.mutex);
  live.sinks.erase(std::find(live.sinks.begin(), live.sinks.end(), sink_));
}

}  // namespace dqs

extern "C" {
void Rprintf(const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  dqs::AppendFormatted(format, arguments);
  va_end(arguments);
}
void Rvprintf(const char* format, va_list arguments) { dqs::AppendFormatted(format, arguments); }
void REprintf(const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  dqs::AppendFormatted(format, arguments);
  va_end(arguments);
}
void R_FlushConsole(void) {}
}
