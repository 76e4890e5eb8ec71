// The flat predictor: normal and raw predictions, bit for bit LightGBM's own.
#pragma once
#include <memory>
#include <mutex>
#include <vector>

#include "flat/model_text.h"
#include "forest/data.h"
#include "forest/kernels.h"
#include "support/matrix.h"

namespace LightGBM {
class ObjectiveFunction;
}

namespace dqs {

// Iterations [first, first + count) of a model, already clipped to what it has.
struct IterationRange {
  int first = 0;
  int count = 0;
};

struct RowTable;

class FlatModel {
 public:
  // Null when the model has something the flat form cannot hold: linear leaves, and what FlatBuilder refuses.
  static std::shared_ptr<const FlatModel> Build(const ModelText& text,
                                                std::shared_ptr<const LightGBM::ObjectiveFunction> objective);
  FlatModel(FlatData data, bool average, std::shared_ptr<const LightGBM::ObjectiveFunction> objective);
  ~FlatModel();

  int outputs() const { return data_.outputs; }
  // out: rows × outputs, row-major. Rows [from, to) only, on the calling thread's OpenMP team.
  void Predict(const Matrix& matrix, int64_t from, int64_t to, IterationRange range, bool raw, int threads, Isa isa,
               double* out) const;
  // The same for rows whose last columns they share with others: row i has the columns of matrix i, then those of the
  // group it is in. Group g has rows [offsets[g], offsets[g + 1]). What is shared is ranked once a group.
  void PredictGroups(const Matrix& matrix, const Matrix& groups, const int32_t* offsets, IterationRange range,
                     int threads, double* out) const;
  // One dense row of `features` doubles.
  void PredictRow(const double* row, IterationRange range, bool raw, double* out) const;

 private:
  template <class MakeRank>
  void Blocks(int64_t from, int64_t to, IterationRange range, bool raw, int threads, SumKernel<double> sum, double* out,
              MakeRank&& make_rank) const;
  void Finish(const double* sums, int rows, IterationRange range, bool raw, double* out) const;
  void Convert(IterationRange range, bool raw, double* out) const;
  const RowTable& Rows() const;

  FlatData data_;
  bool average_;  // a random forest: the mean of the trees
  std::shared_ptr<const LightGBM::ObjectiveFunction> objective_;
  mutable std::once_flag row_table_once_;
  mutable std::unique_ptr<RowTable> row_table_;
};

}  // namespace dqs
