// Blocks of rows through the kernels.
#include <LightGBM/objective_function.h>
#include <omp.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "flat/flat_model.h"
#include "forest/build.h"
#include "forest/kernels.h"
#include "forest/row_table.h"

namespace dqs {
namespace {

constexpr double kZeroThreshold = 1e-35f;  // LightGBM reads |v| <= this as 0

// LightGBM drops |v| <= 1e-35 when it gathers a row: such a value reaches the tree as 0.
inline double Normalise(double value) { return std::fabs(value) <= kZeroThreshold ? 0.0 : value; }

uint8_t CategoryRank(const FlatFeature& feature, double value) {
  const auto other = static_cast<uint8_t>(feature.categories.size());
  // As LightGBM: truncated towards zero, negative and unseen ones go right. The comparison is false for NaN, and for
  // numbers no int can hold, whose cast would be undefined.
  if (!(value > -1.0 && value < 2147483648.0)) return other;
  const auto category = static_cast<size_t>(value);
  return category < feature.category_rank.size() ? feature.category_rank[category] : other;
}

// Up to so many rows are ranked one by one: the kernels always rank a whole block.
constexpr int kFewRows = 8;

class Ranker {
 public:
  // The matrix holds the columns of the caller's data from `first` on.
  Ranker(const FlatData& data, const Matrix& matrix, RankKernel kernel, int first = 0)
      : data_(data), matrix_(matrix), kernel_(kernel), first_(first) {}

  // Ranks of rows [from, from + rows) for every column of the model that the matrix holds.
  void Rank(int64_t from, int rows, uint8_t* ranks) {
    loaded_ = -1;
    for (size_t c = 0; c < data_.column.size(); ++c) {
      const RankColumn& column = data_.column[c];
      if (!Holds(column)) continue;
      uint8_t* out = ranks + c * kBlockRows;
      if (loaded_ != column.feature) Load(column.feature, from, rows);
      std::memcpy(out, base_, kBlockRows);
      ApplyMissing(column, out);
    }
  }

  bool Holds(const RankColumn& column) const {
    const int at = data_.feature[column.feature].column - first_;
    return at >= 0 && at < matrix_.width();
  }

 private:
  void Load(int index, int64_t from, int rows) {
    const FlatFeature& feature = data_.feature[index];
    loaded_ = index;
    CopyRows(matrix_.columns[feature.column - first_], from, rows, values_, 1);
    for (int i = rows; i < kBlockRows; ++i) values_[i] = 0.0;
    has_nan_ = false;
    for (int i = 0; i < kBlockRows; ++i) {
      values_[i] = Normalise(values_[i]);
      has_nan_ |= std::isnan(values_[i]);
    }
    if (feature.categorical) {
      for (int i = 0; i < kBlockRows; ++i) base_[i] = CategoryRank(feature, values_[i]);
      return;
    }
    if (rows <= kFewRows) {
      std::memset(base_, 0, kBlockRows);
      for (int i = 0; i < rows; ++i) {
        base_[i] = RankOne(feature.padded.data(), std::isnan(values_[i]) ? 0.0 : values_[i]);
      }
      return;
    }
    if (!has_nan_) return kernel_(feature.padded.data(), values_, base_);
    alignas(64) double clean[kBlockRows];
    for (int i = 0; i < kBlockRows; ++i) clean[i] = std::isnan(values_[i]) ? 0.0 : values_[i];
    kernel_(feature.padded.data(), clean, base_);
  }

  void ApplyMissing(const RankColumn& column, uint8_t* out) const {
    const FlatFeature& feature = data_.feature[column.feature];
    const auto rank = static_cast<uint8_t>(column.missing_left ? 0 : feature.thresholds.size());
    if (column.missing == kMissingNaN && has_nan_) {
      for (int i = 0; i < kBlockRows; ++i) out[i] = std::isnan(values_[i]) ? rank : out[i];
    } else if (column.missing == kMissingZero) {
      for (int i = 0; i < kBlockRows; ++i) out[i] = std::isnan(values_[i]) || values_[i] == 0.0 ? rank : out[i];
    }
  }

  const FlatData& data_;
  const Matrix& matrix_;
  const RankKernel kernel_;
  const int first_;
  int loaded_ = -1;
  bool has_nan_ = false;
  alignas(64) double values_[kBlockRows];
  alignas(64) uint8_t base_[kBlockRows];
};

constexpr size_t kAlign = 64;
template <class T>
T* AlignUp(T* pointer) {
  return reinterpret_cast<T*>((reinterpret_cast<uintptr_t>(pointer) + kAlign - 1) & ~uintptr_t{kAlign - 1});
}

// The ranks of what groups of rows share, one byte a group and column.
class GroupRanks {
 public:
  GroupRanks(const FlatData& data, const Matrix& groups, int first, RankKernel kernel) {
    Ranker ranker(data, groups, kernel, first);
    for (size_t c = 0; c < data.column.size(); ++c) {
      if (ranker.Holds(data.column[c])) columns_.push_back(c);
    }
    const int64_t blocks = (groups.rows + kBlockRows - 1) / kBlockRows;
    stride_ = blocks * kBlockRows;
    ranks_.resize(columns_.size() * static_cast<size_t>(stride_));
    std::vector<uint8_t> memory(data.column.size() * kBlockRows + kAlign);
    uint8_t* block_ranks = AlignUp(memory.data());
    for (int64_t block = 0; block < blocks; ++block) {
      const int64_t from = block * kBlockRows;
      ranker.Rank(from, static_cast<int>(std::min<int64_t>(kBlockRows, groups.rows - from)), block_ranks);
      for (size_t k = 0; k < columns_.size(); ++k) {
        std::memcpy(ranks_.data() + k * stride_ + from, block_ranks + columns_[k] * kBlockRows, kBlockRows);
      }
    }
  }

  // Writes the ranks of rows that are in these groups.
  void Expand(const int32_t* group_of, int rows, uint8_t* ranks) const {
    for (size_t k = 0; k < columns_.size(); ++k) {
      const uint8_t* of_group = ranks_.data() + k * stride_;
      uint8_t* out = ranks + columns_[k] * kBlockRows;
      for (int i = 0; i < rows; ++i) out[i] = of_group[group_of[i]];
    }
  }

 private:
  std::vector<size_t> columns_;
  std::vector<uint8_t> ranks_;
  int64_t stride_ = 0;
};

std::vector<int32_t> GroupOfRows(const int32_t* offsets, int32_t groups) {
  std::vector<int32_t> group_of(static_cast<size_t>(offsets[groups]));
  for (int32_t g = 0; g < groups; ++g) std::fill(group_of.begin() + offsets[g], group_of.begin() + offsets[g + 1], g);
  return group_of;
}

}  // namespace

std::shared_ptr<const FlatModel> FlatModel::Build(const ModelText& text,
                                                  std::shared_ptr<const LightGBM::ObjectiveFunction> objective) {
  FlatBuilder builder(text.outputs, false);
  for (const TextTree& tree : text.trees) {
    if (tree.linear || !builder.Collect(tree)) return nullptr;
  }
  if (!builder.Complete()) return nullptr;
  for (size_t t = 0; t < text.trees.size(); ++t) {
    if (!builder.Add(text.trees[t], static_cast<int>(t % static_cast<size_t>(text.outputs)))) return nullptr;
  }
  return std::make_shared<const FlatModel>(builder.Take(), text.average, std::move(objective));
}

FlatModel::FlatModel(FlatData data, bool average, std::shared_ptr<const LightGBM::ObjectiveFunction> objective)
    : data_(std::move(data)), average_(average), objective_(std::move(objective)) {}
FlatModel::~FlatModel() = default;

void FlatModel::Predict(const Matrix& matrix, int64_t from, int64_t to, IterationRange range, bool raw, int threads,
                        Isa isa, double* out) const {
  const KernelSet kernels = KernelsFor(isa);
  Blocks(from, to, range, raw, threads, kernels.sum, out, [&] {
    return [ranker = Ranker(data_, matrix, kernels.rank)](int64_t row, int rows, uint8_t* ranks) mutable {
      ranker.Rank(row, rows, ranks);
    };
  });
}

void FlatModel::PredictGroups(const Matrix& matrix, const Matrix& groups, const int32_t* offsets, IterationRange range,
                              int threads, double* out) const {
  const KernelSet kernels = KernelsFor(Isa::kAuto);
  const GroupRanks shared(data_, groups, matrix.width(), kernels.rank);
  const std::vector<int32_t> group_of = GroupOfRows(offsets, groups.rows);
  Blocks(0, matrix.rows, range, false, threads, kernels.sum, out, [&] {
    return [&, ranker = Ranker(data_, matrix, kernels.rank)](int64_t row, int rows, uint8_t* ranks) mutable {
      ranker.Rank(row, rows, ranks);
      shared.Expand(group_of.data() + row, rows, ranks);
    };
  });
}

// `make_rank` gives each thread what writes the ranks of a block: (first row, rows, ranks).
template <class MakeRank>
void FlatModel::Blocks(int64_t from, int64_t to, IterationRange range, bool raw, int threads, SumKernel<double> sum, double* out,
                       MakeRank&& make_rank) const {
  const int first = range.first * data_.outputs;
  const int last = first + range.count * data_.outputs;
  const int64_t blocks = (to - from + kBlockRows - 1) / kBlockRows;
  const int team = blocks > 16 ? std::max(1, threads) : 1;
  // Allocated here: an exception inside the parallel region would end the process.
  const size_t rank_bytes = data_.column.size() * kBlockRows + 2 * kAlign;
  const size_t sum_count = static_cast<size_t>(data_.outputs) * kBlockRows + 2 * kAlign / sizeof(double);
  std::vector<uint8_t> rank_memory(rank_bytes * team);
  std::vector<double> sum_memory(sum_count * team);
#pragma omp parallel num_threads(team) if (team > 1)
  {
    uint8_t* ranks = AlignUp(rank_memory.data() + rank_bytes * omp_get_thread_num());
    double* sums = AlignUp(sum_memory.data() + sum_count * omp_get_thread_num());
    auto rank = make_rank();
#pragma omp for schedule(static)
    for (int64_t block = 0; block < blocks; ++block) {
      const int64_t row = from + block * kBlockRows;
      const int rows = static_cast<int>(std::min<int64_t>(kBlockRows, to - row));
      rank(row, rows, ranks);
      std::memset(sums, 0, sizeof(double) * data_.outputs * kBlockRows);
      sum(data_, ranks, first, last, sums);
      Finish(sums, rows, range, raw, out + row * data_.outputs);
    }
  }
}

void FlatModel::Finish(const double* sums, int rows, IterationRange range, bool raw, double* out) const {
  for (int i = 0; i < rows; ++i) {
    double* row = out + static_cast<size_t>(i) * data_.outputs;
    for (int k = 0; k < data_.outputs; ++k) row[k] = sums[static_cast<size_t>(k) * kBlockRows + i];
    Convert(range, raw, row);
  }
}

void FlatModel::Convert(IterationRange range, bool raw, double* out) const {
  if (raw) return;
  if (average_) {
    for (int k = 0; k < data_.outputs; ++k) out[k] /= range.count;
  }
  if (objective_) objective_->ConvertOutput(out, out);
}

const RowTable& FlatModel::Rows() const {
  std::call_once(row_table_once_, [this] { row_table_ = BuildRowTable(data_); });
  return *row_table_;
}

void FlatModel::PredictRow(const double* row, IterationRange range, bool raw, double* out) const {
  const RowTable& table = Rows();
  static thread_local std::vector<uint8_t> ranks;
  ranks.resize(data_.column.size());
  for (size_t c = 0; c < data_.column.size(); ++c) {
    const RankColumn& column = data_.column[c];
    const FlatFeature& feature = data_.feature[column.feature];
    const double value = Normalise(row[feature.column]);
    if (feature.categorical) {
      ranks[c] = CategoryRank(feature, value);
      continue;
    }
    const bool nan = std::isnan(value);
    const bool missing = (column.missing == kMissingNaN && nan) || (column.missing == kMissingZero && (nan || value == 0));
    ranks[c] = missing ? static_cast<uint8_t>(column.missing_left ? 0 : feature.thresholds.size())
                       : RankOne(feature.padded.data(), nan ? 0.0 : value);
  }
  for (int k = 0; k < data_.outputs; ++k) out[k] = 0.0;
  const int first = range.first * data_.outputs;
  SumRow(data_, table, ranks.data(), first, first + range.count * data_.outputs, out);
  Convert(range, raw, out);
}

}  // namespace dqs
