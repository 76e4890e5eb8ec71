// LightGBM's log lines, collected per job and never printed.
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

// While it lives, what LightGBM says on this thread goes to `sink`. OpenMP's helper threads have no scope of their own:
// their lines go to the only live sink, and nowhere when several jobs run (whose they are cannot be told).
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

}  // namespace dqs
