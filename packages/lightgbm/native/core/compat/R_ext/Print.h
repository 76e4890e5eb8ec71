// Stand-in for R's printing header.
//
// LightGBM writes its log with printf, and fatal errors straight to stderr, unless LGB_R_BUILD is defined: then every
// message of every thread (OpenMP's too, which never see the log callback) goes through these four functions. Defining
// that switch and these functions (support/log.cc) is how no line of LightGBM ever reaches stdout or stderr.
#pragma once
#include <cstdarg>

#ifdef __cplusplus
extern "C" {
#endif
void Rprintf(const char* format, ...);
void Rvprintf(const char* format, va_list arguments);
void REprintf(const char* format, ...);
#ifdef __cplusplus
}
#endif
