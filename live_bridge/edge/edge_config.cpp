#include "live_bridge/edge/edge_config.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>

#include "live_bridge/edge/routes.hpp"
#include "scenarios/schema/network_address.hpp"

namespace twinline::live::edge {
namespace {

using scenarios::BridgeSettings;
using scenarios::EdgeSettings;
using scenarios::Endpoint;
using scenarios::SipListener;
using scenarios::SipTransport;

/// Between double quotes, as Kamailio reads it.
std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') result += '\\';
    result += letter;
  }
  return result + "\"";
}

std::string parameter(std::string_view module, std::string_view name, const std::string& value) {
  return fmt::format("modparam(\"{}\", \"{}\", {})\n", module, name, quoted(value));
}

std::string parameter(std::string_view module, std::string_view name, long value) {
  return fmt::format("modparam(\"{}\", \"{}\", {})\n", module, name, value);
}

bool has_stream(const EdgeSettings& edge) {
  return std::any_of(edge.listen.begin(), edge.listen.end(),
                     [](const SipListener& listener) { return listener.transport != SipTransport::udp; });
}

bool has_tls(const EdgeSettings& edge) {
  return std::any_of(edge.listen.begin(), edge.listen.end(),
                     [](const SipListener& listener) { return listener.transport == SipTransport::tls; });
}

class EdgeConfig {
 public:
  EdgeConfig(const BridgeSettings& settings, const Centre& centre) : settings_(settings), centre_(centre) {
    if (!settings.edge) throw std::invalid_argument("the bridge block has no edge");
    if (!settings.sip.edge) throw std::invalid_argument("an edge needs sip.edge, its side towards the bridge");
    if (!scenarios::listener_for_edge(settings.sip)) {
      throw std::invalid_argument("an edge needs a udp listener of the bridge, with an address of its own");
    }
  }

  std::string text() const {
    return head() + sockets() + definitions() + modules() + timers() + tls() + bridges() + whose() +
           std::string{routes};
  }

 private:
  const EdgeSettings& edge() const { return *settings_.edge; }
  const Endpoint& inner() const { return *settings_.sip.edge; }

  static std::string head() {
    return R"(#!KAMAILIO
# The edge in front of a Twinline bridge. Written by `twinline-bridge edge-config` from the bridge's scenario: change that
# and write this file anew. To run it: kamailio -DD -E -M 16 -f FILE
log_stderror=yes
debug=0
fork=yes
children=4
# Less shared memory than this does not carry 400 calls a second.
shm_mem_size=512
# Addresses are numbers here. A look-up would stop a process for as long as a name server likes.
dns=off
rev_dns=off
use_dns_cache=off
auto_aliases=no
server_signature=no
)";
  }

  std::string sockets() const {
    std::string text;
    for (const SipListener& listener : edge().listen) {
      text += fmt::format("listen={}:{}\n", to_string(listener.transport), to_string(listener.at));
    }
    // The last of them: Kamailio sends from the first that fits where nothing else is said.
    text += fmt::format("listen=udp:{}\n", to_string(inner()));
    if (!has_stream(edge())) return text + "disable_tcp=yes\n";
    return text + "tcp_children=4\ntcp_connection_lifetime=3605\ntcp_rd_buf_size=65536\n" +
           (has_tls(edge()) ? "enable_tls=yes\n" : "");
  }

  std::string definitions() const {
    return fmt::format(
        "\n#!define INNER_ADDRESS {}\n#!define INNER_PORT {}\n#!define INNER_SOCKET {}\n"
        "#!define TRUNK_LIMIT {}\n#!define OTHER_LIMIT {}\n\n",
        quoted(inner().address), inner().port, quoted("udp:" + to_string(inner())),
        quoted(std::to_string(edge().requests_per_second)), quoted(std::to_string(edge().phone_requests_per_second)));
  }

  std::string modules() const {
    std::string text = has_tls(edge()) ? "loadmodule \"tls.so\"\n" : "";
    for (const char* name : {"tm", "sl", "rr", "pv", "maxfwd", "textops", "siputils", "sanity", "ipops", "path",
                             "nathelper", "dispatcher", "pipelimit", "jsonrpcs"}) {
      text += fmt::format("loadmodule \"{}.so\"\n", name);
    }
    return text;
  }

  std::string timers() const {
    // A caller may hear early media for as long as the wait takes: an hour, not the usual three minutes.
    constexpr long longest_ringing_ms = 3'600'000;
    return parameter("tm", "fr_timer", 2000) + parameter("tm", "fr_inv_timer", longest_ringing_ms) +
           parameter("tm", "max_inv_lifetime", longest_ringing_ms) + parameter("rr", "enable_double_rr", 1) +
           parameter("rr", "append_fromtag", 1) + parameter("path", "use_received", 1) +
           parameter("path", "enable_r2", 1) + parameter("pipelimit", "timer_interval", 1) +
           parameter("pipelimit", "load_fetch", 0) + parameter("pipelimit", "clean_unused", 60);
  }

  std::string tls() const {
    if (!has_tls(edge())) return {};
    std::string text = parameter("tls", "tls_method", "TLSv1.2+") +
                       parameter("tls", "certificate", edge().certificate_file) +
                       parameter("tls", "private_key", edge().private_key_file);
    if (!edge().authorities_file.empty()) text += parameter("tls", "ca_list", edge().authorities_file);
    const long mutual = edge().requires_client_certificate ? 1 : 0;
    return text + parameter("tls", "verify_certificate", mutual) + parameter("tls", "require_certificate", mutual);
  }

  /// The bridges, first the one whose settings these are. They are added at the start, so that no second file is
  /// needed. One that answers 503 or nothing to two OPTIONS is left out until it answers otherwise.
  std::string bridges() const {
    std::string text = parameter("dispatcher", "list_file", "/dev/null") + parameter("dispatcher", "reload_delta", 0) +
                       parameter("dispatcher", "flags", 2) + parameter("dispatcher", "ds_ping_interval", 1) +
                       parameter("dispatcher", "ds_ping_from", "sip:edge@" + settings_.sip.domain) +
                       parameter("dispatcher", "ds_ping_reply_codes", "class=2;class=3;class=4;class=6") +
                       parameter("dispatcher", "ds_probing_mode", 1) +
                       parameter("dispatcher", "ds_probing_threshold", 2) +
                       parameter("dispatcher", "ds_inactive_threshold", 1) +
                       parameter("dispatcher", "ds_default_socket", "udp:" + to_string(inner()));
    text += "# Commands come from this file alone.\n" + parameter("jsonrpcs", "transport", 2);
    std::vector<Endpoint> all{scenarios::listener_for_edge(settings_.sip)->at};
    all.insert(all.end(), edge().standby.begin(), edge().standby.end());
    text += "\nevent_route[core:worker-one-init] {\n";
    for (std::size_t i = 0; i < all.size(); ++i) {
      text += fmt::format(
          "  jsonrpc_exec('{{\"jsonrpc\": \"2.0\", \"method\": \"dispatcher.add\", "
          "\"params\": [1, \"sip:{}\", 0, {}], \"id\": {}}}');\n",
          to_string(all[i]), all.size() - i, i + 1);
    }
    return text + "}\n";
  }

  /// Whose request it is, by its source.
  std::string whose() const {
    std::string text = "\nroute[WHOSE] {\n  $var(trunk) = \"\";\n  $var(phone) = 0;\n  $var(trusted) = 0;\n";
    for (const scenarios::TrunkSettings& trunk : settings_.trunks) {
      if (trunk.sources.empty()) continue;
      text += fmt::format("  if (({}){}) {{\n    $var(trunk) = {};\n    $var(trusted) = {};\n  }}\n",
                          comes_from(trunk.sources), has_the_name_of(trunk),
                          quoted(centre_.trunks[trunk.trunk.value].name), trunk.trusts_identity ? 1 : 0);
    }
    if (!edge().phones.empty()) text += fmt::format("  if ({}) $var(phone) = 1;\n", comes_from(edge().phones));
    return text + "}\n";
  }

  /// By TLS, with certificates required, the address of a trunk is not enough where the trunk has a name.
  std::string has_the_name_of(const scenarios::TrunkSettings& trunk) const {
    if (!has_tls(edge()) || !edge().requires_client_certificate || trunk.tls_name.empty()) return {};
    const std::string name = quoted(trunk.tls_name);
    return fmt::format(" && ($pr != \"tls\" || $tls_peer_san_hostname == {0} || $tls_peer_subject_cn == {0})", name);
  }

  static std::string comes_from(const std::vector<std::string>& networks) {
    std::string condition;
    for (const std::string& network : networks) {
      const bool single = network.find('/') == std::string::npos;
      const bool is_ipv6 = network.find(':') != std::string::npos;
      const char* whole = is_ipv6 ? "/128" : "/32";
      condition += fmt::format("{}is_in_subnet(\"$si\", {})", condition.empty() ? "" : " || ",
                               quoted(network + (single ? whole : "")));
    }
    return condition;
  }

  const BridgeSettings& settings_;
  const Centre& centre_;
};

}  // namespace

std::string edge_config(const scenarios::BridgeSettings& settings, const Centre& centre) {
  return EdgeConfig(settings, centre).text();
}

}  // namespace twinline::live::edge
