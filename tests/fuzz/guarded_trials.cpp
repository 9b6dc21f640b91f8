#include "tests/fuzz/guarded_trials.hpp"

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <new>
#include <stdexcept>

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "scenarios/menu/policy_menus.hpp"

namespace twinline::fuzz {
namespace {

constexpr std::uint64_t most_failures = 10;
/// A trial that takes longer hangs. Under the sanitizers the longest take a few seconds.
constexpr unsigned longest_trial = 60;

using Clock = std::chrono::steady_clock;
double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// What both processes see.
class SharedTally {
 public:
  SharedTally() : memory_(mmap(nullptr, sizeof(Tally), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)) {
    if (memory_ == MAP_FAILED) throw std::runtime_error("no memory to share");
    tally_ = new (memory_) Tally;
  }
  ~SharedTally() { munmap(memory_, sizeof(Tally)); }
  SharedTally(const SharedTally&) = delete;
  SharedTally& operator=(const SharedTally&) = delete;
  Tally& operator*() { return *tally_; }
  Tally* operator->() { return tally_; }

 private:
  void* memory_;
  Tally* tally_;
};

void keep(const Campaign& campaign, const std::filesystem::path& input, std::uint64_t trial, const std::string& why) {
  const auto kept = input.parent_path() / fmt::format("failed-{}-{}.yaml", campaign.name, trial);
  std::filesystem::copy_file(input, kept, std::filesystem::copy_options::overwrite_existing);
  fmt::print(stderr, "{}, trial {}: {}\n  its text is in {}\n", campaign.name, trial, why, kept.string());
}

/// In a process of its own, until the time is over, or the trials.
void try_on(const Campaign& campaign, const std::filesystem::path& input, Clock::time_point start, Tally& tally,
            const std::function<void(const std::string&)>& refused) {
  const scenarios::PolicyMenu menu = scenarios::policy_menu();
  while (tally.trials < campaign.most_trials && seconds_since(start) < campaign.seconds &&
         tally.failed < most_failures) {
    const std::uint64_t trial = tally.trials++;
    alarm(longest_trial);
    std::ofstream(input, std::ios::binary) << campaign.text(trial);
    const Verdict verdict = tried(input, menu, campaign.most_facts);
    tally.loaded += verdict.loaded;
    tally.facts += verdict.facts;
    if (!verdict.loaded) refused(verdict.first_problem);
    if (verdict.broken.empty()) continue;
    ++tally.failed;
    keep(campaign, input, trial, verdict.broken);
  }
  alarm(0);
}

std::string end_of(int status) {
  if (!WIFSIGNALED(status)) return fmt::format("ended with status {}", WEXITSTATUS(status));
  if (WTERMSIG(status) == SIGALRM) return fmt::format("took longer than {} s", longest_trial);
  return fmt::format("ended by signal {}, {}", WTERMSIG(status), strsignal(WTERMSIG(status)));
}

}  // namespace

Tally run_guarded(const Campaign& campaign, const std::filesystem::path& folder,
                  const std::function<void(const std::string&)>& refused) {
  const std::filesystem::path input = folder / (campaign.name + ".yaml");
  SharedTally tally;
  const auto start = Clock::now();
  for (bool done = false; !done && tally->failed < most_failures;) {
    std::fflush(nullptr);
    const pid_t child = fork();
    if (child < 0) throw std::runtime_error("no fork");
    if (child == 0) {
      try_on(campaign, input, start, *tally, refused);
      std::exit(EXIT_SUCCESS);
    }
    int status = 0;
    waitpid(child, &status, 0);
    done = WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS;
    if (done) break;
    ++tally->failed;
    keep(campaign, input, tally->trials - 1, end_of(status));
  }
  tally->seconds = seconds_since(start);
  return *tally;
}

}  // namespace twinline::fuzz
