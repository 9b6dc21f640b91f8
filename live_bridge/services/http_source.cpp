#include "live_bridge/services/http_source.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "live_bridge/services/http_client.hpp"
#include "live_bridge/services/messages.hpp"
#include "live_bridge/wall/behind_the_loop.hpp"

namespace twinline::live::services {

/// The threads and what they share with the loop.
class HttpSource::Workers {
 public:
  struct Job {
    std::uint64_t ticket = 0;
    Question question;
    Time deadline;
  };
  struct Done {
    std::uint64_t ticket = 0;
    Reply reply;
  };

  Workers(const Clock& clock, scenarios::LookUpSource settings, const std::string& token, const Wake& wake)
      : clock_(clock), settings_(std::move(settings)), wake_(wake) {
    for (std::uint32_t worker = 0; worker < settings_.at_once; ++worker) {
      clients_.push_back(std::make_unique<HttpClient>(clock_, settings_.url, token, settings_.give_up_after));
    }
    running_ = settings_.at_once;
    for (const auto& client : clients_) threads_.emplace_back([this, &client] { work(*client); });
  }

  ~Workers() {
    close();
    for (const auto& client : clients_) client->abandon();
    for (std::thread& thread : threads_) thread.join();
  }

  /// False, and nothing is done, when too many wait already.
  bool add(Job job) {
    {
      const std::lock_guard lock{mutex_};
      if (closed_ || waiting_.size() >= settings_.waiting) return false;
      waiting_.push_back(std::move(job));
    }
    has_work_.notify_one();
    return true;
  }

  void close() {
    {
      const std::lock_guard lock{mutex_};
      closed_ = true;
      waiting_.clear();
    }
    has_work_.notify_all();
  }

  std::vector<Done> take_done() {
    const std::lock_guard lock{mutex_};
    return std::exchange(done_, {});
  }

  bool have_ended() const { return running_ == 0; }

 private:
  void work(HttpClient& client) {
    run_behind_the_loop();
    while (std::optional<Job> job = next()) {
      Reply reply = answer_to(*job, client);
      const std::lock_guard lock{mutex_};
      done_.push_back({job->ticket, std::move(reply)});
      wake_.ring();
    }
    --running_;
  }

  std::optional<Job> next() {
    std::unique_lock lock{mutex_};
    has_work_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
    if (closed_) return std::nullopt;
    Job job = std::move(waiting_.front());
    waiting_.pop_front();
    return job;
  }

  Reply answer_to(const Job& job, HttpClient& client) const {
    const Duration left = job.deadline - clock_.now();
    if (left <= Duration{0}) return {false, {}, "no time was left to send the request", 0};
    const auto response = client.post(request_text(settings_, job.question, left));
    if (response.status == 0) return {false, {}, response.failure, 0};
    return reply_of(response.status, response.body, settings_);
  }

  const Clock& clock_;
  const scenarios::LookUpSource settings_;
  const Wake& wake_;
  std::mutex mutex_;
  std::condition_variable has_work_;
  std::deque<Job> waiting_;
  std::vector<Done> done_;
  bool closed_ = false;
  std::atomic<std::uint32_t> running_{0};
  std::vector<std::unique_ptr<HttpClient>> clients_;  ///< one a thread
  std::vector<std::thread> threads_;
};

HttpSource::HttpSource(EventLoop& loop, const Clock& clock, scenarios::LookUpSource settings, std::string token)
    : wake_(loop, [this] { hand_over(); }),
      workers_(std::make_unique<Workers>(clock, std::move(settings), token, wake_)) {}

HttpSource::~HttpSource() = default;

void HttpSource::ask(const Question& question, Time deadline, Replied replied) {
  const std::uint64_t ticket = ++last_ticket_;
  if (!workers_->add({ticket, question, deadline})) {
    replied({false, {}, "too many requests are waiting", 0});
    return;
  }
  asked_.emplace(ticket, std::move(replied));
}

void HttpSource::hand_over() {
  for (const Workers::Done& done : workers_->take_done()) {
    const auto found = asked_.find(done.ticket);
    if (found == asked_.end()) continue;
    const Replied replied = std::move(found->second);
    asked_.erase(found);
    replied(done.reply);
  }
}

void HttpSource::close() {
  wake_.silence();
  workers_->close();
  for (const auto& [ticket, replied] : std::exchange(asked_, {})) replied({false, {}, "the source was replaced", 0});
}

bool HttpSource::has_ended() const { return workers_->have_ended(); }

}  // namespace twinline::live::services
