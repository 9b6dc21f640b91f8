#include "live_bridge/store/call_records.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <thread>
#include <utility>

#include "live_bridge/store/call_record_writer.hpp"
#include "live_bridge/store/entry_queue.hpp"
#include "live_bridge/wall/log.hpp"
#include "reports/journal/journal_error.hpp"
#include "reports/journal/reader.hpp"

namespace twinline::live::store {
namespace {

constexpr std::chrono::milliseconds shortest_pause{250};
constexpr std::chrono::milliseconds longest_pause{15'000};

}  // namespace

class CallRecords::Writer {
 public:
  Writer(scenarios::StoreSettings settings, Centre centre, const std::string& world_start)
      : settings_(std::move(settings)),
        centre_(std::make_shared<const Centre>(std::move(centre))),
        instants_(world_start),
        thread_([this] { run(); }) {}

  ~Writer() {
    queue_.end();
    thread_.join();
  }

  void add(EntryExcerpt excerpt) { queue_.add(std::move(excerpt)); }
  std::uint64_t written() const { return written_; }
  bool is_up() const { return is_up_; }

 private:
  /// One database connection after the other, until the bridge ends. Whatever goes wrong with one, the next begins with
  /// what is in the database and in the journal.
  void run() {
    std::string told;
    std::chrono::milliseconds pause = shortest_pause;
    while (!queue_.is_ended()) {
      try {
        CallRecordDatabase database{connect(settings_), instants_.text(world_start)};
        written_ = database.written();
        follow(database, [&] {
          if (!told.empty()) log_info("call records are written again");
          told.clear();
          pause = shortest_pause;
        });
      } catch (const std::exception& problem) {
        is_up_ = false;
        if (told != problem.what()) log_warning("no call records are written: {}", problem.what());
        told = problem.what();
        queue_.pause(pause);
        pause = std::min(2 * pause, longest_pause);
      }
    }
  }

  /// Alternates between the journal, where everything is, and the queue, which spares reading it.
  template <class CaughtUp>
  void follow(CallRecordDatabase& database, CaughtUp caught_up) {
    CallRecordWriter writer{database, settings_.journal, instants_, [this](std::uint64_t entry) {
                              written_ = entry;
                              is_up_ = true;
                              return !queue_.is_ended();
                            }};
    while (!queue_.is_ended()) {
      queue_.open();
      if (!writer.catch_up()) return;
      caught_up();
      // Where the journal has nothing of this process yet, it cannot know what is in force now.
      const auto first_added = queue_.first_added();
      if (!first_added || writer.last_entry() < *first_added) writer.use(centre_);
      bool is_last = false;
      do {
        is_last = queue_.is_ended();  // asked first, so that the last round takes all there is
        if (!follow_queue(writer)) break;
        writer.commit();
        writer.tidy(settings_.keep_call_records);
      } while (!is_last);
    }
  }

  /// Takes what is in the queue. False when the journal has to be read again: entries were forgotten, or another centre
  /// came into force, which the journal alone knows.
  bool follow_queue(CallRecordWriter& writer) {
    const auto entries = queue_.take();
    if (!entries) return false;
    for (const EntryExcerpt& excerpt : *entries) {
      if (excerpt.entry <= writer.last_entry()) continue;
      if (excerpt.entry != writer.last_entry() + 1) {
        throw journal::JournalError(settings_.journal, "ends with entry " + std::to_string(writer.last_entry()) +
                                                           ", and the next one told is entry " +
                                                           std::to_string(excerpt.entry));
      }
      if (centre_change_in(excerpt.happenings)) return false;
      writer.take(excerpt);
    }
    return true;
  }

  scenarios::StoreSettings settings_;
  std::shared_ptr<const Centre> centre_;
  Instants instants_;
  EntryQueue queue_;
  std::atomic<std::uint64_t> written_{0};
  std::atomic<bool> is_up_{false};
  std::thread thread_;
};

CallRecords::CallRecords(const scenarios::StoreSettings& settings, Centre centre, const std::string& world_start)
    : writer_(std::make_unique<Writer>(settings, std::move(centre), world_start)) {}

CallRecords::~CallRecords() = default;

void CallRecords::add(std::uint64_t entry, Time at, const Fact& fact, const Happenings& happenings) {
  writer_->add(excerpt_of(entry, at, fact, happenings));
}

std::uint64_t CallRecords::written() const { return writer_->written(); }

bool CallRecords::is_up() const { return writer_->is_up(); }

std::uint64_t rebuild_call_records(const std::filesystem::path& journal, const scenarios::StoreSettings& settings) {
  const std::string start = journal::Reader{journal}.header().world_start;
  // A simulated world need not begin at any instant; its records then count from 1970.
  const Instants instants{start.empty() ? "1970-01-01T00:00:00Z" : start};
  CallRecordDatabase database{connect(settings), instants.text(world_start)};
  database.rewind(0);
  CallRecordWriter writer{database, journal, instants, [](std::uint64_t) { return true; }};
  writer.catch_up();
  return writer.records_written();
}

}  // namespace twinline::live::store
