# dqs_add_addon(<engine> [libraries to link…]): makes dqs_<engine>.node of all .cc files of the project and its folders and of
# support/. NODE_API_HEADERS and NODE_ADDON_API come from scripts/build.mjs. The target is called `addon`.
set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
find_package(OpenMP REQUIRED COMPONENTS CXX)
find_package(Threads REQUIRED)
set(NODE_API_HEADERS "" CACHE PATH "folder of node_api.h")
set(NODE_ADDON_API "" CACHE PATH "folder of napi.h")
set(DQS_OLDER_SYSTEMS_SOURCES "" CACHE STRING "further sources, and options of the linking below (scripts/older-systems.mjs)")
set(DQS_OLDER_SYSTEMS_OPTIONS "" CACHE STRING "further options of the linking")
set(DQS_SUPPORT ${CMAKE_CURRENT_LIST_DIR})

function(dqs_add_addon engine)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/*.cc ${CMAKE_SOURCE_DIR}/*/*.cc ${DQS_SUPPORT}/support/*.cc)
  add_library(addon MODULE ${sources})
  set_target_properties(addon PROPERTIES PREFIX "" SUFFIX ".node" OUTPUT_NAME "dqs_${engine}"
    CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  target_include_directories(addon PRIVATE ${CMAKE_SOURCE_DIR} ${DQS_SUPPORT})
  target_include_directories(addon SYSTEM PRIVATE ${NODE_API_HEADERS} ${NODE_ADDON_API})
  # node-addon-api is most of every file's compile time.
  target_precompile_headers(addon PRIVATE <napi.h> <memory> <string> <vector>)
  target_compile_definitions(addon PRIVATE DQS_ENGINE="${engine}" NAPI_VERSION=8
    NODE_ADDON_API_CPP_EXCEPTIONS_ALL NODE_ADDON_API_DISABLE_DEPRECATED NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS)
  # The same bits everywhere: no fused multiply-add behind our back.
  target_compile_options(addon PRIVATE ${OpenMP_CXX_FLAGS} -Wall -Wextra -ffp-contract=off -ffunction-sections
    -fdata-sections)
  target_link_libraries(addon PRIVATE ${ARGN} Threads::Threads ${CMAKE_DL_LIBS})
  target_link_options(addon PRIVATE ${OpenMP_CXX_FLAGS})
  if(APPLE)
    target_link_options(addon PRIVATE -undefined dynamic_lookup -Wl,-dead_strip)
    target_link_libraries(addon PRIVATE ${OpenMP_CXX_LIBRARIES})
  else()
    if(DQS_OLDER_SYSTEMS_SOURCES)
      target_sources(addon PRIVATE ${DQS_OLDER_SYSTEMS_SOURCES})
      set_source_files_properties(${DQS_OLDER_SYSTEMS_SOURCES} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
    endif()
    target_link_options(addon PRIVATE -Wl,--exclude-libs,ALL -Wl,-z,relro,-z,now -s ${DQS_OLDER_SYSTEMS_OPTIONS})
  endif()
endfunction()

# Adds the flat form of trees, forest/, to the addon.
function(dqs_add_forest)
  file(GLOB sources CONFIGURE_DEPENDS ${DQS_SUPPORT}/forest/*.cc)
  target_sources(addon PRIVATE ${sources})
endfunction()
