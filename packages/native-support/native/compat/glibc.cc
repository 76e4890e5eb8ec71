// Lets a binary that is linked against a newer glibc run on every one since 2.28, which is what Node itself asks for. A linker binds
// each function to its newest version; `--wrap` (scripts/older-systems.mjs) leads the calls of all objects and static libraries to
// the functions here instead, which go on to the first version that the processor ever had. Behind both is the same code since
// 2.28, so no result changes by a bit: the first versions of mathematics only add the error handling of SVID.
#include <link.h>
#include <pthread.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#if defined(__x86_64__)
#define FIRST "GLIBC_2.2.5"
#define GO_TO "jmp "
#define STAT_VERSION 1
#elif defined(__aarch64__)
#define FIRST "GLIBC_2.17"
#define GO_TO "b "
#define STAT_VERSION 0
#endif

// A section of its own: what nothing calls is left out with all that it asks for.
#define FORWARD_TO(to, name)                                \
  __asm__(".pushsection .text.wrap." #name ",\"ax\",%progbits\n" \
          ".symver first_" #name "," #to "@" FIRST "\n"     \
          ".globl __wrap_" #name "\n"                       \
          ".hidden __wrap_" #name "\n"                      \
          ".type __wrap_" #name ",%function\n"              \
          "__wrap_" #name ": " GO_TO "first_" #name "\n"    \
          ".popsection\n")
#define FORWARD(name) FORWARD_TO(name, name)

// Anew in 2.29.
FORWARD(exp);
FORWARD(log);
FORWARD(log2);
FORWARD(pow);
// Anew in 2.38, whose headers also lead readers of numbers to ones that know "0b".
FORWARD(fmod);
FORWARD_TO(strtol, __isoc23_strtol);
FORWARD_TO(strtoll, __isoc23_strtoll);
FORWARD_TO(strtoul, __isoc23_strtoul);
FORWARD_TO(strtoull, __isoc23_strtoull);
// Moved into libc by 2.34.
FORWARD(dladdr);
FORWARD(dlclose);
FORWARD(dlerror);
FORWARD(dlopen);
FORWARD(dlsym);
FORWARD(pthread_create);
FORWARD(pthread_detach);
FORWARD(pthread_getspecific);
FORWARD(pthread_join);
FORWARD(pthread_key_create);
FORWARD(pthread_key_delete);
FORWARD(pthread_mutex_timedlock);
FORWARD(pthread_mutex_trylock);
FORWARD(pthread_once);
FORWARD(pthread_setspecific);
FORWARD(pthread_sigmask);
FORWARD(__pthread_key_create);

#define OURS __attribute__((visibility("hidden")))

extern "C" {

// Since 2.32 tells whether atomic instructions can be left out; they never are.
OURS char __libc_single_threaded = 0;

// Functions since 2.33; before, they were inline calls of these. The two kinds of status are one on 64 bits.
int first_fxstat(int version, int file, struct stat* to);
__asm__(".symver first_fxstat,__fxstat@" FIRST);
OURS int __wrap_fstat(int file, struct stat* to) { return first_fxstat(STAT_VERSION, file, to); }
OURS int __wrap_fstat64(int file, struct stat* to) { return first_fxstat(STAT_VERSION, file, to); }
int first_xstat(int version, const char* path, struct stat* to);
__asm__(".symver first_xstat,__xstat@" FIRST);
OURS int __wrap_stat(const char* path, struct stat* to) { return first_xstat(STAT_VERSION, path, to); }
OURS int __wrap_stat64(const char* path, struct stat* to) { return first_xstat(STAT_VERSION, path, to); }

// Since 2.36.
OURS unsigned __wrap_arc4random() {
  unsigned value = 0;
  while (getentropy(&value, sizeof value) != 0) {
  }
  return value;
}

// Since 2.30: waits by a clock that the caller names. What waits by the clock of days instead may wake too early where that is
// set; whoever waits for a condition looks again.
static timespec ByClockOfDays(clockid_t clock, const timespec* until) {
  constexpr long kSecond = 1000000000;
  timespec now{}, days{};
  clock_gettime(clock, &now);
  clock_gettime(CLOCK_REALTIME, &days);
  long nanoseconds = until->tv_nsec - now.tv_nsec + days.tv_nsec;
  long seconds = until->tv_sec - now.tv_sec + days.tv_sec;
  for (; nanoseconds < 0; nanoseconds += kSecond) --seconds;
  return {seconds + nanoseconds / kSecond, nanoseconds % kSecond};
}
OURS int __wrap_pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock,
                                       const timespec* until) {
  const timespec at = ByClockOfDays(clock, until);
  return pthread_cond_timedwait(condition, mutex, &at);
}
OURS int __wrap_pthread_mutex_clocklock(pthread_mutex_t* mutex, clockid_t clock, const timespec* until) {
  const timespec at = ByClockOfDays(clock, until);
  return pthread_mutex_timedlock(mutex, &at);
}

#ifdef DLFO_EH_SEGMENT_TYPE
// Since 2.35: where the unwinder of exceptions finds the tables of the object that an address is in. That of GCC 12 and newer
// knows no other way, so the older one is taken here.
struct Search {
  ElfW(Addr) address;
  dl_find_object* found;
  bool is_found;
};
static int Look(dl_phdr_info* object, size_t, void* data) {
  auto* search = static_cast<Search*>(data);
  const ElfW(Phdr)* tables = nullptr;
  ElfW(Addr) from = ~ElfW(Addr){0}, to = 0;
  bool is_inside = false;
  for (int i = 0; i < object->dlpi_phnum; ++i) {
    const ElfW(Phdr)& part = object->dlpi_phdr[i];
    if (part.p_type == DLFO_EH_SEGMENT_TYPE) tables = &part;
    if (part.p_type != PT_LOAD) continue;
    const ElfW(Addr) start = object->dlpi_addr + part.p_vaddr, end = start + part.p_memsz;
    is_inside = is_inside || (search->address >= start && search->address < end);
    if (start < from) from = start;
    if (end > to) to = end;
  }
  if (!is_inside || tables == nullptr) return is_inside ? 1 : 0;
  *search->found = {};
  search->found->dlfo_map_start = reinterpret_cast<void*>(from);
  search->found->dlfo_map_end = reinterpret_cast<void*>(to);
  search->found->dlfo_eh_frame = reinterpret_cast<void*>(object->dlpi_addr + tables->p_vaddr);
  search->is_found = true;
  return 1;
}
OURS int _dl_find_object(void* address, dl_find_object* found) noexcept {
  Search search{reinterpret_cast<ElfW(Addr)>(address), found, false};
  dl_iterate_phdr(Look, &search);
  return search.is_found ? 0 : -1;
}
#endif
}
