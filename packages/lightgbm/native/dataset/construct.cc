#include "dataset/construct.h"

#include <LightGBM/config.h>
#include <LightGBM/dataset.h>
#include <LightGBM/dataset_loader.h>
#include <LightGBM/utils/openmp_wrapper.h>
#include <LightGBM/utils/random.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>

#include "library/check.h"
#include "support/errors.h"
#include "library/forced_files.h"

namespace dqs {
namespace {

using LightGBM::Config;
using LightGBM::Dataset;

// Rows pushed between two looks at the abort flag and kept in cache between columns.
constexpr int32_t kBlockRows = 4096;

// Bytes that are worth giving back: to look for them takes some milliseconds.
constexpr int64_t kManyBytes = int64_t{8} << 20;

struct Sample {
  std::vector<std::vector<double>> values;
  std::vector<std::vector<int>> positions;
};

// LightGBM's sample of rows, column by column; zeros are left out, as its loader expects.
Sample TakeSample(const Matrix& matrix, const std::vector<int>& rows) {
  Sample sample;
  sample.values.resize(matrix.columns.size());
  sample.positions.resize(matrix.columns.size());
  OMP_INIT_EX();  // what is thrown out of a parallel region, a lack of memory say, would end the process
#pragma omp parallel for schedule(dynamic, 1)
  for (int c = 0; c < matrix.width(); ++c) {
    OMP_LOOP_EX_BEGIN();
    VisitColumn(matrix.columns[c], [&](const auto* data, int64_t stride) {
      for (size_t i = 0; i < rows.size(); ++i) {
        const double value = static_cast<double>(data[int64_t{rows[i]} * stride]);
        if (std::fabs(value) > LightGBM::kZeroThreshold || std::isnan(value)) {
          sample.values[c].push_back(value);
          sample.positions[c].push_back(static_cast<int>(i));
        }
      }
    });
    OMP_LOOP_EX_END();
  }
  OMP_THROW_EX();
  return sample;
}

// A dataset of `total` rows without any yet, with the bins of a sample: the named rows of the matrix.
std::unique_ptr<Dataset> FromSample(const Matrix& matrix, const std::vector<int>& rows, int32_t total,
                                    const Config& config) {
  Sample sample = TakeSample(matrix, rows);
  std::vector<double*> values;
  std::vector<int*> positions;
  std::vector<int> counts;
  for (size_t c = 0; c < sample.values.size(); ++c) {
    values.push_back(sample.values[c].data());
    positions.push_back(sample.positions[c].data());
    counts.push_back(static_cast<int>(sample.values[c].size()));
  }
  LightGBM::DatasetLoader loader(config, nullptr, 1, nullptr);
  std::unique_ptr<Dataset> dataset(loader.ConstructFromSampleData(values.data(), positions.data(), matrix.width(),
                                                                  counts.data(), static_cast<int>(rows.size()), total,
                                                                  total));
  sample = Sample();
  // Those of a large matrix take more than its dataset.
  GiveBackMemory(static_cast<int64_t>(rows.size()) * matrix.width() * static_cast<int64_t>(sizeof(double)));
  return dataset;
}

std::vector<int> ChosenRows(int32_t rows, const Config& config) {
  LightGBM::Random random(config.data_random_seed);
  return random.Sample(rows, std::min(rows, config.bin_construct_sample_cnt));
}

std::unique_ptr<Dataset> FromReference(int32_t rows, DatasetHandle reference) {
  auto dataset = std::make_unique<Dataset>(rows);
  dataset->CreateValid(static_cast<const Dataset*>(reference));
  if (dataset->has_raw()) dataset->ResizeRaw(rows);
  return dataset;
}

void CheckWidth(const Matrix& matrix, DatasetHandle reference) {
  const int32_t features = static_cast<const Dataset*>(reference)->num_total_features();
  if (features == matrix.width()) return;
  throw InvalidArgument("columns: got " + std::to_string(matrix.width()) + ", the reference dataset has " +
                        std::to_string(features));
}

struct Target {
  int column, feature, group, sub_feature;
};

void PushBlock(Dataset* dataset, const Matrix& matrix, int32_t first, const std::vector<Target>& targets, int thread,
               int32_t from, int32_t to) {
  for (const Target& target : targets) {
    VisitColumn(matrix.columns[target.column], [&](const auto* data, int64_t stride) {
      for (int32_t row = from; row < to; ++row) {
        dataset->PushOneData(thread, first + row, target.group, target.feature, target.sub_feature,
                             static_cast<double>(data[row * stride]));
      }
    });
  }
}

}  // namespace

void PushInParallel(int32_t rows, const std::function<void()>& check_abort,
                    const std::function<void(int thread, int32_t from, int32_t to)>& push) {
  OMP_INIT_EX();
#pragma omp parallel
  {
    OMP_LOOP_EX_BEGIN();
    const int thread = omp_get_thread_num();
    const int64_t share = (int64_t{rows} + omp_get_num_threads() - 1) / omp_get_num_threads();
    const int64_t step = (share + 63) / 64 * 64;
    const auto begin = static_cast<int32_t>(std::min<int64_t>(rows, thread * step));
    const auto end = static_cast<int32_t>(std::min<int64_t>(rows, begin + step));
    for (int64_t from = begin; from < end; from += kBlockRows) {
      check_abort();
      push(thread, static_cast<int32_t>(from), static_cast<int32_t>(std::min<int64_t>(end, from + kBlockRows)));
    }
    OMP_LOOP_EX_END();
  }
  OMP_THROW_EX();
}

void PushRows(LightGBM::Dataset* dataset, const Matrix& matrix, int32_t first,
              const std::function<void()>& check_abort) {
  std::vector<Target> targets;
  for (int c = 0; c < matrix.width(); ++c) {
    const int feature = dataset->InnerFeatureIndex(c);
    if (feature < 0) continue;
    targets.push_back({c, feature, dataset->Feature2Group(feature), dataset->Feture2SubFeature(feature)});
  }
  PushInParallel(matrix.rows, check_abort, [&](int thread, int32_t from, int32_t to) {
    PushBlock(dataset, matrix, first, targets, thread, from, to);
  });
}

void PushColumn(LightGBM::Dataset* dataset, const Matrix& values, int32_t column,
                const std::function<void()>& check_abort) {
  const int feature = dataset->InnerFeatureIndex(column);
  if (feature < 0) return;
  const std::vector<Target> target{{0, feature, dataset->Feature2Group(feature), dataset->Feture2SubFeature(feature)}};
  PushInParallel(values.rows, check_abort, [&](int thread, int32_t from, int32_t to) {
    PushBlock(dataset, values, 0, target, thread, from, to);
  });
}

std::vector<int> SampledRows(int32_t rows, const std::string& params) {
  Config config;
  config.Set(Config::Str2Map(params.c_str()));
  return ChosenRows(rows, config);
}

std::unique_ptr<LightGBM::Dataset> EmptyDataset(const Matrix& sample, const std::string& params,
                                                DatasetHandle reference, int32_t rows) {
  if (reference != nullptr) return FromReference(rows, reference);
  CheckForcedBins(params, sample.width());
  Config config;
  config.Set(Config::Str2Map(params.c_str()));
  std::vector<int> all(static_cast<size_t>(sample.rows));
  std::iota(all.begin(), all.end(), 0);
  return FromSample(sample, all, rows, config);
}

DatasetHandle ConstructDataset(const Matrix& matrix, const std::string& params, DatasetHandle reference,
                               const std::function<void()>& check_abort) {
  CheckForcedBins(params, matrix.width());
  Config config;
  config.Set(Config::Str2Map(params.c_str()));
  if (config.num_threads > 0) omp_set_num_threads(config.num_threads);
  if (reference != nullptr) CheckWidth(matrix, reference);
  std::unique_ptr<Dataset> dataset = reference != nullptr
                                         ? FromReference(matrix.rows, reference)
                                         : FromSample(matrix, ChosenRows(matrix.rows, config), matrix.rows, config);
  check_abort();
  PushRows(dataset.get(), matrix, 0, check_abort);
  dataset->FinishLoad();
  return dataset.release();
}

void CheckForcedBins(const std::string& params, int features) {
  Config config;
  config.Set(Config::Str2Map(params.c_str()));
  CheckForcedFile(config.forcedbins_filename, features);
}

void GiveBackMemory([[maybe_unused]] int64_t bytes) {
#ifdef __GLIBC__
  if (bytes >= kManyBytes) malloc_trim(0);
#endif
}

void SetField(DatasetHandle handle, const Field& field) {
  // LightGBM does not resize an init_score that exists: emptied first, it takes any valid length.
  if (field.name == "init_score") Check(LGBM_DatasetSetField(handle, "init_score", nullptr, 0, C_API_DTYPE_FLOAT64));
  Check(LGBM_DatasetSetField(handle, field.name.c_str(), field.data, field.length, field.type));
}

}  // namespace dqs
