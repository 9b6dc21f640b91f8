// A routing policy as a plug-in that is sound until the call that the environment names has come (TWINLINE_STALL_AT, as
// counted by what it has learnt), and then does what TWINLINE_STALL says: it dozes, hangs, throws or talks nonsense.
#include <cstdlib>
#include <stdexcept>
#include <string_view>

#include <unistd.h>

#include "policies/contract/plugin.hpp"

namespace {

using namespace twinline;

class Stalling final : public RoutingPolicy {
 public:
  static constexpr PolicyInfo info{"stalling", 1, "Gives whoever waits to whoever idles, until it does not."};
  struct Params {};
  static constexpr auto schema = fields();

  Stalling(const Centre&, const Params&) {}

  void decide(const View& view, const Occasion& occasion, Decisions& decisions) const override {
    const char* way = std::getenv("TWINLINE_STALL");
    const char* at = std::getenv("TWINLINE_STALL_AT");
    const bool stalls = way != nullptr && at != nullptr && waits_begun_ >= std::strtoull(at, nullptr, 10);
    const bool dozes = stalls && std::string_view{way} == "doze";
    if (dozes) usleep(150'000);
    if (stalls && !dozes) return misbehave(way, occasion, decisions);
    decide_soundly(view, occasion, decisions);
  }

  HappeningSet interests() const override { return HappeningSet::of<WaitBegan>(); }
  void learn(const Happening&, const View&) override { ++waits_begun_; }
  void save(StateWriter& writer) const override { writer.put(waits_begun_); }
  void restore(StateReader& reader) override { reader.get(waits_begun_); }

 private:
  static void misbehave(std::string_view way, const Occasion& occasion, Decisions& decisions) {
    while (way == "hang") pause();
    if (way == "throw") throw std::runtime_error("out of ideas");
    decisions.assign({CallSlot{987'654U}, 3}, AgentIndex{4711U});
    if (occasion.call) decisions.assign(occasion.call, AgentIndex{4711U});
  }

  static void decide_soundly(const View& view, const Occasion& occasion, Decisions& decisions) {
    if (occasion.kind == Occasion::Kind::call_waits) {
      for (const Eligibility& eligible : view.centre->eligible_groups[view.call(occasion.call).type.value]) {
        const AgentIndex idle = view.longest_idle(eligible.group, view.call(occasion.call).type);
        if (idle) return decisions.assign(occasion.call, idle);
      }
    } else if (occasion.kind == Occasion::Kind::agent_free) {
      for (const LineIndex line : view.lines_for(view.agent(occasion.agent).group)) {
        const CallSlot first = view.line(line).first;
        if (first) return decisions.assign(view.call(first).id, occasion.agent);
      }
    }
  }

  std::uint64_t waits_begun_ = 0;
};

}  // namespace

TWINLINE_POLICY(Stalling)
