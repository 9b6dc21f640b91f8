// SHA-256, the name by which scenarios and files know each other.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace twinline::scenarios {

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void add(std::string_view bytes);

  /// The sum of all that was added, in lower-case hexadecimal; nothing may be added afterwards.
  std::string hex();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

std::string sha256(std::string_view bytes);

}  // namespace twinline::scenarios
