// Nothing of its own: CMake builds a precompiled header only for a target that compiles something.
#include <catch2/catch.hpp>
