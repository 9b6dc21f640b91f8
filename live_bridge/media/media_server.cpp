#include "live_bridge/media/media_server.hpp"

#include <utility>

#include "live_bridge/media/control_channel.hpp"
#include "live_bridge/media/digit_feed.hpp"
#include "live_bridge/media/sessions.hpp"
#include "live_bridge/wall/log.hpp"

namespace twinline::live::media {
namespace {

constexpr Duration ping_interval{500ms};

}  // namespace

/// The parts together, and the server's health: up is who answers a ping and has the digits' connection open. That
/// connection breaks with the process, so a server that dies and returns between two pings is noticed.
class MediaServer::Engine {
 public:
  Engine(EventLoop& loop, Timers& timers, const Clock& clock, const scenarios::MediaSettings& settings, Digit digit,
         Health health)
      : clock_(clock),
        digit_(std::move(digit)),
        health_(std::move(health)),
        control_(loop, timers, clock, settings.control),
        sessions_(control_, timers, clock, settings.prompts_folder),
        ping_timer_(timers, [this](Time) { ping(); }),
        feed_(
            loop, timers, clock, settings.events,
            [this](std::string_view id, std::string_view tag, char pressed) { take_digit(id, tag, pressed); },
            [this](bool connected) { take_connection(connected); }) {
    ping_timer_.set(clock_.now());
  }

  Sessions& sessions() { return sessions_; }
  bool is_up() const { return up_.value_or(false); }

  Statistics statistics() const {
    return {control_.requests(), control_.timeouts(), sessions_.refusals(), control_.outstanding(), sessions_.size()};
  }

 private:
  void ping() {
    control_.ask({{"command", "ping"}}, [this, number = ++pings_](const bencode::Value* reply) {
      if (number != pings_) return;  // the connection broke meanwhile: this tells of the server before
      ping_timer_.set(clock_.now() + ping_interval);
      answers_ = reply && reply->text_at("result") == "pong";
      if (!*answers_) feed_.reopen();
      tell_health();
    });
  }

  void take_connection(bool connected) {
    connected_ = connected;
    if (!connected) {
      answers_.reset();
      ++pings_;
      ping_timer_.set(clock_.now());
    }
    tell_health();
  }

  void tell_health() {
    const bool up = answers_ == true && connected_ == true;
    const bool down = answers_ == false || connected_ == false;
    if (up_ == up || (!up && !down)) return;
    up_ = up;
    if (up) {
      log_info("the media server is up");
    } else {
      log_warning("the media server is away");
    }
    health_(up);
  }

  void take_digit(std::string_view id, std::string_view tag, char pressed) {
    const auto from_caller = sessions_.is_of_caller(id, tag);
    if (from_caller) digit_(MediaId{id}, *from_caller, pressed);
  }

  const Clock& clock_;
  Digit digit_;
  Health health_;
  ControlChannel control_;
  Sessions sessions_;
  Timers::Timer ping_timer_;
  DigitFeed feed_;
  std::uint64_t pings_ = 0;
  std::optional<bool> answers_, connected_;  ///< none: not known yet
  std::optional<bool> up_;                   ///< as it was told
};

MediaServer::MediaServer(EventLoop& loop, Timers& timers, const Clock& clock, const scenarios::MediaSettings& settings,
                         Digit digit, Health health)
    : engine_(std::make_unique<Engine>(loop, timers, clock, settings, std::move(digit), std::move(health))) {}

MediaServer::~MediaServer() = default;

void MediaServer::open(const MediaId& id, const std::string& caller_offer, const Party& caller, Done done) {
  engine_->sessions().open(id, caller_offer, caller, std::move(done));
}

void MediaServer::open_without_offer(const MediaId& id, const Party& caller, Done done) {
  engine_->sessions().open_without_offer(id, caller, std::move(done));
}

void MediaServer::complete(const MediaId& id, const std::string& caller_answer, Done done) {
  engine_->sessions().complete(id, caller_answer, std::move(done));
}

void MediaServer::play(const MediaId& id, const std::string& prompt, bool forever, Done done) {
  engine_->sessions().play(id, prompt, forever, std::move(done));
}

void MediaServer::stop(const MediaId& id) { engine_->sessions().stop(id); }

void MediaServer::invite(const MediaId& id, const std::string& party, const Party& agent, Done done) {
  engine_->sessions().invite(id, party, agent, std::move(done));
}

void MediaServer::bridge(const MediaId& id, const std::string& party, const std::string& agent_answer, Done done) {
  engine_->sessions().bridge(id, party, agent_answer, std::move(done));
}

void MediaServer::unbridge(const MediaId& id, Done done) { engine_->sessions().unbridge(id, std::move(done)); }

void MediaServer::reoffer(const MediaId& id, bool by_caller, const std::string& sdp, Done done) {
  engine_->sessions().reoffer(id, by_caller, sdp, std::move(done));
}

void MediaServer::start_recording(const MediaId& id, Notes notes, Done done) {
  engine_->sessions().start_recording(id, std::move(notes), std::move(done));
}

void MediaServer::stop_recording(const MediaId& id, Done done) {
  engine_->sessions().stop_recording(id, std::move(done));
}

void MediaServer::subscribe(const MediaId& id, Done done) { engine_->sessions().subscribe(id, std::move(done)); }

void MediaServer::listen(const MediaId& id, const std::string& answer, Done done) {
  engine_->sessions().listen(id, answer, std::move(done));
}

void MediaServer::query(const MediaId& id, std::function<void(std::optional<Activity>)> done) {
  engine_->sessions().query(id, std::move(done));
}

void MediaServer::close(const MediaId& id) { engine_->sessions().close(id); }

void MediaServer::adopt(const MediaId& id, const std::string& caller_sdp, const Party& caller) {
  engine_->sessions().adopt(id, caller_sdp, caller);
}

void MediaServer::adopt_talk(const MediaId& id, const std::string& party, const std::string& agent_answer,
                             const Party& agent) {
  engine_->sessions().adopt_talk(id, party, agent_answer, agent);
}

void MediaServer::adopt_parted(const MediaId& id, const std::string& party, const std::string& agent_answer,
                               const Party& agent) {
  engine_->sessions().adopt_parted(id, party, agent_answer, agent);
}

bool MediaServer::is_up() const { return engine_->is_up(); }

Statistics MediaServer::statistics() const { return engine_->statistics(); }

}  // namespace twinline::live::media
