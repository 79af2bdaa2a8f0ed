# billwright_layer(NAME [LAYERS …] [LIBRARIES …] [SOURCES …]): one static library of src/NAME, and
# one test executable of the *_test.cc beside the code. main.cc files belong to executables.
function(billwright_layer name)
  cmake_parse_arguments(ARG "" "" "LAYERS;LIBRARIES;SOURCES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${name}/*.cc)
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  list(FILTER sources EXCLUDE REGEX "(_test|/main)\\.cc$")
  list(TRANSFORM ARG_LAYERS PREPEND billwright_)
  if(NOT sources AND NOT ARG_SOURCES)
    add_library(billwright_${name} INTERFACE)
    target_link_libraries(billwright_${name} INTERFACE ${ARG_LAYERS})
    return()
  endif()
  add_library(billwright_${name} STATIC ${sources} ${ARG_SOURCES})
  set_target_properties(billwright_${name} PROPERTIES LINKER_LANGUAGE CXX)
  target_include_directories(billwright_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(billwright_${name} PUBLIC ${ARG_LAYERS} PRIVATE ${ARG_LIBRARIES} fmt::fmt Threads::Threads)
  if(name STREQUAL "engine")
    target_link_libraries(billwright_${name} PUBLIC duckdb)
  endif()
  if(tests)
    billwright_test(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE billwright_${name} ${ARG_LIBRARIES})
  endif()
endfunction()

# billwright_test(NAME SOURCES…): an executable of GoogleTests, one ctest per executable.
function(billwright_test name)
  add_executable(${name} ${ARGN})
  target_link_libraries(${name} PRIVATE ${RAPIDCHECK_LIBRARY} GTest::gmock GTest::gtest_main fmt::fmt)
  target_include_directories(${name} SYSTEM PRIVATE ${RAPIDCHECK_INCLUDE})
  target_compile_definitions(${name} PRIVATE BILLWRIGHT_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
    BILLWRIGHT_BINARY_DIR="${PROJECT_BINARY_DIR}")
  add_test(NAME ${name} COMMAND ${name})
endfunction()

# billwright_embed(OUT FOLDERS …): sets OUT to a generated source that holds every file below the
# folders, for base/embedded.h.
function(billwright_embed out)
  cmake_parse_arguments(ARG "" "" "FOLDERS" ${ARGN})
  set(files)
  foreach(folder ${ARG_FOLDERS})
    file(GLOB_RECURSE found CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*)
    list(APPEND files ${found})
  endforeach()
  set(generated ${PROJECT_BINARY_DIR}/embedded_files.cc)
  add_custom_command(OUTPUT ${generated}
    COMMAND ${CMAKE_COMMAND} -DOUT=${generated} -DROOT=${PROJECT_SOURCE_DIR} "-DFILES=${files}"
            -P ${PROJECT_SOURCE_DIR}/cmake/Embed.cmake
    DEPENDS ${files} ${PROJECT_SOURCE_DIR}/cmake/Embed.cmake
    COMMENT "Embedding sql and assets" VERBATIM)
  set(${out} ${generated} PARENT_SCOPE)
endfunction()
