// Errors: one C++ exception with a code, turned into a JavaScript Error with the same code at the boundary.
#pragma once
#include <napi.h>

#include <new>
#include <stdexcept>
#include <string>

namespace dqs {

// The library behind the addon, as in package names: the code of errors that are the library's own.
constexpr const char* kEngine = DQS_ENGINE;

// `code` is one of the codes of src/errors.ts.
class Failure : public std::runtime_error {
 public:
  Failure(const char* code, const std::string& text) : std::runtime_error(text), code_(code) {}
  const char* code() const { return code_; }

 private:
  const char* code_;
};

inline Failure InvalidArgument(const std::string& text) { return Failure("invalid-argument", text); }

// What a job carries from its thread to the JavaScript thread.
struct FailureText {
  bool failed = false;
  std::string code;
  std::string text;
};

// What is said when there is no memory to say more: short enough to need none itself.
inline FailureText OutOfMemory() noexcept { return {true, kEngine, "out of memory"}; }

// To be called inside a catch block.
inline FailureText CurrentFailure() noexcept {
  try {
    try {
      throw;
    } catch (const std::bad_alloc&) {
      return OutOfMemory();
    } catch (const Failure& error) {
      return {true, error.code(), error.what()};
    } catch (const std::exception& error) {
      return {true, kEngine, error.what()};
    } catch (...) {
      return {true, kEngine, "unknown failure"};
    }
  } catch (...) {  // the text could not be copied
    return OutOfMemory();
  }
}

inline Napi::Error ToError(Napi::Env env, const FailureText& failure) {
  Napi::Error error = Napi::Error::New(env, failure.text);
  error.Set("code", Napi::String::New(env, failure.code));
  return error;
}

// Wraps every exported function: no C++ exception crosses into JavaScript as anything but an Error.
template <class Work>
Napi::Value Guard(const Napi::CallbackInfo& info, Work&& work) {
  try {
    return work();
  } catch (const Napi::Error& error) {
    error.ThrowAsJavaScriptException();
  } catch (...) {
    ToError(info.Env(), CurrentFailure()).ThrowAsJavaScriptException();
  }
  return info.Env().Undefined();
}

}  // namespace dqs
