// The functions LightGBM prints through in its build for R, which is why we compile that one: it never writes to the
// console, and what it says can be given to whoever listens.
#include <R_ext/Print.h>

#include <cstdio>
#include <string>

#include "support/log.h"

namespace dqs {
namespace {

thread_local std::string current_line;

// LightGBM writes a line in up to three parts.
void Append(const char* text) {
  for (; *text != '\0'; ++text) {
    if (*text != '\n') {
      current_line += *text;
    } else {
      EmitLogLine(current_line, Unscoped::kToOnlySink);
      current_line.clear();
    }
  }
}

// LightGBM logs from its parallel loops as well, out of which nothing may be thrown: without memory a line is lost.
void AppendFormatted(const char* format, va_list arguments) noexcept {
  char buffer[1024];
  vsnprintf(buffer, sizeof buffer, format, arguments);
  try {
    Append(buffer);
  } catch (...) {
  }
}

}  // namespace
}  // namespace dqs

extern "C" {
void Rprintf(const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  dqs::AppendFormatted(format, arguments);
  va_end(arguments);
}
void Rvprintf(const char* format, va_list arguments) { dqs::AppendFormatted(format, arguments); }
void REprintf(const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  dqs::AppendFormatted(format, arguments);
  va_end(arguments);
}
void R_FlushConsole(void) {}
}
