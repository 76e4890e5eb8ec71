// A library's log lines, collected per job and never printed.
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

// While it lives, what the library says on this thread goes to `sink`.
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

// Where the lines of a thread without a scope of its own go, such as OpenMP's helper threads.
enum class Unscoped { kDropped, kToOnlySink };

// Takes a line, without its end, from the library. With kToOnlySink a thread without a scope adds to the only live sink,
// and to none when several jobs run: whose line it is cannot be told.
void EmitLogLine(const std::string& line, Unscoped unscoped);

}  // namespace dqs
