// The XGBoost library: found at run time, checked, never unloaded. Nothing here is linked against it.
#pragma once
#include <cstdint>
#include <string>

namespace dqs {

using BstUlong = uint64_t;
using DMatrixHandle = void*;
using BoosterHandle = void*;

// The functions of XGBoost's C API that this addon calls, as its c_api.h declares them since 1.7.
struct Api {
  void (*XGBoostVersion)(int*, int*, int*);
  const char* (*XGBGetLastError)();
  int (*XGBRegisterLogCallback)(void (*)(const char*));
  int (*XGDMatrixCreateFromDense)(const char*, const char*, DMatrixHandle*);
  int (*XGDMatrixFree)(DMatrixHandle);
  int (*XGDMatrixSetFloatInfo)(DMatrixHandle, const char*, const float*, BstUlong);
  int (*XGDMatrixGetFloatInfo)(DMatrixHandle, const char*, BstUlong*, const float**);
  int (*XGDMatrixSetUIntInfo)(DMatrixHandle, const char*, const unsigned*, BstUlong);
  int (*XGDMatrixSetStrFeatureInfo)(DMatrixHandle, const char*, const char**, BstUlong);
  int (*XGBoosterCreate)(const DMatrixHandle*, BstUlong, BoosterHandle*);
  int (*XGBoosterFree)(BoosterHandle);
  int (*XGBoosterSlice)(BoosterHandle, int, int, int, BoosterHandle*);
  int (*XGBoosterBoostedRounds)(BoosterHandle, int*);
  int (*XGBoosterSetParam)(BoosterHandle, const char*, const char*);
  int (*XGBoosterGetNumFeature)(BoosterHandle, BstUlong*);
  int (*XGBoosterUpdateOneIter)(BoosterHandle, int, DMatrixHandle);
  int (*XGBoosterBoostOneIter)(BoosterHandle, DMatrixHandle, float*, float*, BstUlong);
  int (*XGBoosterEvalOneIter)(BoosterHandle, int, DMatrixHandle*, const char**, BstUlong, const char**);
  int (*XGBoosterPredictFromDMatrix)(BoosterHandle, DMatrixHandle, const char*, const BstUlong**, BstUlong*,
                                     const float**);
  int (*XGBoosterPredictFromDense)(BoosterHandle, const char*, const char*, DMatrixHandle, const BstUlong**, BstUlong*,
                                   const float**);
  int (*XGBoosterLoadModelFromBuffer)(BoosterHandle, const void*, BstUlong);
  int (*XGBoosterSaveModelToBuffer)(BoosterHandle, const char*, BstUlong*, const char**);
  int (*XGBoosterSaveJsonConfig)(BoosterHandle, BstUlong*, const char**);
  int (*XGBoosterSetAttr)(BoosterHandle, const char*, const char*);
  int (*XGBoosterGetAttr)(BoosterHandle, const char*, const char**, int*);
  int (*XGBoosterGetAttrNames)(BoosterHandle, BstUlong*, const char***);
  int (*XGBoosterSetStrFeatureInfo)(BoosterHandle, const char*, const char**, BstUlong);
  int (*XGBoosterGetStrFeatureInfo)(BoosterHandle, const char*, BstUlong*, const char***);
  int (*XGBoosterFeatureScore)(BoosterHandle, const char*, BstUlong*, const char***, BstUlong*, const BstUlong**,
                               const float**);
};

struct LibraryVersion {
  int major = 0, minor = 0, patch = 0;
  std::string text() const;
};

// Opens the library at `path` (a file, or a name the system knows) and checks it. The first that passes serves the
// whole process; opening the same again does nothing. Throws Failure: "library-missing" when it cannot be opened,
// "library-incompatible" when it is not an XGBoost of 1.7 or newer or another one is in use.
LibraryVersion OpenLibrary(const std::string& path);

// The functions of the open library, its log on this thread being ours. Throws when none is open.
const Api& Library();

// Throws what the library says about a call that failed. It keeps the text per thread: to be called on the thread that
// failed, at once.
void Check(int result);

// Calls a function of the library by name; its error text is copied at once, on this thread.
#define DQS_XGB(function, ...) ::dqs::Check(::dqs::Library().function(__VA_ARGS__))

}  // namespace dqs
