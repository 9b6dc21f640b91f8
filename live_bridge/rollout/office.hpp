// Where requests about the rollout come in, on the threads of whoever asks: it reads them, has manifests judged, writes
// down who asked for what and what came of it, and has the loop take the step. What cannot be written down is not done,
// but for the way back.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "live_bridge/rollout/judge.hpp"
#include "live_bridge/rollout/rollout.hpp"
#include "live_bridge/wall/clock.hpp"
#include "reports/json/json_reader.hpp"

namespace twinline::live::rollout {

struct Request {
  std::string who;     ///< as the one who let them in knows them
  std::string action;  ///< status, promote, shadow, canary, full, rollback or freeze
  std::string body;    ///< JSON
};

struct Reply {
  enum class Outcome : std::uint8_t { done, refused, makes_no_sense, no_answer };
  Outcome outcome = Outcome::done;
  std::string json;  ///< schema "twinline.rollout_answer/1"; {"error": …} where the request makes no sense
};

class Office {
 public:
  /// Has something done on the loop's thread and waits for it; false where the loop has not done it in time.
  using OnLoop = std::function<bool(std::function<void()>)>;

  /// The rollout is touched on the loop's thread alone.
  Office(Rollout& rollout, const Clock& clock) : rollout_(rollout), clock_(clock) {}

  /// On the loop's thread: by which gate and for which centre manifests are judged from now on; none: none is accepted.
  void use(const std::optional<PromotionGate>& gate, const Centre& centre, std::uint64_t seed);

  /// Any thread but the loop's; several at once. May take seconds.
  Reply answer(const Request& request, const OnLoop& on_loop) const;

 private:
  struct Grounds {
    std::optional<Judge> judge;  ///< none: no manifest is accepted
    Centre centre;
    std::uint64_t seed = 0;
  };
  struct Asked;
  struct Errand;

  std::shared_ptr<const Grounds> grounds() const;
  Asked read(const Request& request, const reports::JsonReader& body, const std::optional<Judge>& judge) const;
  void write_down(const Request& request, const std::string& about) const;

  Rollout& rollout_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Grounds> grounds_;  ///< not null once use() was called
};

}  // namespace twinline::live::rollout
