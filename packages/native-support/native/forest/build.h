// From trees to their flat form.
#pragma once
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "forest/data.h"
#include "forest/split_tree.h"

namespace dqs {

// Every tree is collected first, then completed, then every tree is added, in the same order. A function that returns
// false has met what the flat form cannot hold: a threshold that is NaN, more than 255 ranks of the categories of a
// feature or codes above 2^20, more than 65,536 rank columns.
class FlatBuilder {
 public:
  // With `missing_categories` a missing category goes where its split says; otherwise it goes right as an unseen one does.
  FlatBuilder(int outputs, bool missing_categories) : missing_categories_(missing_categories) { data_.outputs = outputs; }

  bool Collect(const SplitTree& tree);
  bool Complete();
  bool Add(const SplitTree& tree, int output);
  FlatData Take() { return std::move(data_); }

 private:
  struct Place {
    uint16_t column;
    uint8_t rank;  // of a numeric split's threshold
  };

  // A feature with more thresholds than ranks is several, each with some of them.
  struct Numbers {
    std::vector<double> thresholds;
    size_t first = 0;  // of its features
  };

  void CompleteNumbers(int column, Numbers* numbers);
  bool CompleteCategories(FlatFeature* feature) const;
  std::optional<Place> PlaceOf(const SplitTree& tree, int split);
  bool AddSplit(const SplitTree& tree, int split, int number, const std::vector<int>& place, const FlatTree& flat);
  void AddCategories(const SplitTree& tree, int split, const FlatFeature& feature, CategoryTest test);

  FlatData data_;
  const bool missing_categories_;
  std::map<int, Numbers> numbers_;       // by column
  std::map<int, size_t> categories_;     // feature by column
  std::map<std::tuple<size_t, int, bool>, size_t> columns_;
};

}  // namespace dqs
