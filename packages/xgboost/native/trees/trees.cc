// TreeEnsemble handles: made from arrays that TypeScript read out of a model, checked again where memory is at stake.
#include "trees/trees.h"

#include <algorithm>

#include "support/arguments.h"
#include "support/pool.h"
#include "support/workers.h"

namespace dqs {
namespace {

constexpr int64_t kRowsWorthThreads = 1024;  // fewer are done before another thread has woken up
constexpr int64_t kStepRows = 1 << 17;       // rows between two looks at the abort flag
constexpr int64_t kContributionRows = 1 << 12;

struct Arrays {
  Numbers roots, groups, weights, values, features, left, flags, sets, set_words, cover, words, base, scores;
};

Arrays ReadArrays(const Napi::Object& object) {
  // Copies: what fetches one array could transfer another away.
  const auto read = [&](const char* name, napi_typedarray_type type) { return CopyTypedArray(object.Get(name), type, name); };
  Arrays arrays;
  arrays.roots = read("roots", napi_int32_array);
  arrays.groups = read("groups", napi_int32_array);
  arrays.weights = read("weights", napi_float64_array);
  arrays.values = read("values", napi_float32_array);
  arrays.features = read("features", napi_int32_array);
  arrays.left = read("left", napi_int32_array);
  arrays.flags = read("flags", napi_uint8_array);
  arrays.sets = read("sets", napi_int32_array);
  arrays.set_words = read("setWords", napi_int32_array);
  arrays.cover = read("cover", napi_float64_array);
  arrays.words = read("words", napi_uint32_array);
  arrays.base = read("base", napi_float64_array);
  arrays.scores = read("scores", napi_float32_array);
  const size_t nodes = arrays.values.length, trees = arrays.groups.length;
  for (const Numbers* one : {&arrays.features, &arrays.left, &arrays.flags, &arrays.sets, &arrays.set_words, &arrays.cover}) {
    if (one->length != nodes) throw InvalidArgument("trees: the node arrays differ in length");
  }
  if (nodes > INT32_MAX || arrays.roots.length != trees + 1 || arrays.weights.length != trees || arrays.base.length == 0 ||
      arrays.scores.length != arrays.base.length) {
    throw InvalidArgument("trees: the tree arrays differ in length");
  }
  return arrays;
}

// flags: 1 leaf, 2 missing goes right.
TreeNode ReadNode(const Arrays& arrays, size_t i) {
  TreeNode node;
  node.value = arrays.values.as<float>()[i];
  node.is_leaf = arrays.flags.as<uint8_t>()[i] & 1;
  node.missing_right = (arrays.flags.as<uint8_t>()[i] >> 1) & 1;
  node.left = node.is_leaf != 0 ? static_cast<int32_t>(i) : arrays.left.as<int32_t>()[i];
  node.feature = node.is_leaf != 0 ? 0 : static_cast<uint32_t>(arrays.features.as<int32_t>()[i]);
  node.set = arrays.sets.as<int32_t>()[i];
  node.set_words = arrays.set_words.as<int32_t>()[i];
  const int64_t last = int64_t{node.set} + node.set_words;
  if (node.set >= 0 && (node.set_words < 0 || last > static_cast<int64_t>(arrays.words.length))) {
    throw InvalidArgument("trees: a set of categories is outside the words");
  }
  return node;
}

Tree ReadTree(const Arrays& arrays, size_t t) {
  Tree tree;
  tree.root = arrays.roots.as<int32_t>()[t];
  tree.end = arrays.roots.as<int32_t>()[t + 1];
  tree.group = arrays.groups.as<int32_t>()[t];
  tree.weight = arrays.weights.as<double>()[t];
  const auto nodes = static_cast<int64_t>(arrays.values.length);
  if (tree.root < 0 || tree.end < tree.root || tree.end > nodes || tree.group < 0 ||
      tree.group >= static_cast<int64_t>(arrays.base.length)) {
    throw InvalidArgument("trees: a tree is outside the nodes or groups");
  }
  return tree;
}

// (arrays, features) → handle
Napi::Value Create(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    const auto given = ReadObject(info[0], "trees");
    const Arrays arrays = ReadArrays(given);
    const auto link = static_cast<Link>(ReadInt32(given.Get("link"), "link", 0, kLastLink));
    auto state = std::make_shared<TreesState>();
    state->features = ReadInt32(info[1], "features", 1, INT32_MAX - 1);
    state->groups = static_cast<int32_t>(arrays.base.length);
    state->base.assign(arrays.base.as<double>(), arrays.base.as<double>() + arrays.base.length);
    for (size_t g = 0; g < arrays.scores.length; ++g) {
      state->base_f32.push_back(BaseMargin(link, arrays.scores.as<float>()[g]));
    }
    state->cover.assign(arrays.cover.as<double>(), arrays.cover.as<double>() + arrays.cover.length);
    state->words.assign(arrays.words.as<uint32_t>(), arrays.words.as<uint32_t>() + arrays.words.length);
    for (size_t i = 0; i < arrays.values.length; ++i) state->nodes.push_back(ReadNode(arrays, i));
    for (size_t t = 0; t < arrays.groups.length; ++t) state->trees.push_back(ReadTree(arrays, t));
    state->Finish();
    return NewHandle(info.Env(), state, state->EstimateBytes());
  });
}

// The numbers are those of src/native.ts.
enum class Kind : int32_t { kMargins = 0, kContributions = 1, kPrediction = 2 };

struct Evaluation {
  std::shared_ptr<TreesState> state;
  Matrix matrix;
  Kind kind = Kind::kMargins;
  Transform transform = Transform::kMargin;
  TreeRange range;
  int threads = 1;
  void* out = nullptr;

  void Run(const JobControl* control) const {
    const int64_t step = kind == Kind::kContributions ? kContributionRows : kStepRows;
    for (int64_t from = 0; from < matrix.rows; from += step) {
      if (control != nullptr) control->CheckAbort();
      const int64_t to = std::min<int64_t>(matrix.rows, from + step);
      switch (kind) {
        case Kind::kMargins:
          state->Margins(matrix, from, to, range, threads, static_cast<double*>(out));
          break;
        case Kind::kContributions:
          state->Contributions(matrix, from, to, range.last, static_cast<double*>(out));
          break;
        case Kind::kPrediction:
          state->Predict(matrix, from, to, range, threads, transform, static_cast<float*>(out));
          break;
      }
    }
  }

  int64_t width() const {
    if (kind == Kind::kPrediction) return OutputWidth(transform, state->groups);
    return int64_t{state->groups} * (kind == Kind::kContributions ? int64_t{state->features} + 1 : 1);
  }
};

void ReadOptions(const Napi::Object& options, Evaluation* evaluation) {
  const TreesState& state = *evaluation->state;
  evaluation->kind = static_cast<Kind>(ReadInt32(options.Get("kind"), "kind", 0, 2));
  evaluation->transform = static_cast<Transform>(ReadInt32(options.Get("transform"), "transform", 0, kLastTransform));
  const auto trees = static_cast<int32_t>(state.trees.size());
  const int32_t last = ReadInt32(options.Get("last"), "last", 0, trees);
  evaluation->range = {static_cast<size_t>(ReadInt32(options.Get("first"), "first", 0, last)), static_cast<size_t>(last)};
  evaluation->threads = ReadInt32(options.Get("threads"), "threads", 1, 1024);
  if (evaluation->kind == Kind::kContributions && evaluation->range.first != 0) {
    throw InvalidArgument("contributions are of the trees from the first");
  }
  if (evaluation->kind == Kind::kPrediction && !state.single) {
    throw InvalidArgument("trees: weighted ones have no sum in single precision");
  }
}

// (handle, matrix, { kind, transform, first, last, threads, abort }); a matrix read in place is read last
Napi::Value Read(const Napi::CallbackInfo& info, Matrix (*read)(const Napi::Value&), Evaluation* evaluation) {
  evaluation->state = Unwrap<TreesState>(info[0]);
  const TreesState& state = *evaluation->state;
  ReadOptions(ReadObject(info[2], "options"), evaluation);
  evaluation->matrix = read(info[1]);
  if (evaluation->matrix.width() != state.features) {
    throw InvalidArgument("columns: got " + std::to_string(evaluation->matrix.width()) + ", the model was trained on " +
                          std::to_string(state.features));
  }
  const int64_t length = evaluation->width() * evaluation->matrix.rows;
  if (length > (int64_t{1} << 32)) throw InvalidArgument("the result would have more than 2^32 numbers");
  if (evaluation->kind == Kind::kPrediction) {
    auto out = Napi::Float32Array::New(info.Env(), static_cast<size_t>(length));
    evaluation->out = out.Data();
    return out;
  }
  auto out = Napi::Float64Array::New(info.Env(), static_cast<size_t>(length));
  evaluation->out = out.Data();
  return out;
}

Napi::Value EvaluateSync(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    Evaluation evaluation;
    const Napi::Value out = Read(info, ReadMatrix, &evaluation);
    const auto work = [&] {
      const OmpThreads threads(evaluation.threads);
      evaluation.Run(nullptr);
    };
    const int64_t worth = evaluation.kind == Kind::kContributions ? kRowsWorthThreads / 64 : kRowsWorthThreads;
    if (evaluation.threads == 1 || evaluation.matrix.rows < worth) {
      evaluation.threads = 1;
      work();
    } else {
      Pool::Instance().RunAndWait(work);
    }
    return out;
  });
}

Napi::Value Evaluate(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    auto evaluation = std::make_shared<Evaluation>();
    const Napi::Value out = Read(info, CopyMatrix, evaluation.get());
    JobSpec job;
    job.threads = evaluation->threads;
    job.abort = ReadAbortToken(ReadObject(info[2], "options").Get("abort"));
    job.work = [evaluation](JobControl& control) { evaluation->Run(&control); };
    auto result = std::make_shared<Napi::ObjectReference>(Napi::Persistent(out.As<Napi::Object>()));
    job.result = [result](Napi::Env) -> Napi::Value { return result->Value(); };
    return StartJob(info.Env(), std::move(job));
  });
}

Napi::Value Close(const Napi::CallbackInfo& info) {
  return Guard(info, [&]() -> Napi::Value {
    CloseHandle<TreesState>(info[0]);
    return info.Env().Undefined();
  });
}

}  // namespace

void ExportTrees(Napi::Env env, Napi::Object exports) {
  exports.Set("treesCreate", Napi::Function::New(env, Create));
  exports.Set("treesEvaluate", Napi::Function::New(env, Evaluate));
  exports.Set("treesEvaluateSync", Napi::Function::New(env, EvaluateSync));
  exports.Set("treesClose", Napi::Function::New(env, Close));
}

}  // namespace dqs
