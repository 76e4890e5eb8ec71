// Shapley values of a row over a tree's own training weights: the polynomial algorithm of Lundberg, Erion and Lee,
// "Consistent Individualized Feature Attribution for Tree Ensembles" (2018), algorithm 2, in double precision.
#include <algorithm>
#include <vector>

#include "trees/trees.h"

namespace dqs {
namespace {

// One feature on the way from the root: which share of the training rows goes on when it is unknown (zero) and whether
// this row does when it is known (one); `weight` sums over subsets of the way by their sizes.
struct Step {
  int64_t feature = -1;
  double zero = 0, one = 0, weight = 0;
};

void Extend(Step* way, int length, double zero, double one, int64_t feature) {
  way[length] = {feature, zero, one, length == 0 ? 1.0 : 0.0};
  for (int i = length - 1; i >= 0; --i) {
    way[i + 1].weight += one * way[i].weight * (i + 1) / (length + 1);
    way[i].weight = zero * way[i].weight * (length - i) / (length + 1);
  }
}

void Unwind(Step* way, int length, int index) {
  const double one = way[index].one, zero = way[index].zero;
  double next = way[length].weight;
  for (int i = length - 1; i >= 0; --i) {
    if (one != 0) {
      const double previous = way[i].weight;
      way[i].weight = next * (length + 1) / ((i + 1) * one);
      next = previous - way[i].weight * zero * (length - i) / (length + 1);
    } else {
      way[i].weight = way[i].weight * (length + 1) / (zero * (length - i));
    }
  }
  for (int i = index; i < length; ++i) {
    way[i].feature = way[i + 1].feature;
    way[i].zero = way[i + 1].zero;
    way[i].one = way[i + 1].one;
  }
}

// Sum of the weights the way would have without one of its steps.
double SumWithout(const Step* way, int length, int index) {
  const double one = way[index].one, zero = way[index].zero;
  double next = way[length].weight, sum = 0;
  for (int i = length - 1; i >= 0; --i) {
    if (one != 0) {
      const double weight = next * (length + 1) / ((i + 1) * one);
      sum += weight;
      next = way[i].weight - weight * zero * (length - i) / (length + 1);
    } else {
      sum += way[i].weight * (length + 1) / (zero * (length - i));
    }
  }
  return sum;
}

class Walker {
 public:
  Walker(const TreesState& state, const Tree& tree, const float* row, Step* steps, double* out)
      : state_(state), tree_(tree), row_(row), steps_(steps), out_(out) {}

  void Run() { Visit(tree_.root, steps_, 0, 1, 1, -1); }

 private:
  // Each level works on a copy of its parent's way, placed behind it.
  void Visit(int32_t position, Step* parent, int length, double zero, double one, int64_t feature) {
    Step* way = parent + length;
    std::copy(parent, parent + length, way);
    Extend(way, length, zero, one, feature);
    const TreeNode& node = state_.nodes[static_cast<size_t>(position)];
    if (node.is_leaf != 0) return AddLeaf(way, length, node.value * tree_.weight);
    double known_zero = 1, known_one = 1;
    const auto end = way + length + 1;
    const auto found = std::find_if(way + 1, end, [&](const Step& step) { return step.feature == node.feature; });
    if (found != end) {
      known_zero = found->zero;
      known_one = found->one;
      Unwind(way, length, static_cast<int>(found - way));
      --length;
    }
    const auto left = static_cast<size_t>(node.left);
    const double both = state_.cover[left] + state_.cover[left + 1];
    const double share = both > 0 ? state_.cover[left] / both : 0.5;
    const bool right = state_.GoesRight(node, row_[node.feature]);
    Descend(node.left, way, length, known_zero * share, right ? 0 : known_one, node.feature);
    Descend(node.left + 1, way, length, known_zero * (1 - share), right ? known_one : 0, node.feature);
  }

  // What neither the row nor any training row reaches adds nothing.
  void Descend(int32_t child, Step* way, int length, double zero, double one, int64_t feature) {
    if (zero > 0 || one > 0) Visit(child, way, length + 1, zero, one, feature);
  }

  void AddLeaf(const Step* way, int length, double value) {
    for (int i = 1; i <= length; ++i) {
      out_[way[i].feature] += SumWithout(way, length, i) * (way[i].one - way[i].zero) * value;
    }
  }

  const TreesState& state_;
  const Tree& tree_;
  const float* row_;
  Step* steps_;
  double* out_;
};

}  // namespace

void TreesState::Contributions(const Matrix& matrix, int64_t from, int64_t to, size_t count, double* out) const {
  int deepest = 0;
  for (const Tree& tree : trees) deepest = std::max(deepest, tree.depth);
  const auto width = static_cast<size_t>(features);
#pragma omp parallel
  {
    std::vector<float> row(width);
    std::vector<Step> steps(static_cast<size_t>(deepest + 2) * static_cast<size_t>(deepest + 3));
#pragma omp for schedule(dynamic, 4)
    for (int64_t r = from; r < to; ++r) {
      for (size_t c = 0; c < width; ++c) CopyRows(matrix.columns[c], r, 1, &row[c], 1);
      double* own = out + r * groups * (features + 1);
      std::fill(own, own + static_cast<size_t>(groups) * (width + 1), 0.0);
      for (int g = 0; g < groups; ++g) own[static_cast<size_t>(g) * (width + 1) + width] = base[static_cast<size_t>(g)];
      for (size_t t = 0; t < count; ++t) {
        double* of_group = own + static_cast<size_t>(trees[t].group) * (width + 1);
        Walker(*this, trees[t], row.data(), steps.data(), of_group).Run();
        of_group[width] += trees[t].expected;
      }
    }
  }
}

}  // namespace dqs
