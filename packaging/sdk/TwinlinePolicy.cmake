# A policy of one's own as a shared object NAME.so, which twinline and twinline-bridge load. One of its sources has
# TWINLINE_POLICY(…); nothing but the function that this makes is visible from outside.
#   twinline_add_policy(quick_hands SOURCES quick_hands.cpp)
function(twinline_add_policy name)
  cmake_parse_arguments(POLICY "" "" "SOURCES" ${ARGN})
  if(NOT POLICY_SOURCES OR POLICY_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "twinline_add_policy(${name}): expected twinline_add_policy(NAME SOURCES FILE…)")
  endif()
  add_library(${name} MODULE ${POLICY_SOURCES})
  target_link_libraries(${name} PRIVATE Twinline::contract)
  target_link_options(${name} PRIVATE LINKER:--exclude-libs,ALL)
  set_target_properties(${name} PROPERTIES
    PREFIX "" SUFFIX .so CXX_EXTENSIONS OFF CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
endfunction()
