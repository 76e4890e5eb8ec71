# Settings that LightGBM's core and our addon must share.
set(LIGHTGBM_SOURCE "" CACHE PATH "LightGBM source tree")
set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
# No -march: one binary runs on every processor. No NDEBUG either, as upstream: its CHECKs are the argument checks.
set(CMAKE_CXX_FLAGS_RELEASE "-O3 -funroll-loops")
find_package(OpenMP REQUIRED COMPONENTS CXX)
find_package(Threads REQUIRED)

set(LIGHTGBM_INCLUDES ${CMAKE_CURRENT_LIST_DIR}/compat ${LIGHTGBM_SOURCE}/include
  ${LIGHTGBM_SOURCE}/external_libs/eigen ${LIGHTGBM_SOURCE}/external_libs/fmt/include
  ${LIGHTGBM_SOURCE}/external_libs/fast_double_parser/include ${LIGHTGBM_SOURCE}/src)
set(LIGHTGBM_DEFINITIONS USE_SOCKET EIGEN_MPL2_ONLY EIGEN_DONT_PARALLELIZE LGB_R_BUILD)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64|amd64|i686")
  list(APPEND LIGHTGBM_DEFINITIONS MM_PREFETCH=1 MM_MALLOC=1)
endif()
