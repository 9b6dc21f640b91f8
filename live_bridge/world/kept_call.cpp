#include "live_bridge/world/kept_call.hpp"

#include <stdexcept>

#include "policies/contract/state.hpp"

namespace twinline::live {
namespace {

constexpr std::uint32_t version = 1;

void put(StateWriter& writer, const std::string& text) {
  writer.put(static_cast<std::uint32_t>(text.size()));
  for (const char character : text) writer.put(static_cast<std::uint8_t>(character));
}

void get(StateReader& reader, std::string& text) {
  std::uint32_t size = 0;
  reader.get(size);
  text.clear();
  for (std::uint32_t position = 0; position < size; ++position) {
    std::uint8_t character = 0;
    reader.get(character);
    text.push_back(static_cast<char>(character));
  }
}

template <class Archive>
void exchange_bool(Archive& archive, bool& flag);
template <>
void exchange_bool(StateWriter& writer, bool& flag) {
  writer.put(static_cast<std::uint8_t>(flag));
}
template <>
void exchange_bool(StateReader& reader, bool& flag) {
  std::uint8_t bits = 0;
  reader.get(bits);
  flag = bits != 0;
}

// One order for both ways.
struct Writing {
  StateWriter& writer;
  template <class Value>
  void operator()(Value& value) const {
    if constexpr (std::is_same_v<Value, std::string>) {
      put(writer, value);
    } else if constexpr (std::is_same_v<Value, bool>) {
      exchange_bool(writer, value);
    } else {
      writer.put(value);
    }
  }
};
struct Reading {
  StateReader& reader;
  template <class Value>
  void operator()(Value& value) const {
    if constexpr (std::is_same_v<Value, std::string>) {
      get(reader, value);
    } else if constexpr (std::is_same_v<Value, bool>) {
      exchange_bool(reader, value);
    } else {
      reader.get(value);
    }
  }
};

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
  exchange(archive, call.caller);
  bool talks = call.talk.has_value();
  archive(talks);
  if (!talks) return;
  if (!call.talk) call.talk.emplace();
  archive(call.talk->agent);
  archive(call.talk->party);
  archive(call.talk->answer);
  exchange(archive, call.talk->dialog);
}

}  // namespace

std::vector<std::uint8_t> to_bytes(const KeptCall& call) {
  StateWriter writer;
  writer.put(version);
  KeptCall copy = call;  // one exchange serves both ways, and reading changes its argument
  exchange(Writing{writer}, copy);
  return writer.take();
}

KeptCall kept_call_from(const std::vector<std::uint8_t>& bytes) {
  StateReader reader(bytes);
  std::uint32_t written_version = 0;
  reader.get(written_version);
  if (written_version != version) throw std::runtime_error("a kept call has another version");
  KeptCall call;
  exchange(Reading{reader}, call);
  return call;
}

}  // namespace twinline::live
