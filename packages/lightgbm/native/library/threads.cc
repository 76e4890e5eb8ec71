// The number of threads that LightGBM uses, for the releases that ask for it here (4.1 asks OpenMP itself).
//
// Upstream keeps it in variables of the process: a job that sets it changes it for every other, and buffers that one has
// sized by it are then too small for its own threads. Here it is OpenMP's, which each thread that runs a job has for itself.
#include <omp.h>

extern "C" {
// What LGBM_SetMaxThreads would set, which nobody calls.
int LGBM_MAX_NUM_THREADS = -1;
int LGBM_DEFAULT_NUM_THREADS = -1;

int OMP_NUM_THREADS() { return omp_get_max_threads(); }

void OMP_SET_NUM_THREADS(int threads) {
  if (threads > 0) omp_set_num_threads(threads);
}
}
