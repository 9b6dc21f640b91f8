#include "live_bridge/rollout/retelling.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include <catch2/catch.hpp>

#include "reports/journal/writer.hpp"
#include "tests/unit/rollout/rollout_calls.hpp"
#include "tests/unit/store/folder.hpp"

namespace twinline::live::rollout {
namespace {

namespace calls = twinline::rollout::test;
using calls::at;
using twinline::rollout::RolloutMonitor;

const journal::PolicyIdentity split_policy{"split", 1, {{"share", "50 %"}}};
const journal::PolicyIdentity before_it{"round_robin", 1, {}};

std::unique_ptr<RolloutMonitor> deaf_monitor() {
  auto terms = calls::by_call(0.5, 7, {{"service_level", 0.5}});
  terms.split.began = at(100);
  return std::make_unique<RolloutMonitor>(reports::test::two_queue_centre(), std::move(terms));
}

/// A bridge of which only the journal and the monitor are left: a call each second, and a canary from second 100 on.
class ToldBridge {
 public:
  explicit ToldBridge(const std::filesystem::path& journal) : journal_(journal) { open(before_it); }

  /// What a bridge writes when it is started: another segment. Numbers of preparations begin anew.
  void open(const journal::PolicyIdentity& routing) {
    writer_.reset();
    journal::Header header;
    header.routing = routing;
    header.centre = reports::test::two_queue_centre();
    writer_.emplace(journal_, header, journal::Snapshot{at(next_), {}},
                    journal::WriterOptions{20'000, false, journal::Handover::every_frame, journal::Existing::follow});
    prepared_ = 0;
  }

  void put_in_force(const journal::PolicyIdentity& policy) {
    writer_->append(journal::Preparation{++prepared_, journal::Preparation::Policy{PolicyKind::routing, policy}});
    write(at(next_), PolicyPutInForce{PolicyKind::routing, prepared_}, {});
  }

  void serve(std::uint32_t count) {
    for (const std::uint32_t end = next_ + count; next_ < end; ++next_) {
      write(at(next_), CallerHungUp{calls::call_number(next_)}, {calls::wait_begins(next_)});
      write(at(next_ + 0.5), CallerHungUp{calls::call_number(next_)},
            {calls::wait_ends(next_, next_, 80 * calls::drawn(3, next_))});
      if (writer_->segment_is_full()) writer_->append(journal::Snapshot{at(next_ + 0.5), {}});
    }
  }

  /// Told of all that happens from now on.
  void listened_to_by(std::function<void(Time, const Happenings&)> listener) { listener_ = std::move(listener); }

 private:
  void write(Time now, const Fact& fact, const Happenings& happenings) {
    writer_->append(now, fact, {}, {}, {}, {}, happenings);
    if (listener_) listener_(now, happenings);
  }

  std::filesystem::path journal_;
  std::optional<journal::Writer> writer_;
  std::function<void(Time, const Happenings&)> listener_;
  std::uint32_t next_ = 0, prepared_ = 0;
};

std::unique_ptr<RolloutMonitor> end_of(Retelling<RolloutMonitor>& retelling) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (std::chrono::steady_clock::now() < end) {
    if (auto monitor = retelling.told()) return monitor;
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  return nullptr;
}

void check_same(const RolloutMonitor& told, const RolloutMonitor& heard) {
  CHECK(told.waits() == heard.waits());
  CHECK(told.waits_of_candidate() == heard.waits_of_candidate());
  const auto a = told.standing(), b = heard.standing();
  CHECK(a.candidate.answered == b.candidate.answered);
  CHECK(a.incumbent.service_level.value == b.incumbent.service_level.value);
  CHECK(a.questions.at(0).n == b.questions.at(0).n);
  CHECK(a.questions.at(0).difference == b.questions.at(0).difference);
  CHECK(a.questions.at(0).bounds.low == b.questions.at(0).bounds.low);
}

}  // namespace

TEST_CASE("a monitor whose bridge died stands where it stood, over all segments and restarts", "[rollout][retelling]") {
  const store_test::Folder folder;
  const std::filesystem::path journal = folder / "day.tlj";
  ToldBridge bridge{journal};
  bridge.serve(100);
  bridge.put_in_force(split_policy);
  const auto never_died = deaf_monitor();
  bridge.listened_to_by([&](Time now, const Happenings& happenings) { never_died->fold(now, happenings); });
  bridge.serve(300);
  bridge.open(split_policy);
  bridge.serve(300);

  Retelling retelling{journal, split_policy, at(100), reports::test::two_queue_centre(), deaf_monitor()};
  bridge.listened_to_by([&](Time now, const Happenings& happenings) {
    never_died->fold(now, happenings);
    retelling.heard(now, happenings);
  });
  bridge.open(split_policy);
  bridge.serve(50);

  const auto told = end_of(retelling);
  REQUIRE(told);
  CHECK(retelling.why().empty());
  CHECK(never_died->waits() == 650);
  check_same(*told, *never_died);
}

TEST_CASE("what came before the split, or after it, is not told", "[rollout][retelling]") {
  const store_test::Folder folder;
  const std::filesystem::path journal = folder / "day.tlj";
  ToldBridge bridge{journal};
  bridge.serve(150);  // after `began`, but the policy of before decides still
  bridge.put_in_force(split_policy);
  bridge.serve(20);
  bridge.open(split_policy);
  bridge.put_in_force(before_it);  // under the number that the split had in the process before
  bridge.serve(30);
  Retelling retelling{journal, split_policy, at(100), reports::test::two_queue_centre(), deaf_monitor()};
  const auto told = end_of(retelling);
  REQUIRE(told);
  CHECK(told->waits() == 20);
}

TEST_CASE("a journal of other queues is not told, and one that is not heard out ends at once", "[rollout][retelling]") {
  const store_test::Folder folder;
  const std::filesystem::path journal = folder / "day.tlj";
  ToldBridge bridge{journal};
  bridge.put_in_force(split_policy);
  bridge.serve(200);
  Centre other = reports::test::two_queue_centre();
  std::swap(other.queues[0].name, other.queues[1].name);
  Retelling retelling{journal, split_policy, at(100), other, deaf_monitor()};
  const auto told = end_of(retelling);
  REQUIRE(told);
  CHECK(retelling.why() == "the queues were others then");
  CHECK(told->waits() == 0);
  const Retelling dropped{journal, split_policy, at(100), reports::test::two_queue_centre(), deaf_monitor()};
}

}  // namespace twinline::live::rollout
