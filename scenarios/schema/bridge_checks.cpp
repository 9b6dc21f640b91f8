#include "scenarios/schema/bridge_checks.hpp"

#include <algorithm>
#include <cctype>
#include <map>

#include <fmt/format.h>

#include "scenarios/schema/network_address.hpp"

namespace twinline::scenarios {
namespace {

bool consists_of(std::string_view text, std::string_view signs) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [signs](unsigned char letter) {
    return std::isalnum(letter) != 0 || signs.find(static_cast<char>(letter)) != std::string_view::npos;
  });
}

constexpr std::string_view signs_of_a_domain = ".-";
constexpr std::string_view signs_of_a_user = "._-+";  ///< of those that a SIP URI takes unescaped (RFC 3261 §25.1)
constexpr std::string_view signs_of_a_number = "._-+*";

bool is_wildcard(const std::string& address) { return address == "0.0.0.0" || address == "::"; }

/// Whether two sockets cannot be had at once on one machine.
bool collide(const SipListener& a, const SipListener& b) {
  const bool both_datagrams = a.transport == SipTransport::udp && b.transport == SipTransport::udp;
  const bool both_streams = a.transport != SipTransport::udp && b.transport != SipTransport::udp;
  if ((!both_datagrams && !both_streams) || a.at.port != b.at.port) return false;
  const bool same_family =
      (a.at.address.find(':') == std::string::npos) == (b.at.address.find(':') == std::string::npos);
  return a.at.address == b.at.address || (same_family && (is_wildcard(a.at.address) || is_wildcard(b.at.address)));
}

class BridgeCheck {
 public:
  BridgeCheck(const Node& block, const std::vector<WrittenListener>& listeners, const BridgeSettings& settings,
              Binding& binding)
      : block_(block), listeners_(listeners), settings_(settings), binding_(binding), problems_(binding.problems) {}

  void check() {
    check_listeners();
    check_sip();
    check_edge();
    check_sources();
    check_trunks();
    check_agents();
    check_media();
    check_recording();
    check_store();
    check_toll();
    check_destinations();
  }

 private:
  const Node* at(std::initializer_list<std::string_view> path) const { return find(&block_, path); }

  template <class Visit>
  void for_each_trunk(Visit visit) const {
    const Node* trunks = at({"trunks"});
    if (!trunks) return;
    for (const Entry& trunk : trunks->entries) visit(trunk);
  }

  void check_listeners() {
    for (std::size_t i = 0; i < listeners_.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const auto& [listener, place, owner] = listeners_[i];
        const WrittenListener& other = listeners_[j];
        // The edge may run on another machine, where a wildcard is another address.
        const bool one_machine = (owner == "edge") == (other.owner == "edge");
        const bool same = listener.at == other.listener.at;
        if (!collide(listener, other.listener) || (!one_machine && !same)) continue;
        problems_.error(place,
                        fmt::format("{} {} overlaps {} {} of {}", to_string(listener.transport), to_string(listener.at),
                                    to_string(other.listener.transport), to_string(other.listener.at), other.owner));
      }
    }
    for (const WrittenListener& written : listeners_) {
      if (written.listener.transport != SipTransport::tls) continue;
      if (written.owner == "sip" && settings_.sip.tls_certificate_folder.empty()) {
        problems_.error(written.place,
                        "a tls listener needs sip.tls_certificates, a folder with agent.pem and cafile.pem");
      }
      const bool has_key =
          settings_.edge && !settings_.edge->certificate_file.empty() && !settings_.edge->private_key_file.empty();
      if (written.owner == "edge" && !has_key) {
        problems_.error(written.place, "a tls listener needs edge.certificate_file and edge.private_key_file");
      }
    }
  }

  void check_sip() {
    if (const Node* domain = at({"sip", "domain"})) check_name("domain", *domain);
    const bool has_tls =
        std::any_of(settings_.sip.listen.begin(), settings_.sip.listen.end(),
                    [](const SipListener& listener) { return listener.transport == SipTransport::tls; });
    if (settings_.sip.requires_client_certificate && !has_tls) {
      problems_.error(at({"sip", "requires_client_certificate"})->place,
                      "client certificates are asked for by tls listeners; there is none");
    }
  }

  void check_name(std::string_view key, const Node& name) {
    if (name.is_scalar() && consists_of(name.text, signs_of_a_domain)) return;
    problems_.error(name.place, fmt::format("{} is {}; expected a name of letters, digits, '.' and '-'", key,
                                            in_quotes(name.text)));
  }

  void check_edge() {
    const Node* edge = at({"edge"});
    if (!edge || !settings_.edge) return;
    if (!at({"sip", "edge"})) {
      problems_.error(edge->place, "edge needs sip.edge: the address from which it passes calls to the bridge");
    }
    if (!listener_for_edge(settings_.sip)) {
      problems_.error(edge->place,
                      "edge needs a udp listener of the bridge, with an address of its own, to pass calls to");
    }
    if (settings_.edge->requires_client_certificate && settings_.edge->authorities_file.empty()) {
      problems_.error(at({"edge", "requires_client_certificate"})->place,
                      "client certificates need edge.authorities_file: whose signature counts");
    }
    for (const Node* network : scalars_of(at({"edge", "phones"}))) read_network(*network);
  }

  /// None where the shape has complained; a network whose last bits say a single address is reported.
  std::optional<Network> read_network(const Node& written) {
    const auto network = parse_network(written.text);
    if (!network || *network == network->trimmed()) return network;
    problems_.error(written.place, fmt::format("network {} has bits beyond its length; did you mean '{}'?",
                                               in_quotes(written.text), to_string(network->trimmed())));
    return network->trimmed();
  }

  /// A request's source says whose it is, so no source may be two trunks'.
  void check_sources() {
    struct Source {
      Network network;
      std::string text, trunk;
    };
    std::vector<Source> known;
    for_each_trunk([&](const Entry& trunk) {
      for (const Node* written : scalars_of(trunk.value.find("sources"))) {
        const auto network = read_network(*written);
        if (!network) continue;
        for (const Source& other : known) {
          if (!network->overlaps(other.network)) continue;
          const bool twice = other.trunk == trunk.key;
          problems_.error(written->place,
                          twice ? fmt::format("source {} overlaps {} before it; remove one", in_quotes(written->text),
                                              in_quotes(other.text))
                                : fmt::format("source {} overlaps {} of trunk '{}'; whose are its calls?",
                                              in_quotes(written->text), in_quotes(other.text), other.trunk));
        }
        known.push_back({*network, written->text, trunk.key});
      }
    });
  }

  void check_trunks() {
    for_each_trunk([&](const Entry& trunk) {
      const Node& node = trunk.value;
      if (node.find("numbers") && !node.find("sources")) {
        problems_.error(trunk.place,
                        fmt::format("trunk '{}' has numbers but no sources; say from where its calls come", trunk.key));
      }
      check_numbers(trunk);
      for (const char* key :
           {"gateway_transport", "options_every", "outbound_lines", "outbound_per_hour", "longest_outbound"}) {
        const Node* value = node.find(key);
        const bool registers = std::string_view{key} == "gateway_transport" && node.find("registration");
        if (!value || registers || node.find("gateways")) continue;
        problems_.error(value->place, fmt::format("{} is given but no gateways; add them or remove it", key));
      }
      check_tls(node);
      for (const char* block : {"inbound", "registration"}) check_user(find(&node, {block, "user"}));
      if (const Node* domain = find(&node, {"registration", "domain"})) check_name("domain", *domain);
    });
  }

  void check_tls(const Node& trunk) {
    const Node* transport = trunk.find("gateway_transport");
    if (text_or(transport, "") == "tls" && settings_.sip.tls_certificate_folder.empty()) {
      problems_.error(transport->place, "gateway_transport tls needs sip.tls_certificates");
    }
    const Node* name = trunk.find("tls_name");
    if (!name) return;
    check_name("tls_name", *name);
    const bool edge_checks = settings_.edge && settings_.edge->requires_client_certificate;
    if (settings_.sip.tls_certificate_folder.empty() && !edge_checks) {
      problems_.error(name->place, "tls_name needs sip.tls_certificates, or an edge that requires client certificates");
    }
  }

  void check_numbers(const Entry& trunk) {
    const Node* numbers = trunk.value.find("numbers");
    if (!numbers) return;
    std::map<std::string, std::string> spellings;  // without signs that people put between digits → as written
    for (const Entry& number : numbers->entries) {
      if (!consists_of(number.key, signs_of_a_number)) {
        std::string remedy = number.key;
        std::erase_if(remedy, [](char sign) { return !consists_of(std::string_view{&sign, 1}, "+*"); });
        problems_.error(number.place,
                        fmt::format("number is {}; expected what is dialled, without spaces{}", in_quotes(number.key),
                                    remedy.empty() ? "" : fmt::format("; did you mean '{}'?", remedy)));
        continue;
      }
      std::string digits = number.key;
      std::erase_if(digits, [](char sign) { return sign == '.' || sign == '-'; });
      const auto [first, is_new] = spellings.emplace(digits, number.key);
      if (is_new) continue;
      problems_.error(number.place,
                      fmt::format("number {} is {} again", in_quotes(number.key), in_quotes(first->second)));
    }
  }

  void check_user(const Node* user) {
    if (!user || !user->is_scalar() || consists_of(user->text, signs_of_a_user)) return;
    problems_.error(user->place,
                    fmt::format("user is {}; expected letters, digits, '.', '_', '-' and '+'", in_quotes(user->text)));
  }

  void check_agents() {
    const Node* agents = at({"agents"});
    if (!agents) return;
    std::map<std::string, std::string> owners;
    for (std::size_t i = 0; i < agents->entries.size() && i < settings_.agents.size(); ++i) {
      const Entry& agent = agents->entries[i];
      const AgentAccount& account = settings_.agents[i];
      const Node* user = agent.value.find("user");
      check_user(user);
      const auto [owner, is_new] = owners.emplace(account.user, agent.key);
      if (!is_new) {
        problems_.error(user ? user->place : agent.place,
                        fmt::format("user {} is agent '{}' already", in_quotes(account.user), owner->second));
      }
      const Node* password = agent.value.find("phone_password_file");
      if (password && account.contact) {
        problems_.error(password->place, "phone_password_file has no use with a fixed contact; remove one");
      }
      if (!password && !agent.value.find("contact") && !account.supervisor) {
        problems_.error(agent.place,
                        fmt::format("agent '{}' has no phone; give a contact or a phone_password_file", agent.key));
      }
      check_header(agent.value.find("auto_answer"));
    }
  }

  void check_header(const Node* header) {
    if (!header || !header->is_scalar()) return;
    const auto colon = header->text.find(": ");
    const bool whole = consists_of(std::string_view{header->text}.substr(0, colon), "-") &&
                       colon != std::string::npos && header->text.size() > colon + 2;
    const bool one_line = std::none_of(header->text.begin(), header->text.end(),
                                       [](unsigned char letter) { return std::iscntrl(letter) != 0; });
    if (whole && one_line) return;
    problems_.error(header->place, fmt::format("auto_answer is {}; expected a header such as 'Alert-Info: <urn:a>'",
                                               in_quotes(header->text)));
  }

  void check_media() {
    const Node* media = at({"media"});
    const MediaSettings& settings = settings_.media;
    if (!settings.direct && settings.prompts_folder.empty()) {
      problems_.error(media ? media->place : block_.place,
                      "media lacks the key 'prompts_folder'; give it, or 'direct: yes' to do without a media server");
    }
  }

  void check_recording() {
    const Node* recording = at({"recording"});
    if (!recording || !settings_.recording) return;
    if (settings_.media.direct) problems_.error(recording->place, "what passes no media server cannot be recorded");
    const auto demand_asked = [&](const char* key) {
      const Node* value = recording->find(key);
      if (!value || settings_.recording->consent == RecordingConsent::asked) return;
      problems_.error(value->place,
                      fmt::format("{} is for 'consent: asked' only; change the consent or remove it", key));
    };
    demand_asked("agreed_in_flow");
    const Node* prompt = recording->find("prompt");
    if (prompt && settings_.recording->consent == RecordingConsent::none_needed) {
      problems_.error(prompt->place, "a prompt is given but 'consent: none_needed' says nothing; remove one");
    }
    if (prompt && recording->find("agreed_in_flow")) {
      problems_.error(prompt->place, "a prompt is given but a flow asks (agreed_in_flow); remove one");
    }
    for_each_trunk([&](const Entry& trunk) { check_recordable(trunk); });
  }

  /// What is archived is decoded here, and G.711 is all that can be.
  void check_recordable(const Entry& trunk) {
    if (!trunk.value.find("numbers")) return;
    const Node* codecs = trunk.value.find("codecs");
    const auto written = scalars_of(codecs);
    const bool fits = !written.empty() && std::all_of(written.begin(), written.end(), [](const Node* codec) {
      return codec->text == "PCMA" || codec->text == "PCMU";
    });
    if (fits) return;
    problems_.error(codecs ? codecs->place : trunk.place,
                    fmt::format("recordings are made of G.711 only, and trunk '{}' may bring other codecs; give it "
                                "'codecs: [PCMA, PCMU]'",
                                trunk.key));
  }

  void check_store() {
    if (settings_.store.call_records != CallRecordStore::postgresql) return;
    const Node* database = at({"store", "database"});
    if (!database) {
      problems_.error(at({"store", "call_records"})->place,
                      "postgresql needs 'database', a connection string such as 'host=/run/postgresql dbname=calls'");
    } else if (database->text.find("password") != std::string::npos) {
      problems_.warn(database->place, "a password in a scenario is read by many; keep it in a .pgpass file");
    }
  }

  void check_toll() {
    const Node* prefixes = at({"toll", "allowed_prefixes"});
    for (const Node* prefix : scalars_of(prefixes)) {
      if (consists_of(prefix->text, "+*")) continue;
      problems_.error(prefix->place,
                      fmt::format("prefix is {}; expected digits, perhaps after a '+'", in_quotes(prefix->text)));
    }
    bool has_gateway = false;
    for_each_trunk([&](const Entry& trunk) { has_gateway = has_gateway || trunk.value.find("gateways"); });
    if (prefixes && !has_gateway) {
      problems_.error(prefixes->place,
                      "numbers may be called but no trunk has gateways; add them or remove the prefixes");
    }
  }

  /// A flow may pass callers on to where the toll rules allow, and to nowhere else.
  void check_destinations() {
    const Node* numbers = at({"destinations"});
    const auto& prefixes = settings_.toll.allowed_prefixes;
    for (const std::string& name : binding_.scenario.centre.destinations) {
      const Node* number = numbers ? numbers->find(name) : nullptr;
      if (!number) {
        problems_.error(numbers ? numbers->place : block_.place,
                        fmt::format("destination '{}' of the IVR has no number in bridge.destinations", name));
      } else if (!consists_of(number->text, signs_of_a_number)) {
        problems_.error(number->place, fmt::format("{} is {}; expected what is dialled, without spaces", name,
                                                   in_quotes(number->text)));
      } else if (std::none_of(prefixes.begin(), prefixes.end(),
                              [&](const std::string& prefix) { return number->text.starts_with(prefix); })) {
        problems_.error(number->place, fmt::format("{} is {}, which toll.allowed_prefixes does not allow", name,
                                                   in_quotes(number->text)));
      }
    }
  }

  const Node& block_;
  const std::vector<WrittenListener>& listeners_;
  const BridgeSettings& settings_;
  Binding& binding_;
  Problems& problems_;
};

}  // namespace

void check_bridge(const Node& block, const std::vector<WrittenListener>& listeners, const BridgeSettings& settings,
                  Binding& binding) {
  BridgeCheck(block, listeners, settings, binding).check();
}

}  // namespace twinline::scenarios
