// Whether bytes are text.
#pragma once
#include <cstddef>

namespace dqs {

/// True for UTF-8 (RFC 3629: no overlong forms, surrogates or values beyond U+10FFFF) without NUL bytes.
bool IsText(const char* bytes, size_t length);

}  // namespace dqs
