#include "scan_result.h"

#include <algorithm>
#include <string>
#include <utility>

#include "panel_cells.h"

namespace dqs {

namespace {

/// A text as it stands in the file, without the quotes around it and with doubled quotes halved.
std::string Unescaped(std::string_view text) {
  if (text.empty() || text[0] != '"') return std::string(text);
  std::string plain;
  for (size_t i = 1; i + 1 < text.size(); ++i) {
    plain += text[i];
    if (text[i] == '"') ++i;
  }
  return plain;
}

Napi::Array TextsOf(Napi::Env env, const Dictionary& dictionary) {
  Napi::Array texts = Napi::Array::New(env, dictionary.size());
  for (size_t i = 0; i < dictionary.size(); ++i)
    texts.Set(static_cast<uint32_t>(i), Napi::String::New(env, Unescaped(dictionary.at(i))));
  return texts;
}

/// A column of a table of groups: one word of each tuple, or the rows.
template <size_t kWords, typename Value>
Napi::Int32Array ColumnOf(Napi::Env env, const GroupList<kWords>& table, const Value& value) {
  Napi::Int32Array column = Napi::Int32Array::New(env, table.size());
  int32_t* const numbers = column.Data();
  for (size_t i = 0; i < table.size(); ++i) numbers[i] = static_cast<int32_t>(value(table.at(i)));
  return column;
}

/// The columns of a table of groups under their names, `rows` the last.
template <size_t kWords>
Napi::Object TableOf(Napi::Env env, const GroupList<kWords>& table, const std::array<const char*, kWords>& names) {
  Napi::Object columns = Napi::Object::New(env);
  for (size_t word = 0; word < kWords; ++word)
    columns.Set(names[word], ColumnOf(env, table, [&](const auto& group) { return group.tuple[word]; }));
  columns.Set("rows", ColumnOf(env, table, [](const auto& group) { return group.rows; }));
  return columns;
}

/// A member of the meanings, with as many elements as there are numbers. Throws where it is anything else.
template <typename Array>
Array MeaningOf(const Napi::Object& meanings, const char* name, napi_typedarray_type type, size_t length) {
  const Napi::Value value = meanings.Get(name);
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != type ||
      value.As<Napi::TypedArray>().ElementLength() != length)
    throw Napi::TypeError::New(meanings.Env(), std::string("expected one of each number in ") + name);
  return value.As<Array>();
}

/// Adds a typed array to an object and returns its elements, to be filled. Its memory is ours, for its large pages.
template <typename Element>
Element* AddColumn(Napi::Object& columns, const char* name, size_t length) {
  const Napi::Env env = columns.Env();
  // At least one element: no memory at all is a null pointer.
  const size_t allocated = std::max<size_t>(length, 1);
  Element* const elements = HugeAllocator<Element>().allocate(allocated);
  const auto release = [allocated](Napi::Env, void* memory) {
    HugeAllocator<Element>().deallocate(static_cast<Element*>(memory), allocated);
  };
  const auto buffer = Napi::ArrayBuffer::New(env, elements, length * sizeof(Element), release);
  columns.Set(name, Napi::TypedArrayOf<Element>::New(env, length, buffer, 0));
  return elements;
}

Napi::Float64Array NumbersOf(Napi::Env env, const std::vector<uint64_t>& numbers) {
  Napi::Float64Array array = Napi::Float64Array::New(env, numbers.size());
  std::copy(numbers.begin(), numbers.end(), array.Data());
  return array;
}

/// The cells that counts are, by what their numbers mean. What the counts hold is changed.
Napi::Object CellsOf(Napi::Env env, MergedCounts& counts, const Napi::Object& meanings) {
  const size_t keys = counts.keys.groups().size();
  const auto& texts = counts.texts;
  auto ranks = MeaningOf<Napi::Int32Array>(meanings, "ranks", napi_int32_array, keys);
  auto days = MeaningOf<Napi::Int32Array>(meanings, "days", napi_int32_array, texts[kDate].size());
  auto outcomes = MeaningOf<Napi::Uint8Array>(meanings, "outcomes", napi_uint8_array, texts[kResults].size());
  auto values = MeaningOf<Napi::Float64Array>(meanings, "values", napi_float64_array, texts[kRecordCount].size());
  const auto is_rank = [&](int32_t rank) { return rank >= -1 && (rank < 0 || static_cast<size_t>(rank) < keys); };
  if (!std::all_of(ranks.Data(), ranks.Data() + ranks.ElementLength(), is_rank))
    throw Napi::RangeError::New(env, "expected ranks from -1, below the number of keys");
  if (std::any_of(outcomes.Data(), outcomes.Data() + outcomes.ElementLength(), [](auto o) { return o >= kOutcomes; }))
    throw Napi::RangeError::New(env, "expected outcomes from 0 to 2");
  const PanelCells cells(counts, {ranks.Data(), days.Data(), outcomes.Data(), values.Data()});
  Napi::Object columns = Napi::Object::New(env);
  const auto ints = [&](const char* name) { return AddColumn<int32_t>(columns, name, cells.size()); };
  const auto doubles = [&](const char* name) { return AddColumn<double>(columns, name, cells.size()); };
  cells.Write({ints("key"), ints("day"), ints("passes"), ints("fails"), ints("errors"), doubles("recordCount"),
               doubles("filteredCount")});
  Napi::Object result = Napi::Object::New(env);
  result.Set("cells", columns);
  result.Set("unparsableCounts", static_cast<double>(cells.unparsable()));
  result.Set("rejectedByDate", NumbersOf(env, cells.rejected_by_date()));
  result.Set("rejectedByKey", NumbersOf(env, cells.rejected_by_key()));
  return result;
}

}  // namespace

Napi::Object ResultOf(Napi::Env env, std::shared_ptr<MergedCounts> counts) {
  Napi::Array texts = Napi::Array::New(env, kDictionaries);
  for (size_t column = 0; column < kDictionaries; ++column)
    texts.Set(static_cast<uint32_t>(column), TextsOf(env, counts->texts[column]));
  Napi::Object result = Napi::Object::New(env);
  result.Set("rows", static_cast<double>(counts->rows));
  result.Set("texts", texts);
  result.Set("columnCountFaults", static_cast<double>(counts->faults[kColumnCount]));
  result.Set("utf8Faults", static_cast<double>(counts->faults[kInvalidUtf8]));
  result.Set("keys", TableOf<5>(env, counts->keys.groups(), {"source", "tenant", "dataset", "name", "rule"}));
  result.Set("labels", TableOf<5>(env, counts->labels.groups(), {"key", "level", "attribute", "results", "oddDate"}));
  const auto cells = [counts](const Napi::CallbackInfo& info) mutable {
    const std::shared_ptr<MergedCounts> taken = std::move(counts);
    if (taken == nullptr || info.Length() != 1 || !info[0].IsObject())
      throw Napi::TypeError::New(info.Env(), "expected one call of cells(meanings)");
    return CellsOf(info.Env(), *taken, info[0].As<Napi::Object>());
  };
  result.Set("cells", Napi::Function::New(env, cells));
  return result;
}

}  // namespace dqs
