// The threads jobs run on: kept for a while when idle (each keeps its OpenMP team warm), limited in number.
#pragma once
#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>

namespace dqs {

struct PoolTask {
  std::function<void()> run;
  // Tells whoever waits that it is over. The thread counts as idle by then: what is asked next finds it, and its warm
  // OpenMP team. More threads with teams than processors make libgomp throttle its waiting, which slows all of them.
  std::function<void()> finish;
};

class Pool {
 public:
  static Pool& Instance();
  // A dedicated task gets a thread at once, beyond the limit.
  void Post(std::shared_ptr<PoolTask> task, bool dedicated);
  // Runs a function on an idle thread of the pool, whose OpenMP team is warm, and waits for it; without an idle thread
  // runs it where it is. What the function throws comes back.
  void RunAndWait(const std::function<void()>& work);
  // Takes back a task that has not started; false when it has.
  bool Remove(const std::shared_ptr<PoolTask>& task);
  // Whether the process is ending: jobs are to stop, and none starts.
  bool exiting() const { return exiting_; }
  // Has whatever runs stopped when the process ends, and waits for it: process.exit runs no environment cleanup, and the
  // libraries' own cleanup would pull the ground from under a thread in them. A dedicated task may be waiting for another
  // machine, which nothing ends: it is given some time and then left to its fate.
  void StopAtExit();

 private:
  Pool();
  void Shutdown();
  void RunDedicated(std::shared_ptr<PoolTask> task);
  void Rest(std::unique_lock<std::mutex>* lock, std::shared_ptr<PoolTask> task);
  bool PostIfIdle(const std::shared_ptr<PoolTask>& task);
  void StartThread();
  void Loop();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::shared_ptr<PoolTask>> queue_;
  int idle_ = 0;
  int threads_ = 0;
  int limit_ = 4;
  int running_ = 0;    // tasks on threads of the pool
  int dedicated_ = 0;  // tasks on threads of their own
  std::condition_variable stopped_;
  std::atomic<bool> exiting_{false};
};

}  // namespace dqs
