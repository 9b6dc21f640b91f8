#include "live_bridge/media/sessions.hpp"

#include <limits>
#include <memory>
#include <utility>

#include <fmt/format.h>

namespace twinline::live::media {
namespace {

/// Shows each stream of a party in the reply to a query.
template <class Visit>
void each_stream(const bencode::Value& reply, std::string_view tag, const Visit& visit) {
  const bencode::Value* tags = reply.find("tags");
  const bencode::Value* party = tags ? tags->find(tag) : nullptr;
  const bencode::Value* medias = party ? party->find("medias") : nullptr;
  if (!medias || !medias->list()) return;
  for (const bencode::Value& media : *medias->list()) {
    const bencode::Value* streams = media.find("streams");
    if (!streams || !streams->list()) continue;
    for (const bencode::Value& stream : *streams->list()) visit(stream);
  }
}

/// All packets that came from a party, over its streams.
std::int64_t packets_of(const bencode::Value& reply, std::string_view tag) {
  std::int64_t packets = 0;
  each_stream(reply, tag, [&](const bencode::Value& stream) {
    const bencode::Value* statistics = stream.find("stats");
    if (statistics) packets += statistics->number_at("packets").value_or(0);
  });
  return packets;
}

std::vector<std::uint16_t> ports_of(const bencode::Value& reply, std::string_view tag) {
  std::vector<std::uint16_t> ports;
  each_stream(reply, tag, [&](const bencode::Value& stream) {
    if (const auto port = stream.number_at("local port")) ports.push_back(static_cast<std::uint16_t>(*port));
  });
  return ports;
}

}  // namespace

void Sessions::open(const MediaId& id, const std::string& caller_offer, const Party& caller, Done done) {
  Session& session = sessions_[id];
  session.id = id;
  session.closing = false;
  enqueue(id, std::move(done), [this, caller_offer, caller](Session& opening) {
    AudioChoice choice = choose_audio(caller_offer, caller.codecs);
    if (!choice.audio) {
      refuse(opening, choice.error);
      return;
    }
    opening.caller_terms = caller;
    // The server that is asked again is another one, which has blocked nobody.
    opening.caller_blocked = false;
    for (Phone& phone : opening.phones) phone.blocked = false;
    connect_to_prompts(opening, *choice.audio);
  });
}

void Sessions::open_without_offer(const MediaId& id, const Party& caller, Done done) {
  Session& session = sessions_[id];
  session.id = id;
  session.closing = false;
  enqueue(id, std::move(done), [this, caller](Session& opening) {
    opening.caller_terms = caller;
    opening.caller.reset();
    opening.partner = opening.offered_to = nullptr;
    const Side prompts{std::string{prompts_tag}, prompt_party_offer(caller.codecs)};
    ask(opening, offer(opening, prompts, caller_tag, {}), [this](Session& offered, const bencode::Value& reply) {
      offered.opened = true;
      describe_to_caller(offered, reply.text_at("sdp"));
    });
  });
}

void Sessions::complete(const MediaId& id, const std::string& caller_answer, Done done) {
  enqueue(id, std::move(done), [this, caller_answer](Session& session) {
    AudioChoice choice = choose_audio(caller_answer, session.caller_terms.codecs);
    if (!choice.audio) {
      refuse(session, choice.error);
    } else if (!session.caller) {
      const Side caller{std::string{caller_tag}, choice.audio->sdp, session.caller_terms.comedia};
      ask(session, answer(session, prompts_tag, caller), [this, audio = *choice.audio](Session& answered, const auto&) {
        answered.caller = audio;
        finish(answered, {true, {}, Duration{0}, {}});
      });
    } else if (is_within(*choice.audio, *session.caller)) {
      later([this, number = session.id] { finish(sessions_.find(number)->second, {true, {}, Duration{0}, {}}); });
    } else if (session.partner) {
      connect_to_phone(session, *choice.audio, *session.partner);
    } else {
      connect_to_prompts(session, *choice.audio);
    }
  });
}

void Sessions::connect_to_prompts(Session& session, const Audio& caller) {
  if (session.partner) {
    Phone& left = *std::exchange(session.partner, nullptr);
    set_blocked(session, left.tag(), left.blocked, true,
                [this, caller](Session& blocked) { connect_to_prompts(blocked, caller); });
    return;
  }
  const Side offerer{std::string{caller_tag}, caller.sdp, session.caller_terms.comedia};
  const Side prompts{std::string{prompts_tag}, prompt_party_answer(caller)};
  exchange(session, offerer, {}, prompts, [this, caller](Session& opened, const std::string&, const std::string& sdp) {
    opened.opened = true;
    opened.caller = caller;
    opened.offered_to = nullptr;
    if (caller.direction.receives) {
      describe_to_caller(opened, sdp);
      return;
    }
    stop_prompts(opened, [this, sdp](Session& silent) { describe_to_caller(silent, sdp); });
  });
}

void Sessions::play(const MediaId& id, const std::string& prompt, bool forever, Done done) {
  enqueue(id, std::move(done), [this, prompt, forever](Session& session) {
    if (!session.caller || !session.caller->direction.receives) {
      refuse(session, session.caller ? "the caller is on hold" : "the caller has not answered");
      return;
    }
    bencode::Dictionary play = request(session, "play media");
    play.insert({{"from-tag", caller_tag}, {"file", fmt::format("{}/{}.au", prompts_folder_, prompt)}});
    if (forever) play.insert({"repeat-times", std::numeric_limits<std::int32_t>::max()});
    ask(session, std::move(play), [this](Session& playing, const bencode::Value& reply) {
      const std::chrono::milliseconds duration{reply.number_at("duration").value_or(0)};
      finish(playing, {true, {}, duration, {}});
    });
  });
}

void Sessions::stop(const MediaId& id) {
  enqueue(id, {}, [this](Session& session) {
    stop_prompts(session, [this](Session& silent) { finish(silent, {true, {}, {}, {}}); });
  });
}

void Sessions::stop_prompts(Session& session, Start next) {
  bencode::Dictionary silence = request(session, "stop media");
  silence.insert({"from-tag", caller_tag});
  ask_anyway(session, std::move(silence), std::move(next));
}

// Beside the call.

void Sessions::start_recording(const MediaId& id, MediaServer::Notes notes, Done done) {
  enqueue(id, std::move(done), [this, notes = std::move(notes)](Session& session) {
    ask(session, request(session, "query"), [this, notes](Session& asked, const bencode::Value& reply) {
      AudioPorts ports{ports_of(reply, caller_tag), {}};
      if (asked.partner) ports.agent = ports_of(reply, asked.partner->tag());
      bencode::Dictionary start = request(asked, "start recording");
      start.insert({"metadata", notes(ports)});
      ask(asked, std::move(start), [this](Session& recorded, const auto&) {
        finish(recorded, {true, {}, Duration{0}, {}});
      });
    });
  });
}

void Sessions::stop_recording(const MediaId& id, Done done) {
  enqueue(id, std::move(done), [this](Session& session) {
    ask(session, request(session, "stop recording"), [this](Session& stopped, const auto&) {
      finish(stopped, {true, {}, Duration{0}, {}});
    });
  });
}

void Sessions::subscribe(const MediaId& id, Done done) {
  enqueue(id, std::move(done), [this](Session& session) {
    bencode::Dictionary subscription = request(session, "subscribe request");
    bencode::List heard{caller_tag};
    if (session.partner) heard.emplace_back(session.partner->tag());
    subscription.insert({"from-tags", std::move(heard)});
    ask(session, std::move(subscription), [this](Session& subscribed, const bencode::Value& reply) {
      subscribed.listener_tag = reply.text_at("to-tag");
      const auto sdp = description_for_listener(reply.text_at("sdp"), next_origin(subscribed, subscribed.listener_tag));
      finish(subscribed, {sdp.has_value(), sdp.value_or(""), Duration{0}, sdp ? "" : "no audio at the server"});
    });
  });
}

void Sessions::listen(const MediaId& id, const std::string& answer_of_listener, Done done) {
  enqueue(id, std::move(done), [this, answer_of_listener](Session& session) {
    const auto description = parse_description(answer_of_listener);
    if (!description || session.listener_tag.empty()) {
      refuse(session, description ? "no such party" : unreadable_description);
      return;
    }
    bencode::Dictionary subscription = request(session, "subscribe answer");
    subscription.insert({{"to-tag", session.listener_tag}, {"sdp", to_text(*description)}});
    ask(session, std::move(subscription), [this](Session& listened, const auto&) {
      finish(listened, {true, {}, Duration{0}, {}});
    });
  });
}

void Sessions::query(const MediaId& id, std::function<void(std::optional<Activity>)> done) {
  const auto activity = std::make_shared<std::optional<Activity>>();
  const auto tell = [activity, done = std::move(done)](const Reply&) { done(*activity); };
  enqueue(id, tell, [this, activity](Session& session) {
    ask(session, request(session, "query"), [this, activity](Session& asked, const bencode::Value& reply) {
      const auto since = [&](Counted& counted, std::string_view tag) -> std::optional<Duration> {
        const std::int64_t packets = packets_of(reply, tag);
        // Fewer than before: the server is another one, and counts anew.
        if (packets != counted.packets) counted.risen = clock_.now();
        counted.packets = packets;
        return counted.risen ? std::optional{clock_.now() - *counted.risen} : std::nullopt;
      };
      activity->emplace();
      (*activity)->caller = since(asked.from_caller, caller_tag);
      if (asked.partner) (*activity)->agent = since(asked.from_partner, asked.partner->tag());
      finish(asked, {true, {}, Duration{0}, {}});
    });
  });
}

void Sessions::close(const MediaId& id) {
  const auto found = sessions_.find(id);
  if (found == sessions_.end() || found->second.closing) return;
  Session& session = found->second;
  session.closing = true;
  // What waits is dropped and what is under way ends untold.
  auto& operations = session.operations;
  if (!operations.empty()) operations.erase(std::next(operations.begin()), operations.end());
  for (Operation& operation : operations) operation.done = nullptr;
  enqueue(id, {}, [this](Session& closing) {
    bencode::Dictionary deletion = request(closing, "delete");
    deletion.insert({"delete-delay", 0});
    closing.opened = false;
    ask(closing, std::move(deletion), [this](Session& closed, const auto&) { finish(closed, {true, {}, {}, {}}); });
  });
}

void Sessions::adopt(const MediaId& id, const std::string& caller_sdp, const Party& caller) {
  Session& session = sessions_[id];
  session.id = id;
  session.opened = session.known_to_server = true;
  session.caller_terms = caller;
  session.caller = choose_audio(caller_sdp, caller.codecs).audio;
}

void Sessions::adopt_talk(const MediaId& id, const std::string& party, const std::string& agent_answer,
                          const Party& agent) {
  const auto found = sessions_.find(id);
  if (found == sessions_.end()) return;
  Phone& phone = phone_for(found->second, party);
  phone.terms = agent;
  phone.audio = choose_audio(agent_answer, {}).audio;
  if (!phone.audio || !found->second.caller) return;
  found->second.partner = &phone;
  phone.blocked = !found->second.caller->direction.receives;
  found->second.caller_blocked = !phone.audio->direction.receives;
}

void Sessions::adopt_parted(const MediaId& id, const std::string& party, const std::string& agent_answer,
                            const Party& agent) {
  adopt_talk(id, party, agent_answer, agent);
  const auto found = sessions_.find(id);
  Phone* const left = found == sessions_.end() ? nullptr : std::exchange(found->second.partner, nullptr);
  if (left) left->blocked = true;
}

std::optional<bool> Sessions::is_of_caller(std::string_view id, std::string_view tag) const {
  const auto found = sessions_.find(id);
  if (found == sessions_.end() || found->second.closing) return std::nullopt;
  if (tag == caller_tag) return true;
  const Phone* const partner = found->second.partner;
  return partner && tag == partner->tag() ? std::optional{false} : std::nullopt;
}

}  // namespace twinline::live::media
