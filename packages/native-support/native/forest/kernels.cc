// Which kernels this processor runs.
#include "forest/kernels.h"

#include "support/errors.h"

namespace dqs {

bool IsaAvailable(Isa isa) {
#if defined(__x86_64__)
  if (isa == Isa::kAvx2) return __builtin_cpu_supports("avx2");
  if (isa == Isa::kAvx512) return __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512bw");
#endif
  return isa == Isa::kAuto || isa == Isa::kPortable;
}

KernelSet KernelsFor(Isa isa) {
#if defined(__x86_64__)
  if ((isa == Isa::kAuto || isa == Isa::kAvx512) && IsaAvailable(Isa::kAvx512)) {
    return {RankAvx512, SumAvx512<double>, SumAvx512<float>};
  }
  if ((isa == Isa::kAuto || isa == Isa::kAvx2) && IsaAvailable(Isa::kAvx2)) {
    return {RankAvx2, SumAvx2<double>, SumAvx2<float>};
  }
#endif
  if (!IsaAvailable(isa)) throw InvalidArgument("this processor cannot run the engine asked for");
  return {RankPortable, SumPortable<double>, SumPortable<float>};
}

}  // namespace dqs
