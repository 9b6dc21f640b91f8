#include "live_bridge/media/negotiation.hpp"

#include <string>

#include <catch2/catch.hpp>

namespace twinline::live::media {
namespace {

const std::string head = "v=0\r\no=alice 5 7 IN IP4 192.0.2.1\r\ns=Alice's phone\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n";

std::string audio(const std::string& formats, const std::string& below = {}, const std::string& protocol = "RTP/AVP") {
  return "m=audio 4000 " + protocol + " " + formats + "\r\n" + below;
}

Audio chosen(const std::string& description, const std::vector<std::string>& preferred = {}) {
  const AudioChoice choice = choose_audio(description, preferred);
  INFO(description);
  REQUIRE(choice.audio);
  return *choice.audio;
}

std::vector<std::string> names(const Audio& audio) {
  std::vector<std::string> found;
  for (const Codec& codec : audio.codecs) found.push_back(codec.name);
  return found;
}

std::string refusal(const std::string& description, const std::vector<std::string>& preferred = {}) {
  return std::string{choose_audio(description, preferred).error};
}

bool holds(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

using Names = std::vector<std::string>;

TEST_CASE("negotiation: codecs come as described, or as preferred") {
  const std::string offer = head + audio("0 8 9 18 101", "a=rtpmap:101 telephone-event/8000\r\n");
  CHECK(names(chosen(offer)) == Names{"PCMU", "PCMA", "G722"});
  CHECK(names(chosen(offer, {"pcma", "PCMU"})) == Names{"PCMA", "PCMU"});
  CHECK(holds(chosen(offer, {"PCMA"}).sdp, "m=audio 4000 RTP/AVP 8 101\r\n"));
  CHECK(refusal(offer, {"opus"}) == no_common_codec);
  CHECK(refusal(head + audio("18")) == no_common_codec);
}

TEST_CASE("negotiation: dynamic payload types are known by their map") {
  const std::string map = "a=rtpmap:96 opus/48000/2\r\na=fmtp:96 useinbandfec=1\r\na=rtpmap:97 speex/8000\r\n";
  const Audio opus = chosen(head + audio("97 96", map));
  CHECK(names(opus) == Names{"opus"});
  CHECK(holds(opus.sdp, "a=fmtp:96 useinbandfec=1"));
  CHECK_FALSE(holds(opus.sdp, "speex"));
  // A static number may be taken for something else.
  CHECK(refusal(head + audio("8", "a=rtpmap:8 iLBC/8000\r\n")) == no_common_codec);
  CHECK(names(chosen(head + audio("8", "a=rtpmap:8 pcma/8000/1\r\n"))) == Names{"pcma"});
}

TEST_CASE("negotiation: digits count in the first codec's clock") {
  const std::string maps =
      "a=rtpmap:96 opus/48000/2\r\na=rtpmap:110 telephone-event/48000\r\na=rtpmap:101 telephone-event/8000\r\n";
  CHECK(holds(chosen(head + audio("8 96 110 101", maps)).sdp, "RTP/AVP 8 96 101\r\n"));
  CHECK(holds(chosen(head + audio("96 8 110 101", maps)).sdp, "RTP/AVP 96 8 110\r\n"));
}

TEST_CASE("negotiation: one audio line is taken, the others are refused in their places") {
  const Audio taken =
      chosen(head + "m=video 5000 RTP/AVP 31\r\n" + audio("8") + audio("0") + "m=image 5002 udptl t38\r\n");
  CHECK(taken.layout == Layout{"m=video 0 RTP/AVP 31", "", "m=audio 0 RTP/AVP 0", "m=image 0 udptl t38"});
  const std::string server =
      "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 198.51.100.9\r\nt=0 0\r\n" + audio("8");
  const auto answer = description_for_party(server, taken.layout, {17, 3});
  REQUIRE(answer);
  CHECK(*answer ==
        "v=0\r\no=- 17 3 IN IP4 198.51.100.9\r\ns=-\r\nc=IN IP4 198.51.100.9\r\nt=0 0\r\nm=video 0 RTP/AVP 31\r\n"
        "m=audio 4000 RTP/AVP 8\r\nm=audio 0 RTP/AVP 0\r\nm=image 0 udptl t38\r\n");
  CHECK_FALSE(description_for_party("", taken.layout, {1, 1}));
  CHECK_FALSE(description_for_party(head + audio("8") + audio("8"), taken.layout, {1, 1}));
}

TEST_CASE("negotiation: audio that cannot be had is refused") {
  CHECK(refusal(head + "m=image 5002 udptl t38\r\n") == no_common_codec);
  CHECK(refusal(head) == no_common_codec);
  CHECK(refusal(head + "m=audio 0 RTP/AVP 8\r\n") == no_common_codec);
  CHECK(refusal(head + audio("8", {}, "RTP/SAVP")) == no_common_codec);
  CHECK(refusal(head + audio("8", {}, "UDP/TLS/RTP/SAVPF")) == no_common_codec);
  // A name would be resolved by somebody, somewhere.
  CHECK(refusal("v=0\r\nc=IN IP4 pbx.example.org\r\n" + audio("8")) == no_common_codec);
  CHECK(refusal("v=0\r\n" + audio("8")) == no_common_codec);
  CHECK(names(chosen("v=0\r\n" + audio("8", "c=IN IP6 2001:db8::1\r\n", "RTP/AVPF"))) == Names{"PCMA"});
}

TEST_CASE("negotiation: what is unreadable is told from what does not fit") {
  for (const std::string& text :
       {std::string{}, std::string{"hello"}, std::string{"o=x\r\nv=0\r\n"}, head + "m=audio x RTP/AVP 8\r\n",
        head + "m=audio 70000 RTP/AVP 8\r\n", head + "m=audio 4000 RTP/AVP\r\n", head + "nonsense\r\n",
        head + "a=\0\r\n" + std::string(1, '\0') + "\r\n", head + audio("8") + std::string(largest_description, 'a')}) {
    INFO(text.substr(0, 200));
    CHECK(refusal(text) == unreadable_description);
  }
  std::string many = head;
  for (std::size_t line = 0; line <= most_media_lines; ++line) many += audio("8");
  CHECK(refusal(many) == unreadable_description);
  std::string formats;
  for (std::size_t format = 0; format <= most_formats; ++format) formats += "8 ";
  CHECK(refusal(head + audio(formats)) == unreadable_description);
}

TEST_CASE("negotiation: no damaged description does harm") {
  const std::string good = head + audio("8 0 101", "a=rtpmap:101 telephone-event/8000\r\na=sendonly\r\n");
  std::size_t readable = 0;
  for (std::size_t size = 0; size < good.size(); ++size) {
    readable += choose_audio(std::string_view{good}.substr(0, size), {}).audio ? 1U : 0U;
    for (const char byte : {'\0', '\n', ' ', ':', '/', '=', 'm', '9'}) {
      std::string damaged = good;
      damaged[size] = byte;
      const auto choice = choose_audio(damaged, {});
      if (choice.audio) CHECK(parse_description(choice.audio->sdp));
    }
  }
  CHECK(readable > 0);
}

TEST_CASE("negotiation: only what is understood reaches the media server") {
  const std::string lines =
      "a=candidate:1 1 UDP 1 192.0.2.1 4000 typ host\r\na=ice-ufrag:x\r\na=fingerprint:sha-256 00\r\n"
      "a=ptime:20\r\na=rtcp-mux\r\na=inactive\r\n";
  const Audio taken = chosen(head + audio("8", lines));
  CHECK(taken.sdp ==
        "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP "
        "8\r\na=ptime:20\r\n"
        "a=inactive\r\n");
}

TEST_CASE("negotiation: directions") {
  CHECK(chosen(head + audio("8", "a=sendonly\r\n")).direction == Direction{true, false});
  CHECK(chosen(head + "a=recvonly\r\n" + audio("8")).direction == Direction{false, true});
  CHECK(chosen(head + "a=recvonly\r\n" + audio("8", "a=sendrecv\r\n")).direction == Direction{});
  CHECK(chosen("v=0\r\nc=IN IP4 0.0.0.0\r\n" + audio("8")).direction == Direction{true, false});
  CHECK(attribute(answer_to({true, false}, {})) == "a=recvonly");
  CHECK(attribute(answer_to({false, true}, {})) == "a=sendonly");
  CHECK(attribute(answer_to({false, false}, {})) == "a=inactive");
  CHECK(attribute(answer_to({}, {true, false})) == "a=sendonly");
  CHECK(attribute(answer_to({true, false}, {true, false})) == "a=inactive");
  const std::string held = with_direction(chosen(head + audio("8", "a=sendonly\r\n")).sdp, {false, true});
  CHECK(holds(held, "a=recvonly\r\n"));
  CHECK_FALSE(holds(held, "a=sendonly"));
}

TEST_CASE("negotiation: a phone is offered what overlaps, and transcoding only where nothing does") {
  const Audio caller = chosen(head + audio("8 0 101", "a=rtpmap:101 telephone-event/8000\r\na=sendonly\r\n"));
  const auto overlap = offer_for_phone(caller, {"G722", "PCMU"});
  REQUIRE(overlap);
  CHECK(holds(overlap->sdp, "RTP/AVP 0 101\r\n"));
  CHECK(holds(overlap->sdp, "a=sendrecv"));
  CHECK(overlap->transcode.empty());
  const auto apart = offer_for_phone(caller, {"opus", "G729"});
  REQUIRE(apart);
  CHECK(apart->masked == Names{"PCMA", "PCMU"});
  CHECK(apart->transcode == Names{"opus"});
  CHECK_FALSE(offer_for_phone(caller, {"G729"}));
  CHECK(offer_for_phone(caller, {})->transcode.empty());
  const Audio wideband = chosen(head + audio("9"));
  CHECK(offer_for_phone(wideband, {})->transcode == Names{"PCMA", "PCMU"});
}

TEST_CASE("negotiation: what a phone answered decides what is transcoded") {
  const Audio caller = chosen(head + audio("8"));
  CHECK(offer_as_answered(caller, chosen(head + audio("0"))).transcode == Names{"PCMU"});
  CHECK(offer_as_answered(caller, chosen(head + audio("8"))).transcode.empty());
}

TEST_CASE("negotiation: the party of the prompts speaks the caller's first codec") {
  const Audio caller = chosen(head + audio("9 8 101", "a=rtpmap:101 telephone-event/8000\r\na=sendonly\r\n"));
  const std::string answer = prompt_party_answer(caller);
  CHECK(holds(answer, "RTP/AVP 9 101\r\n"));
  CHECK(holds(answer, "a=recvonly"));
  CHECK(holds(prompt_party_offer({}), "RTP/AVP 8 0 9 96 101\r\n"));
  CHECK(holds(prompt_party_offer({"PCMU"}), "RTP/AVP 0 101\r\n"));
  CHECK(names(chosen(prompt_party_offer({"G729"}))) == Names{"PCMA", "PCMU", "G722", "opus"});
}

TEST_CASE("negotiation: an answer that says nothing new") {
  const Audio known = chosen(head + audio("8 0"));
  CHECK(is_within(chosen(head + audio("8")), known));
  CHECK(is_within(known, known));
  CHECK_FALSE(is_within(chosen(head + audio("9")), known));
  CHECK_FALSE(is_within(chosen(head + audio("8", "a=sendonly\r\n")), known));
  CHECK_FALSE(is_within(chosen(head + audio("8", "c=IN IP4 192.0.2.2\r\n")), known));
  CHECK_FALSE(is_within(chosen(head + "m=audio 4002 RTP/AVP 8\r\n"), known));
}

TEST_CASE("negotiation: a listener is offered one line for each party") {
  const std::string server = "v=0\r\no=- 7710934470760919514 1 IN IP4 127.0.0.1\r\ns=server\r\nt=0 0\r\n" +
                             audio("8", "c=IN IP4 198.51.100.9\r\n") + audio("8", "c=IN IP4 198.51.100.9\r\n");
  const auto offer = description_for_listener(server, {5, 6});
  REQUIRE(offer);
  CHECK(holds(*offer, "o=- 5 6 IN IP4 198.51.100.9\r\ns=-\r\n"));
  CHECK(parse_description(*offer)->media.size() == 2);
  CHECK_FALSE(description_for_listener(head, {5, 6}));
}

}  // namespace
}  // namespace twinline::live::media
