// The threads jobs run on: kept for a while when idle (each keeps its OpenMP team warm), limited in number.
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>

namespace dqs {

struct PoolTask {
  std::function<void()> run;
};

class Pool {
 public:
  static Pool& Instance();
  // A dedicated task gets a thread at once, beyond the limit.
  void Post(std::shared_ptr<PoolTask> task, bool dedicated);
  // Takes back a task that has not started; false when it has.
  bool Remove(const std::shared_ptr<PoolTask>& task);

 private:
  Pool();
  void StartThread();
  void Loop();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::shared_ptr<PoolTask>> queue_;
  int idle_ = 0;
  int threads_ = 0;
  int limit_ = 4;
};

}  // namespace dqs
