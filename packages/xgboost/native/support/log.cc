#include "support/log.h"

#include <utility>

namespace dqs {
namespace {

constexpr size_t kMaxLines = 10000;  // a job that says more than this is repeating itself

thread_local LogSink* current_sink = nullptr;

}  // namespace

void LogSink::Add(const std::string& line) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (lines_.size() < kMaxLines) lines_.push_back(line);
}

std::vector<std::string> LogSink::Take() {
  std::lock_guard<std::mutex> lock(mutex_);
  return std::exchange(lines_, {});
}

LogScope::LogScope(LogSink* sink) : sink_(sink), previous_(current_sink) { current_sink = sink_; }

LogScope::~LogScope() { current_sink = previous_; }

void EmitLogLine(const char* text) {
  std::string line = text;
  while (!line.empty() && line.back() == '\n') line.pop_back();
  if (current_sink != nullptr && !line.empty()) current_sink->Add(line);
}

}  // namespace dqs
