#include "sim/lab/shard.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "reports/journal/journal_error.hpp"

namespace twinline::sim {
namespace {

using journal::JournalError;
using shards::ShardEntry;
using shards::ShardHeader;
using shards::ShardReader;

/// Calls `tell` for each whole replication, in the file's order, and returns what is wrong with the rest, if anything.
template <class Tell>
std::optional<std::string> read_sound_part(ShardReader& reader, Tell tell) {
  try {
    while (const auto entry = reader.next()) tell(*entry);
  } catch (const JournalError& damage) {
    return damage.what();
  }
  if (reader.torn_tail()) return to_string(*reader.torn_tail());
  return std::nullopt;
}

using ArmAndIndex = std::pair<std::uint32_t, std::uint64_t>;

/// What a file has already, and the writer that goes on with it.
struct OpenShard {
  std::set<ArmAndIndex> found;
  std::vector<std::string> warnings;
  std::optional<shards::ShardWriter> writer;
};

void open(OpenShard& shard, const std::filesystem::path& path, const ShardHeader& header, ExistingShard existing) {
  if (!std::filesystem::exists(path)) {
    shard.writer.emplace(path, header);
    return;
  }
  if (existing == ExistingShard::refuse) throw JournalError(path, "is there already; --resume goes on with it");
  ShardReader reader(path);
  if (!(reader.header() == header)) throw JournalError(path, "is a shard of another run, or another shard of this one");
  const auto wrong =
      read_sound_part(reader, [&](const ShardEntry& entry) { shard.found.emplace(entry.arm, entry.index); });
  if (wrong) shard.warnings.push_back(*wrong);
  shard.writer.emplace(path, reader.sound_bytes());
}

}  // namespace

IndexRange range_of_shard(std::uint64_t number, std::uint64_t shards, std::uint64_t replications) {
  const std::uint64_t each = replications / shards, longer = replications % shards;
  const auto begin = [&](std::uint64_t before) { return before * each + std::min(before, longer); };
  return {begin(number - 1), begin(number)};
}

shards::ShardComparison stored(const ComparisonPlan& plan) {
  return {plan.pairing == reports::Pairing::paired, std::string{reports::method_name(plan.method)}, plan.until_decided};
}

ComparisonPlan plan_of(const ShardHeader& header) {
  ComparisonPlan plan;
  plan.seed = header.seed;
  if (!header.comparison) return plan;
  plan.pairing = header.comparison->paired ? reports::Pairing::paired : reports::Pairing::independent;
  plan.until_decided = header.comparison->until_decided;
  for (const auto method : {reports::Method::t, reports::Method::t_mixture, reports::Method::bootstrap}) {
    if (header.comparison->method == reports::method_name(method)) plan.method = method;
  }
  return plan;
}

ShardOutcome fill_shard(const std::filesystem::path& path, const ShardHeader& header, std::span<const ComparedArm> arms,
                        ExistingShard existing, Effort effort) {
  OpenShard shard;
  open(shard, path, header, existing);
  const IndexRange range = range_of_shard(header.shard, header.shards, header.replications);
  std::vector<ArmAndIndex> wanted;
  for (std::uint64_t index = range.first; index < range.last; ++index) {
    for (std::uint32_t arm = 0; arm < arms.size(); ++arm) {
      if (!shard.found.contains({arm, index})) wanted.emplace_back(arm, index);
    }
  }
  const ComparisonPlan plan = plan_of(header);
  const auto seeded = seeded_arms(arms, plan);
  effort.detail = header.detail;
  effort = effort_for(plan, arms.size(), std::move(effort));
  ShardOutcome outcome{(range.last - range.first) * arms.size(), shard.found.size(), 0, shard.warnings};
  Assignment assignment;
  assignment.tasks = wanted.size();
  assignment.task = [&](std::uint64_t number) {
    const auto [arm, index] = wanted[number];
    return Task{seeded[arm], index, effort.detail_of(index)};
  };
  assignment.take = [&](std::uint64_t number, reports::ReplicationTotals&& totals) {
    shard.writer->append(wanted[number].first, wanted[number].second, totals);
    ++outcome.computed;
    return true;
  };
  perform(std::move(assignment), effort);
  shard.writer->sync();
  return outcome;
}

StoredCrew::StoredCrew(std::span<const std::filesystem::path> files) {
  if (files.empty()) throw std::invalid_argument("there are no shard files to merge");
  for (const std::filesystem::path& file : files) {
    readers_.push_back(std::make_unique<ShardReader>(file));
    if (!shards::of_one_run(readers_.back()->header(), header())) {
      throw std::invalid_argument(
          fmt::format("{} and {} are not of one run: scenario, arms, seed, replications, detail or "
                      "program differ",
                      files.front().string(), file.string()));
    }
    read(readers_.size() - 1);
  }
}

void StoredCrew::read(std::size_t file) {
  const auto wrong = read_sound_part(*readers_[file], [&](const ShardEntry& entry) {
    places_.try_emplace({entry.index, entry.arm}, Place{file, entry});
  });
  if (wrong) warnings_.push_back(*wrong);
}

void StoredCrew::assign(std::span<const ComparedArm> arms) {
  for (std::uint32_t arm = 0; arm < arms.size(); ++arm) arms_[arms[arm].model.get()] = arm;
}

const StoredCrew::Place* StoredCrew::place_of(const Task& task) const {
  const auto place = places_.find({task.index, arms_.at(task.of.model)});
  return place == places_.end() ? nullptr : &place->second;
}

bool StoredCrew::perform(const Assignment& assignment) {
  for (std::uint64_t number = 0; number < assignment.tasks; ++number) {
    if (assignment.stopped()) return false;
    const Place* place = place_of(assignment.task(number));
    if (place == nullptr) {
      std::set<std::uint64_t> missing;
      for (std::uint64_t other = number; other < assignment.tasks; ++other) {
        const Task task = assignment.task(other);
        if (place_of(task) == nullptr) missing.insert(task.index);
      }
      throw MissingReplications(words_for({missing.begin(), missing.end()}));
    }
    if (!assignment.take(number, readers_[place->file]->totals_at(place->entry))) return true;
    if (assignment.progress) assignment.progress(number + 1, assignment.tasks);
  }
  return true;
}

/// "40 of 200 replications are missing: 30 to 49 (shard 4/20), 17 (shard 2/20)"
std::string StoredCrew::words_for(const std::vector<std::uint64_t>& missing) const {
  std::string words;
  const std::uint64_t shards = header().shards;
  for (std::uint64_t shard = 1; shard <= shards; ++shard) {
    const IndexRange range = range_of_shard(shard, shards, header().replications);
    auto next = std::lower_bound(missing.begin(), missing.end(), range.first);
    while (next != missing.end() && *next < range.last) {
      const std::uint64_t first = *next;
      std::uint64_t last = first;
      for (++next; next != missing.end() && *next == last + 1 && *next < range.last; ++next) last = *next;
      words += fmt::format("{}{}{} (shard {}/{})", words.empty() ? "" : ", ", first,
                           last > first ? fmt::format(" to {}", last) : "", shard, shards);
    }
  }
  return fmt::format("{} of {} replications are missing: {}", missing.size(), header().replications, words);
}

}  // namespace twinline::sim
