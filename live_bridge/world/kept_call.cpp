#include "live_bridge/world/kept_call.hpp"

#include "live_bridge/world/kept_bytes.hpp"

namespace twinline::live {
namespace {

// What begins with which number: none is used twice, for anything.
constexpr std::uint32_t call_version = 4, consultation_version = 5, arrival_version = 6;

template <class Archive>
void exchange(Archive archive, sip::DialogRecord& dialog) {
  archive(dialog.leg.slot);
  archive(dialog.leg.generation);
  archive(dialog.caller);
  archive(dialog.trunk);
  archive(dialog.agent);
  archive(dialog.call_id);
  archive(dialog.local);
  archive(dialog.remote);
  auto hops = static_cast<std::uint32_t>(dialog.route.size());
  archive(hops);
  dialog.route.resize(hops);
  for (std::string& hop : dialog.route) archive(hop);
  archive(dialog.target);
  archive(dialog.local_sequence);
  archive(dialog.remote_sequence);
  archive(dialog.refreshes_session);
  archive(dialog.session_expires);
  archive(dialog.local_sdp);
  archive(dialog.remote_sdp);
}

template <class Archive>
void exchange(Archive archive, KeptCall& call) {
  archive(call.id);
  archive(call.key);
  archive(call.trunk);
  archive(call.number);
  archive(call.caller_sdp);
  archive(call.own_sdp);
  archive(call.parties);
  archive(call.recording.type);
  archive(call.recording.consent);
  archive(call.recording.paused);
  archive(call.recording.runs);
  exchange(archive, call.caller);
  bool talks = call.talk.has_value();
  archive(talks);
  if (!talks) return;
  if (!call.talk) call.talk.emplace();
  archive(call.talk->agent);
  archive(call.talk->party);
  archive(call.talk->answer);
  exchange(archive, call.talk->dialog);
  archive(call.talk->trunk);
  archive(call.talk->sent_by);
  archive(call.talk->passed_on);
  archive(call.talk->parked);
  archive(call.talk->began);
}

template <class Archive>
void exchange(Archive archive, KeptConsultation& consultation) {
  archive(consultation.agent);
  archive(consultation.colleague);
  exchange(archive, consultation.own);
  exchange(archive, consultation.other);
}

template <class Archive>
void exchange(Archive archive, KeptArrival& arrival) {
  archive(arrival.invite);
  archive(arrival.key);
  archive(arrival.type);
  archive(arrival.trunk);
  archive(arrival.at);
}

bool is_of_version(std::uint32_t version, const std::vector<std::uint8_t>& bytes) {
  StateReader reader(bytes);
  std::uint32_t written = 0;
  reader.get(written);
  return written == version;
}

}  // namespace

sip::DialogRecord ahead(sip::DialogRecord dialog, std::uint32_t requests) {
  dialog.local_sequence += requests;
  return dialog;
}

std::vector<std::uint8_t> to_bytes(const KeptCall& call) {
  return kept_bytes(call_version, call, [](auto archive, KeptCall& kept) { exchange(archive, kept); });
}

std::vector<std::uint8_t> to_bytes(const KeptConsultation& consultation) {
  return kept_bytes(consultation_version, consultation,
                    [](auto archive, KeptConsultation& kept) { exchange(archive, kept); });
}

std::vector<std::uint8_t> to_bytes(const KeptArrival& arrival) {
  return kept_bytes(arrival_version, arrival, [](auto archive, KeptArrival& kept) { exchange(archive, kept); });
}

KeptCall kept_call_from(const std::vector<std::uint8_t>& bytes) {
  return kept_from<KeptCall>(bytes, call_version, "a kept call",
                             [](auto archive, KeptCall& kept) { exchange(archive, kept); });
}

std::optional<KeptConsultation> kept_consultation_from(const std::vector<std::uint8_t>& bytes) {
  if (!is_of_version(consultation_version, bytes)) return std::nullopt;
  return kept_from<KeptConsultation>(bytes, consultation_version, "a kept consultation",
                                     [](auto archive, KeptConsultation& kept) { exchange(archive, kept); });
}

std::optional<KeptArrival> kept_arrival_from(const std::vector<std::uint8_t>& bytes) {
  if (!is_of_version(arrival_version, bytes)) return std::nullopt;
  return kept_from<KeptArrival>(bytes, arrival_version, "a kept arrival",
                                [](auto archive, KeptArrival& kept) { exchange(archive, kept); });
}

}  // namespace twinline::live
