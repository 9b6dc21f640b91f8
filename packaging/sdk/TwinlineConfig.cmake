# find_package(Twinline): the target Twinline::contract and the function twinline_add_policy().
include(${CMAKE_CURRENT_LIST_DIR}/TwinlineTargets.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/TwinlinePolicy.cmake)
