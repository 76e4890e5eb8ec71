#include "support/pool.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace dqs {
namespace {
constexpr auto kIdleTime = std::chrono::seconds(20);
}

// Leaked on purpose: idle threads may outlive static destruction.
Pool& Pool::Instance() {
  static Pool* pool = new Pool;
  return *pool;
}

// Every thread has an OpenMP team of its own: more jobs at a time than this only make each other slower.
Pool::Pool() : limit_(std::max(4, 2 * static_cast<int>(std::thread::hardware_concurrency()))) {}

void Pool::Post(std::shared_ptr<PoolTask> task, bool dedicated) {
  if (dedicated) {
    std::thread([task] { task->run(); }).detach();
    return;
  }
  std::lock_guard<std::mutex> lock(mutex_);
  if (idle_ <= static_cast<int>(queue_.size()) && threads_ < limit_) StartThread();
  queue_.push_back(std::move(task));
  wake_.notify_one();
}

bool Pool::Remove(const std::shared_ptr<PoolTask>& task) {
  std::lock_guard<std::mutex> lock(mutex_);
  const auto found = std::find(queue_.begin(), queue_.end(), task);
  if (found == queue_.end()) return false;
  queue_.erase(found);
  return true;
}

void Pool::StartThread() {
  std::thread([this] { Loop(); }).detach();
  ++threads_;
}

void Pool::Loop() {
  std::unique_lock<std::mutex> lock(mutex_);
  for (;;) {
    ++idle_;
    const bool woken = wake_.wait_for(lock, kIdleTime, [this] { return !queue_.empty(); });
    --idle_;
    if (!woken) {
      --threads_;
      return;
    }
    std::shared_ptr<PoolTask> task = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    task->run();
    task.reset();
    lock.lock();
  }
}

}  // namespace dqs
