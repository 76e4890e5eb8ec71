#include "flat/model_text.h"

#include <algorithm>

#include "flat/text_fields.h"

namespace dqs {
namespace {

constexpr int kMaxLeaves = 1 << 24;
constexpr size_t kMaxTreeLines = 22;  // LightGBM reads no more of a tree

// Splits must form one tree: each split but the root, and each leaf, is the child of exactly one split.
void CheckShape(const TextTree& tree) {
  const int splits = tree.leaves - 1;
  std::vector<bool> split_seen(static_cast<size_t>(splits));
  std::vector<bool> leaf_seen(static_cast<size_t>(tree.leaves));
  split_seen[0] = true;
  std::vector<int> stack = {0};
  int visited = 0;
  while (!stack.empty()) {
    const int split = stack.back();
    stack.pop_back();
    ++visited;
    for (const int child : {tree.left[split], tree.right[split]}) {
      std::vector<bool>::reference seen = child >= 0 ? split_seen[child] : leaf_seen[~child];
      if (seen) ModelError("left_child", "the splits do not form a tree");
      seen = true;
      if (child >= 0) stack.push_back(child);
    }
  }
  if (visited != splits) ModelError("left_child", "the splits do not form a tree");
}

void ReadCategories(const TextFields& fields, TextTree* tree, int sets) {
  tree->category_bounds = fields.Ints("cat_boundaries", static_cast<size_t>(sets) + 1, 0, INT32_MAX);
  if (tree->category_bounds.front() != 0 ||
      !std::is_sorted(tree->category_bounds.begin(), tree->category_bounds.end())) {
    ModelError("cat_boundaries", "expected to rise from 0");
  }
  tree->category_words = fields.Words("cat_threshold", static_cast<size_t>(tree->category_bounds.back()));
}

void CheckSplits(const TextTree& tree, int sets) {
  for (int i = 0; i + 1 < tree.leaves; ++i) {
    if (tree.missing_type(i) > kMissingNaN) ModelError("decision_type", "unknown missing type");
    if (!tree.is_categorical(i)) continue;
    const double set = tree.threshold[i];
    if (!(set >= 0 && set < sets) || set != static_cast<int>(set)) {
      ModelError("threshold", "a categorical split names a bit set that does not exist");
    }
  }
}

void CheckLinear(const TextFields& fields, int leaves, int features) {
  const auto count = static_cast<size_t>(leaves);
  fields.CheckDoubles("leaf_const", count);
  if (!fields.has("num_features")) return;
  size_t total = 0;
  for (const int terms : fields.Ints("num_features", count, 0, features)) total += static_cast<size_t>(terms);
  fields.Ints("leaf_features", total, 0, features - 1);
  fields.Doubles("leaf_coeff", total);
}

TextFields ReadTreeFields(LineReader* lines) {
  TextFields fields;
  size_t count = 0;
  while (!lines->done() && !lines->Peek().empty()) {
    const std::string_view line = lines->Next();
    const size_t equals = line.find('=');
    if (equals == std::string_view::npos) ModelError(line, "expected key=value");
    if (++count > kMaxTreeLines) ModelError(line, "too many lines in a tree");
    fields.Add(line.substr(0, equals), line.substr(equals + 1));
  }
  // LightGBM looks for the line end of the last field and for the empty line behind it.
  if (lines->done()) ModelError("Tree", "the text is cut short");
  return fields;
}

TextTree ReadTree(LineReader* lines, int features) {
  const TextFields fields = ReadTreeFields(lines);
  TextTree tree;
  tree.leaves = fields.Int("num_leaves", 1, kMaxLeaves);
  const auto leaves = static_cast<size_t>(tree.leaves);
  const size_t splits = leaves - 1;
  const int sets = fields.Int("num_cat", 0, kMaxLeaves);
  tree.leaf_value = fields.Doubles("leaf_value", leaves);
  fields.CheckDoubles("shrinkage", 1);
  tree.linear = fields.has("is_linear") && fields.Int("is_linear", 0, 1) == 1;
  if (tree.linear) CheckLinear(fields, tree.leaves, features);
  if (tree.leaves == 1 && !tree.linear) return tree;
  tree.left = fields.Ints("left_child", splits, -tree.leaves, tree.leaves - 2);
  tree.right = fields.Ints("right_child", splits, -tree.leaves, tree.leaves - 2);
  tree.feature = fields.Ints("split_feature", splits, 0, features - 1);
  tree.threshold = fields.Doubles("threshold", splits);
  tree.decision = fields.has("decision_type") ? fields.Ints("decision_type", splits, 0, 15)
                                              : std::vector<int>(splits, 0);
  for (const char* key : {"split_gain", "internal_count", "internal_value", "internal_weight"}) {
    fields.CheckDoubles(key, splits);
  }
  for (const char* key : {"leaf_weight", "leaf_count"}) fields.CheckDoubles(key, leaves);
  if (sets > 0) ReadCategories(fields, &tree, sets);
  CheckSplits(tree, sets);
  if (splits > 0) CheckShape(tree);
  return tree;
}

TextFields ReadHeader(LineReader* lines) {
  TextFields fields;
  while (!lines->done() && lines->Peek().substr(0, 5) != "Tree=") {
    const std::string_view line = lines->Next();
    const size_t equals = line.find('=');
    if (equals == std::string_view::npos) {
      fields.Add(line, "");
    } else {
      fields.Add(line.substr(0, equals), line.substr(equals + 1));
    }
  }
  return fields;
}

void CheckNames(const TextFields& fields, int features) {
  for (const char* key : {"feature_names", "feature_infos"}) {
    if (SplitWords(fields.Text(key)).size() != static_cast<size_t>(features)) {
      ModelError(key, "expected " + std::to_string(features) + " entries");
    }
  }
}

// "none", "[lowest:highest]", or categories as "3:1:7"; the JSON dump takes them apart without looking.
void CheckInfos(const TextFields& fields) {
  for (const std::string_view info : SplitWords(fields.Text("feature_infos"))) {
    if (info == "none") continue;
    const bool range = info.size() > 2 && info.front() == '[' && info.back() == ']';
    const auto numbers = range ? info.substr(1, info.size() - 2) : info;
    const size_t colons = static_cast<size_t>(std::count(numbers.begin(), numbers.end(), ':'));
    const bool known = numbers.find_first_not_of(range ? "0123456789+-.einfa:" : "0123456789-:") == numbers.npos;
    if (!known || numbers.front() == ':' || numbers.back() == ':' || (range && colons != 1)) {
      ModelError("feature_infos", "unknown entry \"" + std::string(info.substr(0, 40)) + "\"");
    }
  }
}

// A name and settings, "binary sigmoid:1"; LightGBM takes the words apart without looking.
void CheckObjective(const ModelText& model) {
  const auto words = SplitWords(model.objective);
  if (words.empty()) ModelError("objective", "empty");
  for (const std::string_view word : words) {
    const size_t colon = word.find(':');
    const std::string_view name = word.substr(0, colon);
    const bool named = !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789") == name.npos;
    const std::string_view value = colon == word.npos ? "1" : word.substr(colon + 1);
    if (!named || value.empty() || value.find_first_not_of("0123456789+-.e") != value.npos) {
      ModelError("objective", "unknown word \"" + std::string(word.substr(0, 40)) + "\"");
    }
    // A softmax over more classes than there are outputs would write past the row.
    if (name == "num_class" && value != std::to_string(model.outputs)) {
      ModelError("objective", "its num_class is not " + std::to_string(model.outputs));
    }
  }
}

// "[name: value]"; LightGBM cuts these lines at each ":" without looking whether there is one.
ModelParameter ReadParameter(std::string_view line) {
  const size_t colon = line.find(": ");
  if (line.size() < 4 || line.front() != '[' || line.back() != ']' || colon == line.npos) {
    ModelError(line, "expected [name: value]");
  }
  const std::string_view name = line.substr(1, colon - 1);
  if (name.empty() || name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789") != name.npos) {
    ModelError(line, "not the name of a parameter");
  }
  return {std::string(name), std::string(line.substr(colon + 2, line.size() - colon - 3))};
}

std::vector<ModelParameter> ReadParameters(LineReader* lines) {
  std::vector<ModelParameter> parameters;
  bool inside = false;
  while (!lines->done()) {
    const std::string_view line = lines->Next();
    if (line == "parameters:") {
      inside = true;
    } else if (line == "end of parameters") {
      break;
    } else if (inside && !line.empty()) {
      parameters.push_back(ReadParameter(line));
    }
  }
  return parameters;
}

// LightGBM ends a line at "\r" as well: what comes behind one would be another line to it than to us.
void CheckCharacters(const std::string& text) {
  if (text.find('\0') != std::string::npos) ModelError("text", "contains a NUL character");
  for (size_t at = text.find('\r'); at != std::string::npos; at = text.find('\r', at + 1)) {
    if (at + 1 == text.size() || text[at + 1] != '\n') ModelError("text", "contains a carriage return inside a line");
  }
}

}  // namespace

ModelText ParseModelText(const std::string& text) {
  CheckCharacters(text);
  LineReader lines(text);
  if (lines.Peek() != "tree") ModelError("first line", "expected \"tree\"");
  ModelText model;
  const TextFields header = ReadHeader(&lines);
  model.outputs = header.Int("num_class", 1, 1 << 20);
  if (header.has("num_tree_per_iteration") && header.Int("num_tree_per_iteration", 1, 1 << 20) != model.outputs) {
    ModelError("num_tree_per_iteration", "expected " + std::to_string(model.outputs));
  }
  header.Int("label_index", INT32_MIN, INT32_MAX);
  model.features = header.Int("max_feature_idx", 0, INT32_MAX - 2) + 1;
  model.average = header.has("average_output");
  if (header.has("objective")) {
    model.objective = std::string(header.Text("objective"));
    CheckObjective(model);
  }
  CheckNames(header, model.features);
  CheckInfos(header);
  std::vector<size_t> starts;
  while (!lines.done() && lines.Peek().substr(0, 5) == "Tree=") {
    starts.push_back(lines.position());
    lines.Next();
    model.trees.push_back(ReadTree(&lines, model.features));
    while (!lines.done() && lines.Peek().empty()) lines.Next();
  }
  if (model.trees.size() % static_cast<size_t>(model.outputs) != 0) {
    ModelError("Tree", std::to_string(model.trees.size()) + " trees are not whole iterations");
  }
  // LightGBM jumps to each tree by these sizes.
  if (header.has("tree_sizes")) {
    const auto sizes = header.Ints("tree_sizes", model.trees.size(), 1, INT32_MAX);
    for (size_t i = 0; i + 1 < starts.size(); ++i) {
      if (starts[i + 1] - starts[i] != static_cast<size_t>(sizes[i])) ModelError("tree_sizes", "do not match the trees");
    }
  }
  model.parameters = ReadParameters(&lines);
  return model;
}

}  // namespace dqs
