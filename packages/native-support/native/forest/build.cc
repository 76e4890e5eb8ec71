#include "forest/build.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dqs {
namespace {

constexpr int kMaxCategory = 1 << 20;  // larger codes would need a table too large to be worth it
constexpr uint32_t kLeafAlign = 32;

template <class T>
void SortUnique(std::vector<T>* values) {
  std::sort(values->begin(), values->end());
  values->erase(std::unique(values->begin(), values->end()), values->end());
}

// Calls visit(category) for each member of a categorical split's set.
template <class Visit>
void VisitCategories(const SplitTree& tree, int split, Visit&& visit) {
  const int set = static_cast<int>(tree.threshold[split]);
  const int begin = tree.category_bounds[set];
  for (int word = begin; word < tree.category_bounds[set + 1]; ++word) {
    for (int bit = 0; bit < 32; ++bit) {
      if (tree.category_words[word] >> bit & 1) visit((word - begin) * 32 + bit);
    }
  }
}

// Breadth-first: a split comes before its children.
std::vector<int> Order(const SplitTree& tree) {
  std::vector<int> order;
  if (tree.leaves > 1) order.push_back(0);
  for (size_t i = 0; i < order.size(); ++i) {
    for (const int child : {tree.left[order[i]], tree.right[order[i]]}) {
      if (child >= 0) order.push_back(child);
    }
  }
  return order;
}

}  // namespace

bool FlatBuilder::Collect(const SplitTree& tree) {
  for (int i = 0; i + 1 < tree.leaves; ++i) {
    if (!tree.is_categorical(i)) {
      if (std::isnan(tree.threshold[i])) return false;
      numbers_[tree.feature[i]].thresholds.push_back(tree.threshold[i]);
      continue;
    }
    const auto [entry, added] = categories_.try_emplace(tree.feature[i], data_.feature.size());
    if (added) {
      data_.feature.emplace_back();
      data_.feature.back().column = tree.feature[i];
      data_.feature.back().categorical = true;
      data_.feature.back().missing_rank = missing_categories_;
    }
    FlatFeature& feature = data_.feature[entry->second];
    VisitCategories(tree, i, [&](int category) { feature.categories.push_back(category); });
  }
  return true;
}

bool FlatBuilder::Complete() {
  for (FlatFeature& feature : data_.feature) {
    if (!CompleteCategories(&feature)) return false;
  }
  for (auto& [column, numbers] : numbers_) CompleteNumbers(column, &numbers);
  return true;
}

void FlatBuilder::CompleteNumbers(int column, Numbers* numbers) {
  SortUnique(&numbers->thresholds);
  numbers->first = data_.feature.size();
  const std::vector<double>& all = numbers->thresholds;
  for (size_t from = 0; from < all.size(); from += kMaxRank) {
    data_.feature.emplace_back();
    FlatFeature& feature = data_.feature.back();
    feature.column = column;
    const size_t count = std::min<size_t>(kMaxRank, all.size() - from);
    feature.thresholds.assign(all.begin() + static_cast<ptrdiff_t>(from), all.begin() + static_cast<ptrdiff_t>(from + count));
    feature.padded.assign(256 + 16, std::numeric_limits<double>::infinity());
    std::copy(feature.thresholds.begin(), feature.thresholds.end(), feature.padded.begin());
    for (int i = 0; i < 16; ++i) feature.padded[256 + i] = feature.padded[16 * i + 15];
  }
}

bool FlatBuilder::CompleteCategories(FlatFeature* feature) const {
  SortUnique(&feature->categories);
  if (feature->highest_rank() > kMaxRank) return false;
  if (feature->categories.empty()) return true;
  if (feature->categories.back() > kMaxCategory) return false;
  feature->category_rank.assign(feature->categories.back() + 1, static_cast<uint8_t>(feature->categories.size()));
  for (size_t i = 0; i < feature->categories.size(); ++i) {
    feature->category_rank[feature->categories[i]] = static_cast<uint8_t>(i);
  }
  return true;
}

// Nothing when there are more rank columns than a test or node can name.
std::optional<FlatBuilder::Place> FlatBuilder::PlaceOf(const SplitTree& tree, int split) {
  const bool categorical = tree.is_categorical(split);
  size_t feature = 0, rank = 0;
  if (categorical) {
    feature = categories_.at(tree.feature[split]);
  } else {
    const Numbers& numbers = numbers_.at(tree.feature[split]);
    const auto found = std::lower_bound(numbers.thresholds.begin(), numbers.thresholds.end(), tree.threshold[split]);
    const auto at = static_cast<size_t>(found - numbers.thresholds.begin());
    feature = numbers.first + at / kMaxRank;
    rank = at % kMaxRank;
  }
  const int missing = categorical ? kMissingNone : tree.missing_type(split);
  const bool left = missing != kMissingNone && tree.default_left(split);
  const auto [entry, added] = columns_.try_emplace({feature, missing, left}, data_.column.size());
  if (entry->second > UINT16_MAX) return std::nullopt;
  if (added) data_.column.push_back({static_cast<int>(feature), missing, left});
  return Place{static_cast<uint16_t>(entry->second), static_cast<uint8_t>(rank)};
}

bool FlatBuilder::Add(const SplitTree& tree, int output) {
  const std::vector<int> order = Order(tree);
  std::vector<int> place(order.size());
  for (size_t i = 0; i < order.size(); ++i) place[order[i]] = static_cast<int>(i);
  FlatTree flat;
  flat.splits = static_cast<uint32_t>(order.size());
  flat.leaves = static_cast<uint32_t>(tree.leaves);
  flat.output = static_cast<uint32_t>(output);
  flat.packed = tree.leaves <= kMaxPackedLeaves;
  flat.numeric_begin = static_cast<uint32_t>(data_.numeric.size());
  flat.category_begin = static_cast<uint32_t>(data_.category.size());
  flat.children_begin = static_cast<uint32_t>(data_.children.size());
  flat.walk_begin = static_cast<uint32_t>(data_.walk.size());
  flat.leaf_begin = static_cast<uint32_t>(data_.leaf.size());
  for (size_t i = 0; i < order.size(); ++i) {
    if (!AddSplit(tree, order[i], static_cast<int>(i), place, flat)) return false;
  }
  // Tests by column: neighbouring loads.
  std::sort(data_.numeric.begin() + flat.numeric_begin, data_.numeric.end(), [](const auto& a, const auto& b) {
    return std::tie(a.column, a.rank) < std::tie(b.column, b.rank);
  });
  flat.numeric_end = static_cast<uint32_t>(data_.numeric.size());
  flat.category_end = static_cast<uint32_t>(data_.category.size());
  data_.leaf.insert(data_.leaf.end(), tree.leaf_value.begin(), tree.leaf_value.end());
  data_.leaf.resize((data_.leaf.size() + kLeafAlign - 1) / kLeafAlign * kLeafAlign, 0.0);
  data_.tree.push_back(flat);
  return true;
}

// Split numbers and slots are for the block kernels, which see packed trees only: there they fit.
bool FlatBuilder::AddSplit(const SplitTree& tree, int split, int number, const std::vector<int>& place,
                           const FlatTree& flat) {
  const auto node = [&](int child) { return child >= 0 ? place[child] : child; };
  const std::optional<Place> at = PlaceOf(tree, split);
  if (!at) return false;
  const auto short_number = static_cast<uint16_t>(flat.packed ? number : 0);
  const FlatFeature& feature = data_.feature[data_.column[at->column].feature];
  WalkNode walk{node(tree.left[split]), node(tree.right[split]), 0, at->column, at->rank, feature.categorical};
  if (feature.categorical) {
    walk.category = static_cast<uint32_t>(data_.category.size());
    AddCategories(tree, split, feature, {at->column, short_number, {}});
  } else if (flat.packed) {
    data_.numeric.push_back({at->column, short_number, at->rank});
  }
  data_.walk.push_back(walk);
  const auto slot = [&](int child) {
    return static_cast<uint16_t>(child >= 0 ? place[child] : static_cast<int>(flat.splits) + ~child);
  };
  if (flat.packed) data_.children.push_back({slot(tree.left[split]), slot(tree.right[split])});
  return true;
}

void FlatBuilder::AddCategories(const SplitTree& tree, int split, const FlatFeature& feature, CategoryTest test) {
  const auto add = [&](size_t rank) {
    test.bits[rank >> 3] = static_cast<uint8_t>(test.bits[rank >> 3] | 1 << (rank & 7));
  };
  VisitCategories(tree, split, [&](int category) { add(feature.category_rank[category]); });
  if (feature.missing_rank && tree.default_left(split)) add(feature.highest_rank());
  data_.category.push_back(test);
}

}  // namespace dqs
