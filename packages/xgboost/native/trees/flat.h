// The flat form of a model's trees: ranks of values and byte comparisons (forest/ of native-support). A row ends in the
// leaves to which walking the nodes leads it, and the leaves are added in the same order.
#pragma once
#include <memory>
#include <mutex>

#include "forest/data.h"
#include "forest/kernels.h"
#include "forest/row_table.h"
#include "support/matrix.h"

namespace dqs {

struct TreesState;

class FlatTrees {
 public:
  // Null when the model has something the flat form cannot hold: a threshold that is not a number or is -inf, and what
  // FlatBuilder refuses.
  static std::unique_ptr<const FlatTrees> Build(const TreesState& state);
  explicit FlatTrees(FlatData data) : data_(std::move(data)) {}

  // Bytes of work memory that a thread brings to AddBlock.
  size_t rank_bytes() const { return data_.column.size() * kBlockRows; }
  // Adds trees [first, last) to kBlockRows sums per output, of which `rows` count. `ranks` is aligned to 64 bytes.
  template <class Real>
  void AddBlock(const KernelSet& kernels, const Matrix& matrix, int64_t from, int rows, int first, int last,
                uint8_t* ranks, Real* sums) const;
  // The same for one row, whose numbers are next to each other.
  template <class Real>
  void AddRow(const Matrix& matrix, int64_t row, int first, int last, uint8_t* ranks, Real* sums) const;

 private:
  const RowTable& Rows() const;

  FlatData data_;
  mutable std::once_flag row_table_once_;
  mutable std::unique_ptr<RowTable> row_table_;
};

}  // namespace dqs
