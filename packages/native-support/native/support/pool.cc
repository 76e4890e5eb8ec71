#include "support/pool.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <thread>

namespace dqs {
namespace {
constexpr auto kIdleTime = std::chrono::seconds(20);
constexpr auto kExitPatience = std::chrono::seconds(2);
}

// Leaked on purpose: idle threads may outlive static destruction.
Pool& Pool::Instance() {
  static Pool* pool = new Pool;
  return *pool;
}

// Every thread has an OpenMP team of its own: more jobs at a time than this only make each other slower.
Pool::Pool() : limit_(std::max(4, 2 * static_cast<int>(std::thread::hardware_concurrency()))) {}

void Pool::Post(std::shared_ptr<PoolTask> task, bool dedicated) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (dedicated) {
    std::thread([this, task] { RunDedicated(task); }).detach();
    ++dedicated_;  // under the lock: the thread cannot have come to its end
    return;
  }
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

void Pool::StopAtExit() {
  std::atexit([] { Instance().Shutdown(); });
}

void Pool::Shutdown() {
  std::unique_lock<std::mutex> lock(mutex_);
  exiting_ = true;
  queue_.clear();
  stopped_.wait(lock, [this] { return running_ == 0; });
  stopped_.wait_for(lock, kExitPatience, [this] { return dedicated_ == 0; });
}

void Pool::RunDedicated(std::shared_ptr<PoolTask> task) {
  task->run();
  std::unique_lock<std::mutex> lock(mutex_);
  --dedicated_;
  if (exiting_) return Rest(&lock, std::move(task));
  lock.unlock();
  task->finish();
}

void Pool::StartThread() {
  std::thread([this] { Loop(); }).detach();
  ++threads_;
}

void Pool::RunAndWait(const std::function<void()>& work) {
  std::exception_ptr failure;
  std::mutex mutex;
  std::condition_variable ended;
  bool over = false;
  const auto task = std::make_shared<PoolTask>();
  task->run = [&] {
    try {
      work();
    } catch (...) {
      failure = std::current_exception();
    }
  };
  task->finish = [&] {
    const std::lock_guard<std::mutex> lock(mutex);
    over = true;
    ended.notify_one();
  };
  if (!PostIfIdle(task)) return work();
  std::unique_lock<std::mutex> lock(mutex);
  ended.wait(lock, [&] { return over; });
  if (failure) std::rethrow_exception(failure);
}

bool Pool::PostIfIdle(const std::shared_ptr<PoolTask>& task) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (idle_ <= static_cast<int>(queue_.size())) return false;
  queue_.push_back(task);
  wake_.notify_one();
  return true;
}

// Nobody waits for a result any more. What the task holds is kept: freeing it would call a library that goes away.
void Pool::Rest(std::unique_lock<std::mutex>* lock, std::shared_ptr<PoolTask> task) {
  new std::shared_ptr<PoolTask>(std::move(task));
  stopped_.notify_all();
  lock->unlock();
}

void Pool::Loop() {
  std::unique_lock<std::mutex> lock(mutex_);
  ++idle_;
  while (!exiting_ && wake_.wait_for(lock, kIdleTime, [this] { return !queue_.empty(); })) {
    std::shared_ptr<PoolTask> task = std::move(queue_.front());
    queue_.pop_front();
    --idle_;
    ++running_;
    lock.unlock();
    task->run();
    lock.lock();
    --running_;
    if (exiting_) return Rest(&lock, std::move(task));
    ++idle_;
    lock.unlock();
    task->finish();
    task.reset();
    lock.lock();
  }
  --idle_;
  --threads_;
}

}  // namespace dqs
