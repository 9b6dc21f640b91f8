// Prints the fingerprint of the draws, for comparing two builds or two machines by eye.
#include <cinttypes>
#include <cstdio>

#include "tests/golden/draw_hash.hpp"

int main() {
  std::printf("%016" PRIx64 "\n", twinline::golden::draw_hash());
  return 0;
}
