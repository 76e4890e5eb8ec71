#include "scan.h"

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

  /// Counts chunks until none is left. What it throws stops the other threads as well.
  void Run(Counts& counts, std::exception_ptr& failure) noexcept {
    try {
      Chunk chunk;
      while (reader_.Next(chunk)) {
        if (options_.control[0] != 0) throw Unusual{""};
        parser_.Parse(chunk, counts);
        const size_t limit = options_.memory_limit / options_.threads;
        counts.Compact(limit / 8);
        if (counts.bytes() > limit) throw Unusual{"it needs much memory"};
        options_.control[1] = static_cast<int32_t>(reader_.bytes_done() >> 20);
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
  std::vector<std::unique_ptr<Counts>> counts(options.threads);
  for (auto& part : counts) part = std::make_unique<Counts>();
  std::vector<std::exception_ptr> failures(options.threads);
  std::vector<std::thread> threads;
  for (size_t i = 1; i < options.threads; ++i)
    threads.emplace_back([&, i] { scan.Run(*counts[i], failures[i]); });
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
