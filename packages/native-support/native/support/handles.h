// Handles: a JavaScript object with a type tag that owns one share of a C++ state.
//
// Jobs and other states hold shares of their own, so closing a handle, or its collection, never frees what is in use:
// a Dataset outlives every Booster that trains on it.
#pragma once
#include <napi.h>

#include <memory>
#include <string>

#include "support/errors.h"

namespace dqs {

// Each state type specialises this: `static constexpr napi_type_tag tag` and `static constexpr const char* name`.
template <class State>
struct HandleKind;

template <class State>
struct HandleBox {
  std::shared_ptr<State> state;
  int64_t bytes = 0;  // what we told the garbage collector
};

template <class State>
void FinalizeHandle(napi_env env, void* data, void*) {
  auto* box = static_cast<HandleBox<State>*>(data);
  int64_t ignored = 0;
  if (box->state) napi_adjust_external_memory(env, -box->bytes, &ignored);
  delete box;
}

// `bytes` is an estimate of the native memory behind the handle, so that the collector feels it.
template <class State>
Napi::Object NewHandle(Napi::Env env, std::shared_ptr<State> state, int64_t bytes) {
  Napi::Object object = Napi::Object::New(env);
  object.TypeTag(&HandleKind<State>::tag);
  auto* box = new HandleBox<State>{std::move(state), bytes};
  if (napi_wrap(env, object, box, FinalizeHandle<State>, nullptr, nullptr) != napi_ok) {
    delete box;
    throw Failure(kEngine, "cannot create a handle");
  }
  int64_t ignored = 0;
  napi_adjust_external_memory(env, bytes, &ignored);
  return object;
}

template <class State>
HandleBox<State>* HandleBoxOf(const Napi::Value& value) {
  if (!value.IsObject() || !value.As<Napi::Object>().CheckTypeTag(&HandleKind<State>::tag)) {
    throw InvalidArgument(std::string("expected a ") + HandleKind<State>::name + " handle");
  }
  void* data = nullptr;
  napi_unwrap(value.Env(), value, &data);
  return static_cast<HandleBox<State>*>(data);
}

// The state behind a handle; a closed one is an error.
template <class State>
std::shared_ptr<State> Unwrap(const Napi::Value& value) {
  auto* box = HandleBoxOf<State>(value);
  if (!box->state) throw Failure("closed", std::string("the ") + HandleKind<State>::name + " is closed");
  return box->state;
}

// Gives up the handle's share; repeating it does nothing.
template <class State>
void CloseHandle(const Napi::Value& value) {
  auto* box = HandleBoxOf<State>(value);
  if (!box->state) return;
  int64_t ignored = 0;
  napi_adjust_external_memory(value.Env(), -box->bytes, &ignored);
  box->state.reset();
}

}  // namespace dqs
