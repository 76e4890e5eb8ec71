// Found before LightGBM's header of the same name, which it includes and then corrects.
//
// LightGBM collects an exception of a parallel loop in a helper that throws it again from OMP_THROW_EX() and, because
// the helper still holds it, once more from its destructor while the first is unwinding: std::terminate, which takes the
// whole Node process down. This helper throws once. It does not log the text either: upstream passes it to the logger
// as a format string.
#pragma once
#include_next <LightGBM/utils/openmp_wrapper.h>

#ifdef _OPENMP
#include <exception>
#include <mutex>
#include <utility>

class LoopException {
 public:
  void Capture() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (first_ == nullptr) first_ = std::current_exception();
  }
  void Throw() {
    if (first_ != nullptr) std::rethrow_exception(std::exchange(first_, nullptr));
  }

 private:
  std::exception_ptr first_;
  std::mutex mutex_;
};

#undef OMP_INIT_EX
#undef OMP_LOOP_EX_END
#undef OMP_THROW_EX
#define OMP_INIT_EX() LoopException omp_loop_exception
#define OMP_LOOP_EX_END() \
  }                       \
  catch (...) {           \
    omp_loop_exception.Capture(); \
  }
#define OMP_THROW_EX() omp_loop_exception.Throw()
#endif
