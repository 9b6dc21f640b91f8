#include <algorithm>

#include <fmt/format.h>

#include "scenarios/schema/ivr_binding.hpp"

namespace twinline::scenarios {
namespace {

/// By which a caller gets to a human being without an answer to what is asked.
bool has_way_out(const Step& step) {
  if (step.kind == StepKind::menu) {
    return std::any_of(step.branches.begin(), step.branches.end(),
                       [](const Branch& branch) { return branch.value == '0'; });
  }
  return step.kind == StepKind::bot || (step.kind == StepKind::collect && step.human);
}

/// Shares of the keys of a menu, by branch.
std::vector<double> read_key_shares(const Node& keys, const Entry& entry, const Step& step, Problems& problems) {
  std::vector<double> shares(step.branches.size());
  double sum = 0;
  for (const Entry& key : keys.entries) {
    const auto branch = std::find_if(step.branches.begin(), step.branches.end(), [&](const Branch& candidate) {
      return step.kind == StepKind::menu && key.key.size() == 1 && candidate.value == key.key.front();
    });
    if (branch == step.branches.end()) {
      problems.error(key.place, fmt::format("key {} is not on the menu of step '{}'", in_quotes(key.key), entry.key));
      continue;
    }
    const double share = share_or(&key.value, 0);
    shares[static_cast<std::size_t>(branch - step.branches.begin())] = share;
    sum += share;
  }
  check_whole(sum, keys.place, fmt::format("the shares of the keys of step '{}'", entry.key), problems);
  return shares;
}

void read_steering(const Entry& entry, const Node* callers, Binding& binding, AtStep& people) {
  const double unpaid = share_or(find(callers, {"accepts"}), 0);
  people.accepts = unpaid + share_or(find(&entry.value, {"incentive", "raises"}), 0);
  people.incentive = money_or(find(&entry.value, {"incentive", "costs"}), 0, binding);
  if (const Node* after = entry.value.find("after")) people.after = read_distribution(after, binding);
  check_at_most_whole(people.accepts, entry.place,
                      fmt::format("those who accept at step '{}', with the incentive and without,", entry.key),
                      binding.problems);
}

/// What has a use at steps of one kind only.
void refuse_elsewhere(std::string_view key, bool useful, const Node& callers, const Entry& entry, Problems& problems) {
  const Node* written = callers.find(key);
  if (!written || useful) return;
  problems.error(written->place, fmt::format("'{}' has no use in step '{}'; remove it", key, entry.key));
}

}  // namespace

AtStep read_callers_at_step(const Entry& entry, const Step& step, Binding& binding) {
  AtStep people;
  const Node* callers = entry.value.find("callers");
  if (step.kind == StepKind::steer) read_steering(entry, callers, binding, people);
  if (!callers) return people;
  people.hangs_up = share_or(callers->find("hang_up"), 0);
  people.presses_nothing = share_or(callers->find("nothing"), 0);
  people.presses_wrong = share_or(callers->find("wrong"), 0);
  people.opts_out = share_or(callers->find("opts_out"), 0);
  check_at_most_whole(people.hangs_up + people.presses_nothing + people.presses_wrong + people.opts_out, callers->place,
                      fmt::format("hang_up, nothing, wrong and opts_out of step '{}'", entry.key), binding.problems);
  if (callers->find("opts_out") && !has_way_out(step)) {
    binding.problems.error(callers->find("opts_out")->place,
                           fmt::format("step '{}' has no way to opt out by; {}", entry.key,
                                       step.kind == StepKind::collect ? "say where 'human' leads"
                                                                      : "menus with a key 0, collect and bot have"));
  }
  people.resolved = share_or(callers->find("resolved"), 1);
  refuse_elsewhere("resolved", step.kind == StepKind::hang_up && step.self_served, *callers, entry, binding.problems);
  refuse_elsewhere("accepts", step.kind == StepKind::steer, *callers, entry, binding.problems);
  if (callers->find("takes")) people.takes = read_distribution(callers->find("takes"), binding);
  if (const Node* keys = callers->find("keys")) people.keys = read_key_shares(*keys, entry, step, binding.problems);
  return people;
}

}  // namespace twinline::scenarios
