// How far the count of each nonce has come (nc of RFC 2617 §3.2.2 and RFC 7616 §3.4): a client counts its requests with
// a nonce, so a count that does not rise is a request that was captured and sent again. What is remembered has a bound;
// where it is reached, the oldest nonces are forgotten, and none that old is taken any more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace twinline::live::sip {

class NonceCounts {
 public:
  /// Remembers this many nonces, 1 at least.
  explicit NonceCounts(std::size_t capacity) : capacity_(capacity) {}

  /// Takes a count that was shown, with a right password, for a nonce made at this second. False: it was shown before,
  /// or may have been.
  bool take(long long made, const std::string& nonce, std::uint32_t count);

  /// Nonces made before this second have lapsed.
  void forget_before(long long made);

  std::size_t size() const { return counts_.size(); }

 private:
  std::size_t capacity_;
  std::map<std::pair<long long, std::string>, std::uint32_t> counts_;  ///< by second of making, then nonce
  long long forgotten_until_ = -1;                                     ///< of nonces up to this second some are missing
};

}  // namespace twinline::live::sip
