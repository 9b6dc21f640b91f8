// Worker processes: their answers, and every way in which there can be none.
#include "sim/lab/process_crew.hpp"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include "sim/lab/worker_process.hpp"

namespace twinline::sim {
namespace {

/// A crew that writes no journals.
ProcessCrew crew_of(unsigned workers, ProcessCrew::Compute compute) {
  return {workers, std::move(compute), [](const Task&, const std::filesystem::path&) { FAIL("nobody asked for one"); }};
}

using reports::ReplicationTotals;

/// Totals that say which task they are of.
ReplicationTotals marked(const Task& task) {
  ReplicationTotals totals;
  totals.detail = task.detail;
  totals.total.counts.answered = task.of.seed * 1000 + task.index;
  return totals;
}

/// Ten tasks; what came of each is kept, in the order of their numbers.
struct TenTasks {
  std::vector<std::uint64_t> answered = std::vector<std::uint64_t>(10);
  std::uint64_t taken = 0, last_progress = 0;
  std::atomic<bool> stop{false};
  Assignment assignment;

  TenTasks() {
    assignment.tasks = 10;
    assignment.task = [](std::uint64_t number) { return Task{{nullptr, 5}, number + 100, reports::Detail::counts}; };
    assignment.take = [this](std::uint64_t number, ReplicationTotals&& totals) {
      ++taken;
      answered.at(number) = totals.total.counts.answered;
      return true;
    };
    assignment.progress = [this](std::uint64_t done, std::uint64_t of) {
      CHECK(done == last_progress + 1);
      CHECK(of == 10);
      last_progress = done;
    };
    assignment.stop = &stop;
  }
};

bool has_children() { return waitpid(-1, nullptr, WNOHANG) >= 0 || errno != ECHILD; }

std::string failure_of(const ProcessCrew::Compute& compute) {
  TenTasks ten;
  try {
    crew_of(2, compute).perform(ten.assignment);
  } catch (const std::runtime_error& error) {
    CHECK_FALSE(has_children());
    return error.what();
  }
  return "nothing";
}

/// As `marked`, but for one replication.
ProcessCrew::Compute but_for(std::uint64_t index, void (*instead)()) {
  return [=](const Task& task) {
    if (task.index == index) instead();
    return marked(task);
  };
}

TEST_CASE("processes: any number of workers takes in every task once", "[processes]") {
  for (const unsigned workers : {1U, 2U, 3U, 64U, 0U}) {
    CAPTURE(workers);
    TenTasks ten;
    CHECK(crew_of(workers, marked).perform(ten.assignment));
    CHECK(ten.taken == 10);
    CHECK(ten.last_progress == 10);
    for (std::uint64_t number = 0; number < 10; ++number) CHECK(ten.answered[number] == 5100 + number);
    CHECK_FALSE(has_children());
  }
}

TEST_CASE("processes: what a task does to memory stays in its process", "[processes]") {
  std::uint64_t before = 0;
  TenTasks ten;
  const ProcessCrew::Compute counting = [&before](const Task&) {
    ReplicationTotals totals;
    totals.total.counts.answered = before++;
    return totals;
  };
  CHECK(crew_of(1, counting).perform(ten.assignment));
  CHECK(ten.answered == std::vector<std::uint64_t>(10, 0));
  CHECK(before == 0);
}

TEST_CASE("processes: a worker that dies is told with its replication and what it died of", "[processes]") {
  CHECK(failure_of(but_for(104, [] { std::raise(SIGKILL); })) ==
        "replication 104: its process was ended by signal 9 (Killed)");
  CHECK(failure_of(but_for(100, [] { _exit(7); })) ==
        "replication 100: its process ended with exit code 7 and without a result");
  CHECK(failure_of(but_for(109, [] { _exit(0); })) ==
        "replication 109: its process ended with exit code 0 and without a result");
  CHECK(failure_of(but_for(103, [] { throw std::runtime_error("no such trunk"); })) ==
        "replication 103: no such trunk");
}

TEST_CASE("processes: those at work end when no more is needed, or when taking in fails", "[processes]") {
  const ProcessCrew::Compute for_ever_but_first = [](const Task& task) {
    while (task.index != 100) pause();
    return marked(task);
  };
  TenTasks ten;
  ten.assignment.take = [](std::uint64_t, ReplicationTotals&&) { return false; };
  CHECK(crew_of(4, for_ever_but_first).perform(ten.assignment));
  CHECK_FALSE(has_children());
  ten.last_progress = 0;
  ten.assignment.take = [](std::uint64_t, ReplicationTotals&&) -> bool { throw std::runtime_error("disk full"); };
  CHECK_THROWS_WITH(crew_of(4, for_ever_but_first).perform(ten.assignment), "disk full");
  CHECK_FALSE(has_children());
}

TEST_CASE("processes: a crew that is stopped takes in what it is at, and an interrupt is no worker's business",
          "[processes]") {
  TenTasks ten;
  ten.assignment.take = [&ten](std::uint64_t, ReplicationTotals&&) {
    ++ten.taken;
    ten.stop = true;
    return true;
  };
  const ProcessCrew::Compute interrupted = [](const Task& task) {
    std::raise(SIGINT);
    std::raise(SIGTERM);
    return marked(task);
  };
  CHECK_FALSE(crew_of(3, interrupted).perform(ten.assignment));
  CHECK(ten.taken == 3);
  CHECK_FALSE(has_children());
}

TEST_CASE("processes: workers do not outlive whoever started them", "[processes]") {
  int held[2];
  REQUIRE(pipe(held) == 0);
  const pid_t starter = fork();
  if (starter == 0) {
    TenTasks ten;
    crew_of(3, [&](const Task& task) {
      if (write(held[1], "w", 1) == 1) pause();
      return marked(task);
    }).perform(ten.assignment);
    _exit(0);
  }
  close(held[1]);
  char begun = 0;
  for (int worker = 0; worker < 3; ++worker) REQUIRE(read(held[0], &begun, 1) == 1);
  kill(starter, SIGKILL);
  waitpid(starter, nullptr, 0);
  // The end of the pipe is heard when the last of them has gone.
  CHECK(read(held[0], &begun, 1) == 0);
  close(held[0]);
}

TEST_CASE("processes: a journal is written apart, and its failure is told as it was", "[processes]") {
  int told[2];
  REQUIRE(pipe(told) == 0);
  const auto writing = [&told](const Task& task, const std::filesystem::path& journal) {
    if (journal != "day.tlj") throw std::runtime_error(journal.string() + ": No such file or directory");
    if (write(told[1], &task.index, sizeof task.index) < 0) _exit(1);
  };
  ProcessCrew crew(1, marked, writing);
  crew.write_journal({nullptr, 5}, 17, "day.tlj");
  std::uint64_t index = 0;
  CHECK(read(told[0], &index, sizeof index) == sizeof index);
  CHECK(index == 17);
  CHECK_THROWS_WITH(crew.write_journal({nullptr, 5}, 17, "/nowhere/day.tlj"),
                    "/nowhere/day.tlj: No such file or directory");
  close(told[0]);
  close(told[1]);
}

TEST_CASE("processes: one computation apart comes back whole, however long", "[processes]") {
  const std::string long_text(3'000'000, 'x');
  CHECK((computed_apart([&] { return long_text; }) == long_text));
  CHECK(computed_apart([] { return std::string{}; }).empty());
  CHECK_THROWS_AS(computed_apart([]() -> std::string { throw std::runtime_error("why"); }), WorkerFailed);
}

}  // namespace
}  // namespace twinline::sim
