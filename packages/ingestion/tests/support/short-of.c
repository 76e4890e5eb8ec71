/* Makes the system refuse what SHORT_OF names: "threads" any new thread, "memory" any large aligned block. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static int is_short_of(const char* what) {
  const char* const named = getenv("SHORT_OF");
  return named != NULL && strcmp(named, what) == 0;
}

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*work)(void*), void* argument) {
  static int (*create)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
  if (is_short_of("threads")) return EAGAIN;
  if (create == NULL) *(void**)&create = dlsym(RTLD_NEXT, "pthread_create");
  return create(thread, attributes, work, argument);
}

void* aligned_alloc(size_t alignment, size_t size) {
  static void* (*allocate)(size_t, size_t);
  if (alignment >= (size_t)2 << 20 && is_short_of("memory")) return NULL;
  if (allocate == NULL) *(void**)&allocate = dlsym(RTLD_NEXT, "aligned_alloc");
  return allocate(alignment, size);
}
