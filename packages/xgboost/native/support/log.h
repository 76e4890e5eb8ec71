// XGBoost's log lines, collected per job and never printed.
#pragma once
#include <mutex>
#include <string>
#include <vector>

namespace dqs {

class LogSink {
 public:
  void Add(const std::string& line);
  std::vector<std::string> Take();

 private:
  std::mutex mutex_;
  std::vector<std::string> lines_;
};

// While it lives, what XGBoost says on this thread goes to `sink`; without one nowhere.
class LogScope {
 public:
  explicit LogScope(LogSink* sink);
  ~LogScope();
  LogScope(const LogScope&) = delete;
  LogScope& operator=(const LogScope&) = delete;

 private:
  LogSink* sink_;
  LogSink* previous_;
};

// The callback XGBoost is given.
void EmitLogLine(const char* text);

}  // namespace dqs
