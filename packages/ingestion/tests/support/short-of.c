/* Makes the system refuse what SHORT_OF names: "threads" any new thread, "memory" whole large pages. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

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

void* mmap(void* address, size_t bytes, int protection, int flags, int file, off_t offset) {
  static void* (*map)(void*, size_t, int, int, int, off_t);
  const size_t large = (size_t)2 << 20;
  if (file == -1 && protection == (PROT_READ | PROT_WRITE) && bytes > large && bytes % large == 0 && is_short_of("memory")) {
    errno = ENOMEM;
    return MAP_FAILED;
  }
  if (map == NULL) *(void**)&map = dlsym(RTLD_NEXT, "mmap");
  return map(address, bytes, protection, flags, file, offset);
}
