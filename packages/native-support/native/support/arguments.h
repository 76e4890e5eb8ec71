// Reading arguments. TypeScript has checked them with good messages; these checks guard memory and nothing else.
//
// What is read in place (Read…) is good until JavaScript runs again, be it in a getter: JavaScript may transfer a buffer
// away, whose memory then goes with its new owner, and Node-API can neither forbid that nor keep the memory. A job
// therefore works on copies (Copy…), which are made at once.
#pragma once
#include <napi.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "support/matrix.h"

namespace dqs {

struct Numbers {
  const void* data = nullptr;
  size_t length = 0;
  napi_typedarray_type type{};
  std::shared_ptr<void> memory;  // of a copy

  template <class T>
  const T* as() const {
    return static_cast<const T*>(data);
  }
};

// Any typed array on an attached, unshared ArrayBuffer.
Numbers ReadTypedArray(const Napi::Value& value, const char* name);
// The same with the type required.
Numbers ReadTypedArray(const Napi::Value& value, napi_typedarray_type type, const char* name);

// The same, for a job.
Numbers CopyTypedArray(const Napi::Value& value, const char* name);
Numbers CopyTypedArray(const Napi::Value& value, napi_typedarray_type type, const char* name);

int32_t ReadInt32(const Napi::Value& value, const char* name);
int32_t ReadInt32(const Napi::Value& value, const char* name, int32_t low, int32_t high);
double ReadDouble(const Napi::Value& value, const char* name);
// Text without NUL characters (the libraries take C strings).
std::string ReadString(const Napi::Value& value, const char* name);
std::vector<std::string> ReadStrings(const Napi::Value& value, const char* name);
bool IsNothing(const Napi::Value& value);
Napi::Object ReadObject(const Napi::Value& value, const char* name);

// { rows, columns: TypedArray[] } or { rows, width, data: Float32Array | Float64Array, rowMajor }
Matrix ReadMatrix(const Napi::Value& value);
// The same, for a job.
Matrix CopyMatrix(const Napi::Value& value);

Napi::Value ToStringArray(Napi::Env env, const std::vector<std::string>& strings);
Napi::Value ToFloat64Array(Napi::Env env, const std::vector<double>& numbers);

}  // namespace dqs
