#include "scenarios/schema/scenario_shape.hpp"
#include "scenarios/schema/shape_words.hpp"

namespace twinline::scenarios {
namespace {

using namespace words;

ShapePointer socket_address() { return scalar(ScalarKind::socket_address); }
ShapePointer networks() { return list_of(scalar(ScalarKind::network)); }
ShapePointer yes_no() { return scalar(ScalarKind::yes_no); }
ShapePointer transport() { return one_of_words({"udp", "tcp", "tls"}); }

ShapePointer sip_listeners() {
  const auto written_out = done(record({
      required("transport", transport(), "udp, tcp or tls"),
      required("at", socket_address(), "address and port"),
  }));
  return list_of(
      either("a transport and a numeric address such as 'udp 192.0.2.10:5060', or a map with transport and at",
             {scalar(ScalarKind::sip_listener), written_out}));
}

ShapePointer sip_shape() {
  return done(record({
      key("listen", sip_listeners(), "Where the bridge takes SIP.", "udp 127.0.0.1:5060"),
      key("domain", text(), "Realm of digests, and host part of the addresses that the bridge makes.", "twinline"),
      key("tls_certificates", text(),
          "A folder with agent.pem (certificate and key) and cafile.pem (whose signature counts on a peer's)."),
      key("requires_client_certificate", yes_no(), "Whether whoever connects by TLS must show a certificate.", "no"),
      key("edge", socket_address(), "The proxy in front, its inner side; requests from there name their trunk.",
          "none"),
      key("session_expires", duration(at_least(90)), "Of session timers (RFC 4028).", "30 min"),
  }));
}

ShapePointer edge_shape() {
  return done(record({
      required("listen", sip_listeners(), "where trunks and phones reach the edge"),
      key("certificate_file", text(), "Of its TLS listeners, PEM."),
      key("private_key_file", text(), "The key of the certificate, PEM."),
      key("authorities_file", text(), "PEM; whose signature counts on a client's certificate."),
      key("requires_client_certificate", yes_no(), "Whether TLS clients must show a certificate.", "no"),
      key("phones", networks(), "From where agents' phones may register.", "nowhere"),
      key("standby", list_of(socket_address()), "Other bridges, tried in order when this one is silent.", "none"),
      key("requests_per_second", whole(within(1, 1000000)),
          "From one source of a trunk, three or more for a call; more are refused or dropped.", "2000"),
      key("phone_requests_per_second", whole(within(1, 1000000)),
          "From one phone's address, and from all strangers together; more are dropped.", "50"),
  }));
}

ShapePointer trunk_settings_shape() {
  const auto inbound = done(record({
      required("user", text(), "user name of the digest"),
      required("password_file", text(), "file with the password in its first line"),
  }));
  const auto registration = done(record({
      required("registrar", socket_address(), "where the bridge registers"),
      required("domain", text(), "the provider's domain, as it gave it with the account"),
      required("user", text(), "user name of the account"),
      required("password_file", text(), "file with the password in its first line"),
      key("expires", duration(within(60, 86400)), "Asked of the registrar.", "5 min"),
  }));
  Shape number = record({
      required("type", name_in("calls"), "the call type of calls to this number"),
      key("answer", one_of_words({"at_once", "early_media"}),
          "When callers begin to pay: as soon as the call is accepted, or when an agent answers.", "at_once"),
  });
  number.shorthand = "type";
  const auto numbers = map_of(
      KeyForm::any, either("a call type, or a map with type and answer", {name_in("calls"), done(std::move(number))}),
      "A number that callers dial, as number_rules leave it, and its call type.");
  const auto rule = done(record({
      required("prefix", text(), "what a number begins with"),
      required("replacement", text(), "what stands there instead"),
  }));
  return done(record({
      key("sources", networks(), "Addresses or networks whose requests are this trunk's."),
      key("inbound", inbound, "Digest asked of its INVITEs.", "none"),
      key("registration", registration, "The bridge registers at a provider.", "none"),
      key("gateways", list_of(socket_address()), "For outbound calls, tried in order.", "none"),
      key("gateway_transport", transport(), "How gateways and registrar are reached.", "udp"),
      key("tls_name", text(), "The name that a certificate of the trunk's must have.",
          "the registration's domain, or the address itself"),
      key("options_every", duration(at_least(0)), "How often gateways are asked whether they are there; 0: never.",
          "30 s"),
      key("numbers", numbers, "What is dialled, and what it leads to."),
      key("number_rules", list_of(rule), "Make one spelling of the numbers that the trunk sends; the first that fits.",
          "none"),
      key("codecs", list_of(one_of_words({"PCMA", "PCMU", "G722", "opus"})), "In order of preference.", "as offered"),
      key("outbound_lines", whole(within(0, 10000000)), "Outbound calls at once; 0: without limit.", "0"),
      key("outbound_per_hour", whole(within(0, 10000000)), "Outbound calls begun in any hour; 0: without limit.",
          "200"),
      key("longest_outbound", duration(above(0)), "An outbound call is ended then.", "toll.longest_call"),
      key("comedia", yes_no(), "Audio goes to where it comes from, whatever the SDP says.", "no"),
      key("trusts_identity", yes_no(), "P-Asserted-Identity is believed.", "no"),
  }));
}

ShapePointer agent_account_shape() {
  return done(record({
      required("group", name_in("groups"), "the agent's group"),
      key("user", text(), "Of the phone and of the desk.", "the agent's name"),
      key("phone_password_file", text(), "Password with which the phone registers."),
      key("desk_password_file", text(), "As `twinline-bridge password` writes it.", "no desk"),
      key("contact", socket_address(), "Of a phone that does not register."),
      key("auto_answer", text(), "Header that makes the phone answer an offer by itself, 'Alert-Info: …'.",
          "the phone rings"),
      key("supervisor", yes_no(), "May see everybody, listen in, release, move and drain.", "no"),
  }));
}

ShapePointer look_up_source_shape() {
  const auto words = map_of(KeyForm::any, scalar(ScalarKind::whole_number), "The value that this word stands for.");
  Shape shape = record({
      key("table", text(), "A CSV file: a column 'number' or 'keys', and one for each attribute."),
      key("url", text(), "Of a service that is asked by POST, http or https."),
      key("kind", one_of_words({"records", "recogniser", "bot"}),
          "Who answers at the URL; a recogniser or bot is sent no number.", "records"),
      key("token_file", text(), "File with the bearer token that the service wants in its first line.", "no token"),
      key("deadline", duration(above(0)), "How long a look-up at arrival may take; a flow's step says its own.", "2 s"),
      key("give_up_after", duration(above(0)),
          "What comes later than the deadline, but not than this, is still learnt.", "10 s"),
      key("at_once", whole(within(1, 64)), "Requests in progress.", "4"),
      key("waiting", whole(within(1, 100000)), "Requests that wait for their turn; more fail at once.", "64"),
      key("defaults", map_of(KeyForm::names, text(), "A value of this attribute."),
          "Taken for known when the service fails or is late.", "nothing"),
      key("words", map_of(KeyForm::names, words, "Words for values of this attribute."),
          "Words that the source may use instead of numbers.",
          "agents' names for preferred_agent, segments' for segment"),
  });
  shape.exactly_one = {{"table", "url"}};
  return done(std::move(shape));
}

ShapePointer media_shape() {
  return done(record({
      key("direct", yes_no(), "No media server: callers hear nothing before an agent.", "no"),
      key("control", socket_address(), "The media server's control port (UDP).", "127.0.0.1:2223"),
      key("events", socket_address(), "Its port for digits (TCP).", "127.0.0.1:2224"),
      key("prompts_folder", text(), "NAME.au for every prompt, as the media server sees it."),
      key("music", scalar(ScalarKind::name), "The prompt that plays in queue.", "music"),
      key("dead_air", duration(above(0)), "No packet from either side for so long: the call is taken for lost.",
          "60 s"),
  }));
}

ShapePointer recording_shape() {
  return done(record({
      key("calls", list_of(name_in("calls")), "Call types of the numbers whose callers are recorded.",
          "all, or those that `queues` says"),
      key("queues", list_of(name_in("queues")), "Queues of such call types.", "all, or those that `calls` says"),
      key("share", share(), "Share of those calls, chosen by the call's key.", "100 %"),
      key("consent", one_of_words({"announced", "asked", "none_needed"}),
          "Whether callers are told before they talk, or asked and recorded only if they agree.", "announced"),
      key("prompt", scalar(ScalarKind::name), "What tells or asks them; after a question 1 is yes, 2 is no.",
          "recording_notice, recording_question"),
      key("agreed_in_flow", scalar(ScalarKind::name),
          "A flow asks: who is recorded is whose value of this attribute is 1.", "the prompt asks"),
      key("agent_side", yes_no(), "Whether the agent is heard in it.", "yes"),
      required("spool_folder", text(), "the media server's --recording-dir, as the bridge sees it"),
      key("archive_folder", text(), "Where recordings are kept, encrypted.", "recordings"),
      key("key_file", text(), "Encrypts them; made when missing.", "state/recording_keys"),
      key("keep", duration(above(0)), "Then they are deleted, but for those on hold.", "90 days"),
  }));
}

ShapePointer store_shape() {
  return done(record({
      key("journal", text(), "First segment of the journal.", "journal/bridge.tlj"),
      key("segment_bytes", whole(within(65536, 1e12)), "Length at which a new segment begins.", "67108864"),
      key("sync_every", duration(above(0)), "What a power failure may lose.", "1 s"),
      key("dialogs", text(), "Folder of the dialogs that a restart takes up again.", "state/dialogs"),
      key("dialog_key_file", text(), "Encrypts them; made when missing.", "state/dialog_key"),
      key("call_records", one_of_words({"sqlite", "postgresql"}), "Where call records go.", "sqlite"),
      key("database", text(), "A file, or a connection string for PostgreSQL.", "state/calls.sqlite"),
      key("keep_call_records", duration(above(0)), "Then they are deleted.", "90 days"),
  }));
}

ShapePointer http_shape() {
  return done(record({
      key("listen", socket_address(), "Desks and metrics.", "127.0.0.1:8080"),
      key("scores_token_file", text(), "File with the bearer token of who posts quality scores, in its first line.",
          "none are taken"),
  }));
}

ShapePointer toll_shape() {
  return done(record({
      key("allowed_prefixes", list_of(text()), "Numbers that may be called, by how they begin.", "none"),
      key("concurrent_per_agent", whole(within(0, 1000)), "Such calls of one agent at once.", "1"),
      key("per_hour_per_agent", whole(within(0, 100000)), "Such calls begun by one agent in any hour.", "20"),
      key("longest_call", duration(above(0)), "Any talk is ended then, within the centre or with the outside.", "2 h"),
      key("ring_limit", duration(above(0)), "How long a number outside may ring.", "30 s"),
  }));
}

ShapePointer asked_kpi_shape() {
  return done(record({
      key("verdict", one_of_words({"better", "not_worse"}),
          "What the evidence must say; not_worse is better or no meaningful difference.", "better"),
      key("least_effect", scalar(ScalarKind::effect),
          "How far from zero the whole interval must lie, on the good side.", "0"),
  }));
}

ShapePointer promotion_shape() {
  return done(record({
      required("keys", text(), "a file of public keys, or a folder of such files (*.pub)"),
      key("revoked", list_of(text()), "Ids of keys that are believed no longer.", "none"),
      key("in_force", map_of(KeyForm::names, text(), "The manifest of the policy of this kind that decides now."),
          "Manifests that a new one must come after.", "none"),
      required("scenarios",
               map_of(KeyForm::any, text(), "The scenario's hash, or `any`, of the scenario with this name."),
               "scenarios that must have spoken for a policy"),
      required("kpis", map_of(KeyForm::any, asked_kpi_shape(), "A KPI, or QUEUE.KPI."),
               "what all the evidence must show"),
      key("guardrails", list_of(text()), "KPIs that must have been guarded; whichever were must have held.", "none"),
      key("evidence_age", duration(above(0)), "Greatest age of the evidence, counted from the signature.", "any"),
      key("operators", map_of(KeyForm::names, text(), "The hash of a token, as `twinline-bridge password` prints it."),
          "Who may roll policies out with `twinline-bridge ctl`; supervisors may at the desk.", "nobody"),
      key("full_without_canary", yes_no(), "A candidate may decide about all calls without a canary before.", "no"),
      key("rollback_at", map_of(KeyForm::any, scalar(ScalarKind::effect), "A KPI, or QUEUE.KPI."),
          "A candidate that is certainly worse by more than this, however often one looks, is rolled back.", "none"),
      key("rejections", whole(within(0, 1000000)),
          "So many decisions of a candidate the ACD may reject; one more rolls it back and bars its manifest.", "10"),
      key("freeze_on_alarm", yes_no(),
          "The rollout is frozen when KPIs leave the bands that the manifest in force foretells.", "no"),
  }));
}

ShapePointer limits_shape() {
  return done(record({
      key("calls_per_second", number(above(0)), "More are refused with 503.", "400"),
      key("calls", whole(within(1, 10000000)), "Calls at once.", "10000"),
      key("agent_ring_grace", duration(at_least(0)),
          "How long after offers.ring_limit a phone's answer may still come.", "2 s"),
      key("longest_wrap_up", duration(at_least(0)),
          "Then an agent is free again; 0: when the agent says so, and at once for an agent without a desk.", "0 s"),
      key("drain", duration(at_least(0)), "Longest wait for calls to end after SIGTERM.", "10 min"),
  }));
}

}  // namespace

ShapePointer bridge_shape() {
  return done(record({
      key("sip", sip_shape(), "Where SIP is spoken."),
      key("edge", edge_shape(), "The proxy in front, for `twinline-bridge edge-config`.", "none"),
      required("trunks", map_of(KeyForm::names, trunk_settings_shape(), "One of the scenario's trunks."),
               "whose calls the bridge takes, by the names of the trunks block"),
      key("agents", map_of(KeyForm::names, agent_account_shape(), "One agent, by name."),
          "Who answers; in a bridge they stand in place of the schedule.", "nobody"),
      key("destinations", map_of(KeyForm::names, text(), "The number of one of ivr.destinations."),
          "What is dialled when a flow passes a caller on.", "none"),
      key("look_ups", map_of(KeyForm::names, look_up_source_shape(), "Where this one of ivr.look_ups is."),
          "The sources that know callers, as the bridge reaches them.", "none"),
      key("media", media_shape(), "What callers and agents hear."),
      key("recording", recording_shape(), "Whose talks are recorded, and where that is kept.", "nobody's"),
      key("plugins", list_of(text()),
          "Shared objects with policies of one's own, which `policies` may then name. Only the bridge loads them.",
          "none"),
      key("store", store_shape(), "What is kept, and where."),
      key("http", http_shape(), "The desks' server."),
      key("toll", toll_shape(), "Where calls may be sent on: nowhere but to what is named."),
      key("limits", limits_shape(), "When the bridge says no."),
      key("promotion", promotion_shape(), "Which signed manifests are accepted.", "none is"),
  }));
}

}  // namespace twinline::scenarios
