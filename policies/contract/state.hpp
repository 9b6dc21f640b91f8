// How ACD and policies write themselves into a snapshot and read themselves back: little-endian numbers in a fixed
// order, nothing else. Whoever changes what is written raises the version that goes first.
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"

namespace twinline {

class StateWriter {
 public:
  template <class Number>
  requires std::is_integral_v<Number> || std::is_enum_v<Number>
  void put(Number number) {
    auto bits = static_cast<std::uint64_t>(number);
    for (std::size_t byte = 0; byte < sizeof(Number); ++byte, bits >>= 8)
      bytes_.push_back(static_cast<std::uint8_t>(bits));
  }
  void put(double number) { put(std::bit_cast<std::uint64_t>(number)); }
  void put(Duration duration) { put(duration.count()); }
  void put(Time time) { put(time.time_since_epoch()); }
  template <class Tag>
  void put(Index<Tag> index) {
    put(index.value);
  }
  void put(CallId call) {
    put(call.slot);
    put(call.generation);
  }

  const std::vector<std::uint8_t>& bytes() const { return bytes_; }
  std::vector<std::uint8_t> take() { return std::move(bytes_); }

 private:
  std::vector<std::uint8_t> bytes_;
};

/// Reads what a StateWriter wrote, in the same order. Throws std::runtime_error where the bytes end too early.
class StateReader {
 public:
  explicit StateReader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  template <class Number>
  requires std::is_integral_v<Number> || std::is_enum_v<Number>
  void get(Number& number) {
    if (bytes_.size() < sizeof(Number)) throw std::runtime_error("snapshot ends too early");
    std::uint64_t bits = 0;
    for (std::size_t byte = 0; byte < sizeof(Number); ++byte) bits |= std::uint64_t{bytes_[byte]} << (8 * byte);
    bytes_ = bytes_.subspan(sizeof(Number));
    number = static_cast<Number>(bits);
  }
  void get(double& number) {
    std::uint64_t bits = 0;
    get(bits);
    number = std::bit_cast<double>(bits);
  }
  void get(Duration& duration) {
    std::int64_t count = 0;
    get(count);
    duration = Duration{count};
  }
  void get(Time& time) {
    Duration since{};
    get(since);
    time = Time{since};
  }
  template <class Tag>
  void get(Index<Tag>& index) {
    get(index.value);
  }
  void get(CallId& call) {
    get(call.slot);
    get(call.generation);
  }

  bool at_end() const { return bytes_.empty(); }

 private:
  std::span<const std::uint8_t> bytes_;
};

}  // namespace twinline
