#include "scan.h"

#include <algorithm>
#include <exception>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

namespace dqs {

namespace {

/// The work of one scan; one thread runs it, or several at once.
class Scan {
 public:
  explicit Scan(const ScanOptions& options)
      : options_(options), reader_(options.path, options.chunk_bytes), parser_(options.layout) {}

  /// Threads that have something to do, 1 at least.
  size_t threads() const { return std::max<size_t>(1, std::min<uint64_t>(options_.threads, reader_.pieces())); }

  /// Counts chunks until none is left. What it throws stops the other threads as well.
  void Run(Counts& counts, std::exception_ptr& failure) noexcept {
    try {
      Chunk chunk;
      while (reader_.Next(chunk)) {
        if (options_.control->is_stopped) throw Unusual{""};
        parser_.Parse(chunk, counts);
        const size_t limit = options_.memory_limit / threads();
        counts.Compact(limit / 8);
        if (counts.bytes() > limit) throw Unusual{"it needs much memory", true};
        options_.control->bytes_done = reader_.bytes_done();
      }
    } catch (...) {
      failure = std::current_exception();
      reader_.Stop();
    }
  }

 private:
  const ScanOptions& options_;
  ChunkReader reader_;
  RecordParser parser_;
};

}  // namespace

MergedCounts ScanFile(const ScanOptions& options) {
  Scan scan(options);
  const size_t wanted = scan.threads();
  std::vector<std::unique_ptr<Counts>> counts(wanted);
  for (auto& part : counts) part = std::make_unique<Counts>();
  std::vector<std::exception_ptr> failures(wanted);
  std::vector<std::thread> threads;
  threads.reserve(wanted);
  try {
    for (size_t i = 1; i < wanted; ++i) threads.emplace_back([&, i] { scan.Run(*counts[i], failures[i]); });
  } catch (const std::exception&) {
    // The system gives no more threads: those there are, this one at least, take all the chunks.
  }
  scan.Run(*counts[0], failures[0]);
  for (std::thread& thread : threads) thread.join();
  for (const std::exception_ptr& failure : failures)
    if (failure) std::rethrow_exception(failure);
  MergedCounts merged;
  for (auto& part : counts) {
    merged.Absorb(std::move(*part));
    part.reset();
  }
  return merged;
}

}  // namespace dqs
