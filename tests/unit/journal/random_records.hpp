// What the journal's tests write: random facts, wishes, happenings and decisions, every alternative and
// enumerator of them, from a seed; ordinary calls; a header without a default in it; and a folder for the
// files.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <stdlib.h>

#include "reports/journal/reader.hpp"
#include "reports/journal/writer.hpp"
#include "tests/unit/journal/reflected.hpp"

namespace twinline::journal::test {

/// How many enumerators there are. An enumeration that is new here does not compile until it is counted.
template <class Enum>
inline constexpr std::uint64_t enumerators = [] {
  static_assert(sizeof(Enum) == 0, "count the enumerators of this enumeration");
  return 0;
}();
template <>
inline constexpr std::uint64_t enumerators<OfferRefusal> = 4;
template <>
inline constexpr std::uint64_t enumerators<TalkEnd> = 5;
template <>
inline constexpr std::uint64_t enumerators<Direction> = 3;
template <>
inline constexpr std::uint64_t enumerators<InputOutcome> = 3;
template <>
inline constexpr std::uint64_t enumerators<LookUpOutcome> = 3;
template <>
inline constexpr std::uint64_t enumerators<TransferOutcome> = 5;
template <>
inline constexpr std::uint64_t enumerators<TimerId::Owner> = 3;
template <>
inline constexpr std::uint64_t enumerators<Presence> = 3;
template <>
inline constexpr std::uint64_t enumerators<NotReadyReason> = 9;
template <>
inline constexpr std::uint64_t enumerators<TreatmentOutcome> = 4;
template <>
inline constexpr std::uint64_t enumerators<RequestAnswer> = 2;
template <>
inline constexpr std::uint64_t enumerators<PolicyKind> = 3;
template <>
inline constexpr std::uint64_t enumerators<SiteState> = 3;
template <>
inline constexpr std::uint64_t enumerators<TreatmentKind> = 7;
template <>
inline constexpr std::uint64_t enumerators<ReleaseCause> = 7;
template <>
inline constexpr std::uint64_t enumerators<RequestKind> = 6;
template <>
inline constexpr std::uint64_t enumerators<WaitEnd> = 7;
template <>
inline constexpr std::uint64_t enumerators<OfferEnd> = 6;
template <>
inline constexpr std::uint64_t enumerators<AgentState> = 6;
template <>
inline constexpr std::uint64_t enumerators<CallOutcome> = 10;
template <>
inline constexpr std::uint64_t enumerators<DecisionFault> = 11;
template <>
inline constexpr std::uint64_t enumerators<Decision::Kind> = 6;

template <class>
inline constexpr bool is_index = false;
template <class Tag>
inline constexpr bool is_index<Index<Tag>> = true;

/// Splitmix64 (Steele, Lea and Flood 2014).
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}

  std::uint64_t number() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
    z = (z ^ z >> 27) * 0x94D049BB133111EBU;
    return z ^ z >> 31;
  }
  std::uint64_t below(std::uint64_t limit) { return number() % limit; }

  /// Small numbers mostly, now and then an end of the range.
  template <class Integer>
  Integer integer() {
    switch (below(8)) {
      case 0: return std::numeric_limits<Integer>::max();
      case 1: return std::numeric_limits<Integer>::min();
      case 2: return static_cast<Integer>(number());
      default: return static_cast<Integer>(below(100));
    }
  }

  template <class Value>
  void fill(Value& value) {
    if constexpr (std::is_same_v<Value, bool>) {
      value = below(2) == 1;
    } else if constexpr (std::is_enum_v<Value>) {
      value = static_cast<Value>(below(enumerators<Value>));
    } else if constexpr (std::is_integral_v<Value>) {
      value = integer<Value>();
    } else if constexpr (std::is_same_v<Value, double>) {
      constexpr std::array values{0.0, -0.0, 1.0, 0.1, -1e300, 5e-324, std::numeric_limits<double>::infinity()};
      value = values[below(values.size())];
    } else if constexpr (std::is_same_v<Value, Duration>) {
      value = Duration{integer<std::int64_t>()};
    } else if constexpr (std::is_same_v<Value, Time>) {
      value = Time{Duration{integer<std::int64_t>()}};
    } else if constexpr (std::is_same_v<Value, Digits>) {
      for (std::uint64_t keys = below(most_digits + 1); keys > 0; --keys) value.add("0123456789*#ABCD"[below(16)]);
    } else if constexpr (is_index<Value>) {
      value.value = integer<std::uint32_t>();
    } else if constexpr (std::is_same_v<Value, Attributes>) {
      std::vector<Attribute>& kept = attributes_.emplace_back(below(max_attributes + 1));
      for (Attribute& attribute : kept) fill(attribute);
      value = kept;
    } else if constexpr (std::is_same_v<Value, std::string_view>) {
      constexpr std::array<std::string_view, 4> words{"", "longest idle", "home group busy", "\xFF not UTF-8 \x01"};
      value = words[below(words.size())];
    } else if constexpr (is_variant<Value>) {
      fill_variant(value, below(std::variant_size_v<Value>));
    } else if constexpr (std::is_same_v<Value, Decision>) {
      std::apply([&](auto&... fields) { (fill(fields), ...); }, fields_of(value));
      value.part %= policy_parts;
    } else if constexpr (is_sequence<Value>) {
      value.resize(below(5));
      for (auto& element : value) fill(element);
    } else {
      std::apply([&](auto&... fields) { (fill(fields), ...); }, fields_of(value));
    }
  }

  /// The alternative of this number, with random content.
  template <class Variant, std::size_t position = 0>
  void fill_variant(Variant& variant, std::size_t alternative) {
    if constexpr (position < std::variant_size_v<Variant>) {
      if (position == alternative) {
        fill(variant.template emplace<position>());
      } else {
        fill_variant<Variant, position + 1>(variant, alternative);
      }
    }
  }

  template <class Value>
  Value any() {
    Value value{};
    fill(value);
    return value;
  }

 private:
  std::uint64_t state_;
  std::deque<std::vector<Attribute>> attributes_;
};

/// What a test appends and expects back.
struct Given {
  Time at;
  Fact fact;
  std::vector<Decision> decisions;
  std::vector<std::uint32_t> answers;
  std::vector<Reason> reasons;
  Wishes wishes;
  Happenings happenings;
};

/// So many decisions, in some answers, among which the policy may have thrown.
inline std::vector<std::uint32_t> any_answers(Chance& chance, std::size_t decisions) {
  std::vector<std::uint32_t> answers;
  while (decisions > 0) {
    const auto answer = static_cast<std::uint32_t>(chance.below(decisions + 2));
    answers.push_back(answer);
    if (answer > 0) decisions -= answer - 1;
  }
  return answers;
}

inline Given any_entry(Chance& chance, Time at) {
  Given given{at,
              chance.any<Fact>(),
              chance.any<std::vector<Decision>>(),
              {},
              chance.any<std::vector<Reason>>(),
              chance.any<Wishes>(),
              chance.any<Happenings>()};
  given.answers = any_answers(chance, given.decisions.size());
  return given;
}

/// One entry in 16 at the same instant as the one before.
inline std::vector<Given> any_entries(Chance& chance, std::size_t count, Time from) {
  std::vector<Given> entries;
  for (std::size_t entry = 0; entry < count; ++entry) {
    entries.push_back(any_entry(chance, from));
    if (chance.below(16) > 0) from += Duration{static_cast<std::int64_t>(chance.below(3'000'000'000))};
  }
  return entries;
}

inline void append(Writer& writer, const Given& given) {
  writer.append(given.at, given.fact, given.decisions, given.answers, given.reasons, given.wishes, given.happenings);
}

inline bool same_entry(const Given& given, const Entry& read) {
  return given.at == read.at && same(given.fact, read.fact) && same(given.decisions, read.decisions) &&
         given.answers == read.answers && same(given.reasons, read.reasons) && same(given.wishes, read.wishes) &&
         same(given.happenings, read.happenings);
}

/// A folder of this test's own, gone at its end.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

inline Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "twinline-journal-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
  path_ = name;
}

inline Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

/// No field has its default.
inline Header sample_header() {
  Header header;
  header.program_version = "0.1.0";
  header.model_version = 7;
  header.scenario_name = "two-skill bank";
  header.scenario_hash = "c0ffee";
  header.arm = "candidate";
  header.seed = 0xFFFF'FFFF'FFFF'FFFFU;
  header.policy_seed = 42;
  header.replication = 3;
  header.routing = {"skill_priority", 2, {{"overflow_after", "60 s"}, {"overflow_after", "30 s"}}};
  header.staffing = {"fixed", 3, {}};
  header.ivr = {"straight", 4, {{"menu", "f\xC3\xBCr alle, and \xFF"}}};
  header.time_zone = "Europe/Zurich";
  header.world_start = "2026-03-02T00:00:00+01:00";
  header.interval_minutes = 15;
  header.warm_up = 8h;
  header.horizon_end = Time{120h};

  Centre& centre = header.centre;
  centre.skills = {"retail", "loans"};
  centre.attributes = {"language"};
  centre.prompts = {"please wait", "sorry"};
  const ServiceLevel level{40s, 0.75, ServiceLevelDefinition::handled_in_threshold_over_offered, 5s};
  centre.queues = {{"retail", {}, {}},
                   {"loans",
                    level,
                    {{30s, TreatmentKind::announcement, PromptIndex{std::size_t{1}}, {}, 60s},
                     {90s, TreatmentKind::overflow, {}, QueueIndex{std::size_t{0}}, Duration{0}}}}};
  const SkillIndex retail{std::size_t{0}}, loans{std::size_t{1}};
  centre.groups = {{"generalists", {{retail, 10}, {loans, 2}}, 3}, {"specialists", {{loans, 9}}, 1}};
  centre.agents = {{"a1", GroupIndex{std::size_t{1}}}, {"a2", GroupIndex{std::size_t{0}}}};
  centre.call_types = {{"retail", QueueIndex{std::size_t{0}}, {retail}, {}, 0, 0.5, false},
                       {"loan", QueueIndex{std::size_t{1}}, {loans}, {GroupIndex{std::size_t{1}}}, 9, 40, true}};
  centre.segments = {{"gold", 2, 40}};
  centre.trunks = {{"sip", 120}, {"overflow", 0}};
  const PromptIndex wait{std::size_t{0}}, sorry{std::size_t{1}};
  const StepIndex ask{std::size_t{1}}, away{std::size_t{2}};
  Step menu{"ask", StepKind::menu, wait, away, ask, {{'1', away}, {'2', {}}}, AttributeIndex{std::size_t{0}}};
  menu.digits = {7s, 2s, 2, 9, true};
  menu.tries = 4;
  menu.on_nothing = sorry;
  menu.on_wrong = wait;
  Step transfer{"away", StepKind::transfer, sorry, {}, ask, {}, {}};
  transfer.hours = HoursIndex{std::size_t{0}};
  transfer.source = LookUpIndex{std::size_t{0}};
  transfer.deadline = 3s;
  transfer.type = CallTypeIndex{std::size_t{1}};
  transfer.destination = DestinationIndex{std::size_t{0}};
  transfer.self_served = true;
  transfer.human = ask;
  centre.ivr_ports = {40, WhenPortsBusy::reject};
  centre.flows = {{"main", {{"hello", StepKind::announce, wait, ask, {}, {}, {}}, menu, transfer}}, {"empty", {}}};
  centre.call_types[0].flow = FlowIndex{std::size_t{0}};
  centre.call_types[1].survey = FlowIndex{std::size_t{1}};
  centre.call_types[1].callback = {true, true, 3};
  centre.hours = {{"office", {{Time{8h}, Time{18h}}, {Time{32h}, Time{42h}}}}};
  centre.look_ups = {"crm"};
  centre.destinations = {"night desk"};
  centre.sites = {"zurich", "home"};
  centre.services = {"signalling"};
  centre.groups[0].site = centre.trunks[1].site = SiteIndex{std::size_t{1}};
  centre.offers = {15s, {AfterRefusal::not_ready, 7s}, {AfterRefusal::stay_ready, 8s}, {AfterRefusal::cool_down, 9s}};
  centre.link();
  return header;
}

/// The life of calls as a centre of 100 agents sees it, four entries each: arrival and offer, answer, end of
/// talk, end of wrap-up. For sizes and speed, where random content would mislead.
inline std::vector<Given> ordinary_calls(Chance& chance, std::size_t calls, Time from) {
  std::vector<Given> entries;
  for (std::size_t ordinal = 0; ordinal < calls; ++ordinal) {
    const CallId call{CallSlot{chance.below(130)}, static_cast<std::uint32_t>(ordinal / 130)};
    const AgentIndex agent{chance.below(100)};
    const OfferId offer{agent, static_cast<std::uint32_t>(ordinal / 100)};
    const GroupIndex group{agent.value / std::size_t{20}};
    const CallLabels labels{CallTypeIndex{chance.below(4)}, {}, QueueIndex{chance.below(3)}, 0};
    const CallKey key = chance.number();
    const Time queued_at = from,
               answered_at = queued_at + Duration{static_cast<std::int64_t>(chance.below(9'000'000'000))};
    const Duration talk{static_cast<std::int64_t>(chance.below(400'000'000'000))};
    const Duration wrap_up{static_cast<std::int64_t>(chance.below(60'000'000'000))};
    const auto changes = [&](AgentState before, AgentState after) {
      return AgentChanged{agent, group, before, after, {}};
    };
    const auto pause = [&] { return from += Duration{static_cast<std::int64_t>(chance.below(500'000'000))}; };

    entries.push_back({queued_at,
                       CallArrived{call, key, labels.type, {}, {}, 1, 0, 4.0, {}},
                       {{Decision::Kind::assign, call, agent, {}, {}, {}}},
                       {2},
                       {},
                       {Offer{offer, call, 20s}},
                       {WaitBegan{call, key, labels}, OfferMade{offer, call, group},
                        changes(AgentState::ready, AgentState::offered)}});
    entries.push_back(
        {pause(),
         OfferAnswered{offer},
         {},
         {},
         {},
         {Connect{offer, call}},
         {WaitEnded{call, key, labels, group, agent, WaitEnd::answered, false, queued_at, answered_at - queued_at},
          OfferEnded{offer, call, group, OfferEnd::answered, answered_at - queued_at},
          changes(AgentState::offered, AgentState::busy)}});
    entries.push_back({pause(),
                       TalkEnded{call, TalkEnd::by_caller, Duration{0}},
                       {},
                       {},
                       {},
                       {BeginWrapUp{call, agent}},
                       {changes(AgentState::busy, AgentState::wrap_up)}});
    entries.push_back(
        {pause(),
         WrapUpEnded{call},
         {},
         {},
         {},
         {},
         {HandlingEnded{call, labels, group, agent, queued_at, answered_at, talk, Duration{0}, wrap_up, false},
          CallEnded{call, key, labels, CallOutcome::served}, changes(AgentState::wrap_up, AgentState::ready)}});
    pause();
  }
  return entries;
}

inline std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

inline void write_bytes(const std::filesystem::path& file, std::string_view bytes) {
  std::ofstream{file, std::ios::binary} << bytes;
}

}  // namespace twinline::journal::test
