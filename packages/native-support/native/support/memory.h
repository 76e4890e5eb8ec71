// Memory for copies of what JavaScript hands over.
#pragma once
#include <cstddef>
#include <memory>

namespace dqs {

// Uninitialised, in large pages where the system has them and it is large enough: the first touch of a small page costs
// more than filling it. Throws std::bad_alloc.
std::shared_ptr<void> NewMemory(size_t bytes);

// A copy in memory of its own.
std::shared_ptr<void> CopyOf(const void* data, size_t bytes);

}  // namespace dqs
