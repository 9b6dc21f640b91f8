// Invited, connected, held, let go: what changes between the caller and the phones of a session.
#include <algorithm>
#include <utility>

#include "live_bridge/media/sessions.hpp"

namespace twinline::live::media {
namespace {

// Attempts that were never answered are forgotten, oldest first.
constexpr std::size_t most_phones = 32;

}  // namespace

Sessions::Phone* Sessions::find_phone(Session& session, const std::string& party) {
  const auto found = std::find_if(session.phones.begin(), session.phones.end(),
                                  [&](const Phone& phone) { return phone.party == party; });
  return found == session.phones.end() ? nullptr : &*found;
}

Sessions::Phone& Sessions::phone_for(Session& session, const std::string& party) {
  if (Phone* known = find_phone(session, party)) return *known;
  if (session.phones.size() >= most_phones) {
    const auto oldest = std::find_if(session.phones.begin(), session.phones.end(), [&](const Phone& phone) {
      return &phone != session.partner && &phone != session.offered_to;
    });
    session.phones.erase(oldest);
  }
  return session.phones.emplace_back(Phone{.party = party, .terms = {}, .audio = {}, .layout = {std::string{}}});
}

void Sessions::invite(const MediaId& id, const std::string& party, const Party& agent, Done done) {
  enqueue(id, std::move(done), [this, party, agent](Session& session) {
    const auto terms = session.caller ? offer_for_phone(*session.caller, agent.codecs) : std::nullopt;
    if (!terms) {
      refuse(session, session.caller ? no_common_codec : "the caller has not answered");
      return;
    }
    Phone& phone = phone_for(session, party);
    phone.terms = agent;
    session.offered_to = &phone;
    const Side caller{std::string{caller_tag}, terms->sdp, session.caller_terms.comedia};
    ask(session, offer(session, caller, phone.tag(), *terms), [this, &phone](Session& offered, const auto& reply) {
      describe_to_phone(offered, phone, reply.text_at("sdp"));
    });
  });
}

void Sessions::bridge(const MediaId& id, const std::string& party, const std::string& agent_answer, Done done) {
  enqueue(id, std::move(done), [this, party, agent_answer](Session& session) {
    Phone* const phone = find_phone(session, party);
    AudioChoice choice = choose_audio(agent_answer, {});
    if (!phone || !session.caller || !choice.audio) {
      refuse(session, choice.audio ? "no such party" : choice.error);
      return;
    }
    phone->audio = std::move(choice.audio);
    // The phone was offered what the caller said last, unless others were offered since or the caller holds.
    if (session.offered_to == phone && session.caller->direction == Direction{}) {
      answer_bridge(session, *phone);
    } else {
      connect_to_phone(session, *session.caller, *phone);
    }
  });
}

void Sessions::answer_bridge(Session& session, Phone& phone) {
  ask(session, answer(session, caller_tag, {phone.tag(), phone.audio->sdp, phone.terms.comedia}),
      [this, &phone](Session& answered, const bencode::Value& reply) {
        settle_bridge(answered, phone, std::string{reply.text_at("sdp")});
      });
}

void Sessions::connect_to_phone(Session& session, const Audio& caller, Phone& phone) {
  const Side offerer{std::string{caller_tag}, caller.sdp, session.caller_terms.comedia};
  const Direction direction = answer_to(caller.direction, phone.audio->direction);
  const Side answerer{phone.tag(), with_direction(phone.audio->sdp, direction), phone.terms.comedia};
  exchange(session, offerer, offer_as_answered(caller, *phone.audio), answerer,
           [this, caller, &phone](Session& connected, const std::string&, const std::string& sdp) {
             connected.caller = caller;
             connected.offered_to = &phone;
             settle_bridge(connected, phone, sdp);
           });
}

/// The two are connected; what else the caller heard falls silent.
void Sessions::settle_bridge(Session& session, Phone& phone, const std::string& caller_sdp) {
  Phone* const before = std::exchange(session.partner, &phone);
  const Start settled = [this, &phone, caller_sdp](Session& silent) {
    keep_hold(silent, phone, [this, caller_sdp](Session& held) { describe_to_caller(held, caller_sdp); });
  };
  if (before == &phone) {
    settled(session);
    return;
  }
  session.from_partner = {};
  if (before) {
    set_blocked(session, before->tag(), before->blocked, true, settled);
  } else {
    stop_prompts(session, settled);
  }
}

/// Who holds is sent nothing: the server passes on what comes, whatever direction was agreed.
void Sessions::keep_hold(Session& session, Phone& phone, Start next) {
  const bool phone_holds = !phone.audio->direction.receives;
  const auto block_caller = [this, phone_holds, next = std::move(next)](Session& blocked) {
    set_blocked(blocked, std::string{caller_tag}, blocked.caller_blocked, phone_holds, next);
  };
  set_blocked(session, phone.tag(), phone.blocked, !session.caller->direction.receives, block_caller);
}

void Sessions::set_blocked(Session& session, const std::string& tag, bool& is_blocked, bool wanted, const Start& next) {
  if (std::exchange(is_blocked, wanted) == wanted) {
    next(session);
    return;
  }
  bencode::Dictionary change = request(session, wanted ? "block media" : "unblock media");
  change.insert({"from-tag", tag});
  ask_anyway(session, std::move(change), next);
}

void Sessions::unbridge(const MediaId& id, Done done) {
  enqueue(id, std::move(done), [this](Session& session) {
    if (!session.caller) {
      refuse(session, "the caller has not answered");
      return;
    }
    connect_to_prompts(session, Audio{*session.caller});
  });
}

void Sessions::reoffer(const MediaId& id, bool by_caller, const std::string& sdp, Done done) {
  enqueue(id, std::move(done), [this, by_caller, sdp](Session& session) {
    if (!by_caller && session.partner) {
      reoffer_by_phone(session, *session.partner, sdp);
      return;
    }
    const AudioChoice choice = choose_audio(sdp, session.caller_terms.codecs);
    if (!choice.audio || !by_caller) {
      refuse(session, by_caller ? choice.error : "no such party");
    } else if (session.partner) {
      connect_to_phone(session, *choice.audio, *session.partner);
    } else {
      connect_to_prompts(session, *choice.audio);
    }
  });
}

void Sessions::reoffer_by_phone(Session& session, Phone& phone, const std::string& sdp) {
  const AudioChoice choice = choose_audio(sdp, {});
  if (!choice.audio) {
    refuse(session, choice.error);
    return;
  }
  const Direction direction = answer_to(choice.audio->direction, session.caller->direction);
  const Side offerer{phone.tag(), choice.audio->sdp, phone.terms.comedia};
  const Side answerer{std::string{caller_tag}, with_direction(session.caller->sdp, direction),
                      session.caller_terms.comedia};
  exchange(session, offerer, offer_as_answered(*choice.audio, *session.caller), answerer,
           [this, &phone, audio = *choice.audio](Session& answered, const std::string&, const std::string& for_phone) {
             phone.audio = audio;
             phone.layout = audio.layout;
             answered.offered_to = nullptr;
             keep_hold(answered, phone,
                       [this, &phone, for_phone](Session& held) { describe_to_phone(held, phone, for_phone); });
           });
}

}  // namespace twinline::live::media
