// From the model text to its flat form.
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <tuple>

#include "flat/flat_model.h"

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
void VisitCategories(const TextTree& tree, int split, Visit&& visit) {
  const int set = static_cast<int>(tree.threshold[split]);
  const int begin = tree.category_bounds[set];
  for (int word = begin; word < tree.category_bounds[set + 1]; ++word) {
    for (int bit = 0; bit < 32; ++bit) {
      if (tree.category_words[word] >> bit & 1) visit((word - begin) * 32 + bit);
    }
  }
}

class Builder {
 public:
  explicit Builder(const ModelText& text) : text_(text) {}

  std::optional<FlatData> Build() {
    data_.outputs = text_.outputs;
    data_.features = text_.features;
    data_.average = text_.average;
    for (const TextTree& tree : text_.trees) {
      if (tree.linear || !CollectTree(tree)) return std::nullopt;
    }
    for (FlatFeature& feature : data_.feature) {
      if (!CompleteFeature(&feature)) return std::nullopt;
    }
    for (const TextTree& tree : text_.trees) {
      if (!AddTree(tree)) return std::nullopt;
    }
    return std::move(data_);
  }

 private:
  FlatFeature& FeatureOf(int column, bool categorical) {
    const auto [entry, added] = feature_index_.try_emplace({column, categorical}, data_.feature.size());
    if (added) {
      data_.feature.emplace_back();
      data_.feature.back().column = column;
      data_.feature.back().categorical = categorical;
    }
    return data_.feature[entry->second];
  }

  bool CollectTree(const TextTree& tree) {
    for (int i = 0; i + 1 < tree.leaves; ++i) {
      FlatFeature& feature = FeatureOf(tree.feature[i], tree.is_categorical(i));
      if (feature.categorical) {
        VisitCategories(tree, i, [&](int category) { feature.categories.push_back(category); });
      } else if (std::isnan(tree.threshold[i])) {
        return false;
      } else {
        feature.thresholds.push_back(tree.threshold[i]);
      }
    }
    return true;
  }

  static bool CompleteFeature(FlatFeature* feature) {
    SortUnique(&feature->thresholds);
    SortUnique(&feature->categories);
    if (feature->ranks() > kMaxRanks) return false;
    if (!feature->categorical) {
      feature->padded.assign(256 + 16, std::numeric_limits<double>::infinity());
      std::copy(feature->thresholds.begin(), feature->thresholds.end(), feature->padded.begin());
      for (int i = 0; i < 16; ++i) feature->padded[256 + i] = feature->padded[16 * i + 15];
      return true;
    }
    if (feature->categories.empty()) return true;
    if (feature->categories.back() > kMaxCategory) return false;
    feature->category_rank.assign(feature->categories.back() + 1, static_cast<uint8_t>(feature->categories.size()));
    for (size_t i = 0; i < feature->categories.size(); ++i) {
      feature->category_rank[feature->categories[i]] = static_cast<uint8_t>(i);
    }
    return true;
  }

  // Nothing when there are more rank columns than a test or node can name.
  std::optional<uint16_t> ColumnOf(const TextTree& tree, int split) {
    const bool categorical = tree.is_categorical(split);
    const auto feature = static_cast<int>(feature_index_.at({tree.feature[split], categorical}));
    const int missing = categorical ? kMissingNone : tree.missing_type(split);
    const bool left = missing != kMissingNone && tree.default_left(split);
    const auto [entry, added] = column_index_.try_emplace({feature, missing, left}, data_.column.size());
    if (entry->second > UINT16_MAX) return std::nullopt;
    if (added) data_.column.push_back({feature, missing, left});
    return static_cast<uint16_t>(entry->second);
  }

  // Breadth-first: a split comes before its children.
  static std::vector<int> Order(const TextTree& tree) {
    std::vector<int> order;
    if (tree.leaves > 1) order.push_back(0);
    for (size_t i = 0; i < order.size(); ++i) {
      for (const int child : {tree.left[order[i]], tree.right[order[i]]}) {
        if (child >= 0) order.push_back(child);
      }
    }
    return order;
  }

  bool AddTree(const TextTree& tree) {
    const std::vector<int> order = Order(tree);
    std::vector<int> place(order.size());
    for (size_t i = 0; i < order.size(); ++i) place[order[i]] = static_cast<int>(i);
    FlatTree flat;
    flat.splits = static_cast<uint32_t>(order.size());
    flat.leaves = static_cast<uint32_t>(tree.leaves);
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
  bool AddSplit(const TextTree& tree, int split, int number, const std::vector<int>& place, const FlatTree& flat) {
    const auto node = [&](int child) { return child >= 0 ? place[child] : child; };
    const std::optional<uint16_t> column = ColumnOf(tree, split);
    if (!column) return false;
    const auto short_number = static_cast<uint16_t>(flat.packed ? number : 0);
    const FlatFeature& feature = data_.feature[data_.column[*column].feature];
    WalkNode walk{node(tree.left[split]), node(tree.right[split]), 0, *column, 0, feature.categorical};
    if (feature.categorical) {
      CategoryTest test{*column, short_number, {}};
      VisitCategories(tree, split, [&](int category) {
        const uint8_t rank = feature.category_rank[category];
        test.bits[rank >> 3] = static_cast<uint8_t>(test.bits[rank >> 3] | 1 << (rank & 7));
      });
      walk.category = static_cast<uint32_t>(data_.category.size());
      data_.category.push_back(test);
    } else {
      const auto at = std::lower_bound(feature.thresholds.begin(), feature.thresholds.end(), tree.threshold[split]);
      walk.rank = static_cast<uint8_t>(at - feature.thresholds.begin());
      if (flat.packed) data_.numeric.push_back({*column, short_number, walk.rank});
    }
    data_.walk.push_back(walk);
    const auto slot = [&](int child) {
      return static_cast<uint16_t>(child >= 0 ? place[child] : static_cast<int>(flat.splits) + ~child);
    };
    if (flat.packed) data_.children.push_back({slot(tree.left[split]), slot(tree.right[split])});
    return true;
  }

  const ModelText& text_;
  FlatData data_;
  std::map<std::pair<int, bool>, size_t> feature_index_;
  std::map<std::tuple<int, int, bool>, size_t> column_index_;
};

}  // namespace

std::shared_ptr<const FlatModel> FlatModel::Build(const ModelText& text,
                                                  std::shared_ptr<const LightGBM::ObjectiveFunction> objective) {
  std::optional<FlatData> data = Builder(text).Build();
  if (!data) return nullptr;
  return std::make_shared<const FlatModel>(std::move(*data), std::move(objective));
}

}  // namespace dqs
