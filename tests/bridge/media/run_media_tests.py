#!/usr/bin/env python3
"""The media room against a real rtpengine: what callers and phones hear, end to end.

    tests/bridge/media/run_media_tests.py PROBE [unittest's arguments]

PROBE is the program media_probe. Loopback only; needs the ports of media_case.py, rtpengine and no privileges.
"""

import os
import sys
import time
import unittest

sys.dont_write_bytecode = True
from media_case import CALLER, FIRST_AGENT, MUSIC, SECOND_AGENT, WELCOME, MediaCase, Probe, audio_of  # noqa: E402


class MediaTest(MediaCase):
    # Prompts.

    def test_prompt_is_heard_and_its_duration_told(self):
        caller = self.peer(CALLER)
        call = self.new_call()
        answer = self.ask("open", id=call, sdp=caller.sdp(codecs=("PCMU", "PCMA")), codecs=["PCMA", "PCMU"])["sdp"]
        caller.talk_to(audio_of(answer))
        self.assertIn("m=audio", answer)
        self.assertEqual(self.ask("play", id=call, prompt="welcome")["duration"], 2.0)
        caller.wait_for(WELCOME)
        caller.wait_for_sound(1.8)
        caller.wait_for_silence()

    def test_prompts_come_evenly_and_repeat_without_a_gap(self):
        caller = self.peer(CALLER)
        self.open(caller)
        # A server that stood still skips a part of the sound; one that leaves a gap between two rounds leaves it in each.
        steps = set()
        for _ in range(4):
            since = time.monotonic()
            time.sleep(2.5)  # two rounds and a half
            self.assertLess(caller.longest_gap(since), 0.15, "what comes in bursts breaks up in a phone")
            heard = caller.heard(since)
            steps = {later.timestamp - earlier.timestamp for earlier, later in zip(heard, heard[1:])}
            if steps == {160}:
                break
        self.assertEqual(steps, {160})

    def test_next_prompt_takes_the_place_of_the_last_and_stop_ends_it(self):
        caller = self.peer(CALLER)
        call = self.open(caller)
        self.ask("play", id=call, prompt="welcome")
        caller.wait_for(WELCOME)
        self.probe.tell("stop", id=call)
        caller.wait_for_silence()

    def test_prompt_for_a_caller_in_another_codec(self):
        caller = self.peer(CALLER, payload_type=0)
        call = self.new_call()
        caller.talk_to(audio_of(self.ask("open", id=call, sdp=caller.sdp(codecs=("PCMU",)))["sdp"]))
        self.ask("play", id=call, prompt="music", forever=True)
        caller.wait_for(MUSIC)

    def test_unknown_prompt_and_unknown_session_are_refused(self):
        caller = self.peer(CALLER)
        call = self.open(caller)
        self.assertNotEqual(self.refuse("play", id=call, prompt="nobody_recorded_this"), "")
        self.assertEqual(self.refuse("play", id="nobody", prompt="welcome"), "no such session")

    def test_caller_without_an_offer(self):
        caller = self.peer(CALLER)
        call = self.new_call()
        offer = self.ask("open_without_offer", id=call)["sdp"]
        self.assertEqual(self.refuse("play", id=call, prompt="music"), "the caller has not answered")
        self.ask("complete", id=call, sdp=caller.sdp())
        caller.talk_to(audio_of(offer))
        self.ask("play", id=call, prompt="music", forever=True)
        caller.wait_for(MUSIC)
        agent = self.peer(FIRST_AGENT)
        self.connect(call, "a1", caller, agent)
        self.assert_two_way(caller, agent)

    # Phones.

    def test_bridge_and_back_to_music_and_the_next_phone(self):
        caller, first, second = self.peer(CALLER), self.peer(FIRST_AGENT), self.peer(SECOND_AGENT)
        call = self.open(caller)
        self.ask("invite", id=call, party="who_never_answers")
        since = time.monotonic()
        self.ask("invite", id=call, party="a1")
        time.sleep(0.4)
        caller.wait_for(MUSIC)  # on and on while phones ring
        self.assertLess(caller.longest_gap(since), 0.15)
        self.connect(call, "a1", caller, first)
        self.assert_two_way(caller, first)

        again = self.ask("unbridge", id=call)["sdp"]
        caller.talk_to(audio_of(again))
        self.ask("play", id=call, prompt="music", forever=True)
        caller.wait_for(MUSIC)
        time.sleep(0.4)  # the first phone talks on
        caller.wait_for(MUSIC)  # and nobody else
        self.assertEqual(first.heard(), [], "a phone that was let go hears nothing")

        self.connect(call, "a2", caller, second)
        self.assert_two_way(caller, second)
        self.connect(call, "a1", caller, first)
        self.assert_two_way(caller, first)
        second.wait_for_silence()

    def test_origin_stays_and_its_version_rises(self):
        caller, agent = self.peer(CALLER), self.peer(FIRST_AGENT)
        call = self.new_call()
        answer = self.ask("open", id=call, sdp=caller.sdp())["sdp"]
        offer, again = self.connect(call, "a1", caller, agent)
        origins = [sdp.splitlines()[1].split() for sdp in (answer, again, offer)]
        self.assertEqual(origins[0][1], origins[1][1])
        self.assertNotEqual(origins[0][1], origins[2][1])
        self.assertLess(int(origins[0][2]), int(origins[1][2]))

    def test_digits_of_either_side(self):
        caller, agent = self.peer(CALLER), self.peer(FIRST_AGENT)
        call = self.open(caller)
        time.sleep(0.2)  # the server overlooks a digit that is the first it hears of a party
        caller.press("7")
        self.assertEqual(self.probe.digits.get(timeout=3), (call, True, "7"))
        caller.press("#")
        self.assertEqual(self.probe.digits.get(timeout=3), (call, True, "#"))
        self.connect(call, "a1", caller, agent)
        self.assert_two_way(caller, agent)
        agent.press("5")
        self.assertEqual(self.probe.digits.get(timeout=3), (call, False, "5"))
        caller.press("1")
        self.assertEqual(self.probe.digits.get(timeout=3), (call, True, "1"))
        time.sleep(0.2)
        self.assertTrue(self.probe.digits.empty(), "each digit is told once")

    # Hold.

    def test_caller_holds_in_queue_and_comes_back(self):
        caller = self.peer(CALLER)
        call = self.open(caller)
        answer = self.ask("reoffer", id=call, by_caller=True, sdp=caller.sdp("sendonly"))["sdp"]
        self.assertIn("a=recvonly", answer)
        caller.wait_for_silence()
        self.assertEqual(self.refuse("play", id=call, prompt="music"), "the caller is on hold")
        answer = self.ask("reoffer", id=call, by_caller=True, sdp=caller.sdp("sendrecv"))["sdp"]
        self.assertIn("a=sendrecv", answer)
        caller.talk_to(audio_of(answer))
        self.ask("play", id=call, prompt="music", forever=True)
        caller.wait_for(MUSIC)

    def test_caller_holds_the_old_way(self):
        caller = self.peer(CALLER)
        call = self.open(caller)
        self.ask("reoffer", id=call, by_caller=True, sdp=caller.sdp(address="0.0.0.0"))
        caller.wait_for_silence()
        self.ask("reoffer", id=call, by_caller=True, sdp=caller.sdp())
        self.ask("play", id=call, prompt="music")
        caller.wait_for(MUSIC)

    def test_either_side_holds_in_talk(self):
        caller, agent = self.peer(CALLER), self.peer(FIRST_AGENT)
        call = self.open(caller)
        offer, again = self.connect(call, "a1", caller, agent)
        self.assert_two_way(caller, agent)
        answer = self.ask("reoffer", id=call, by_caller=True, sdp=caller.sdp("sendonly"))["sdp"]
        self.assertIn("a=recvonly", answer)
        self.assertEqual(audio_of(answer), audio_of(again), "the port stays")
        caller.wait_for_silence()
        self.ask("reoffer", id=call, by_caller=True, sdp=caller.sdp())
        self.assert_two_way(caller, agent)

        answer = self.ask("reoffer", id=call, by_caller=False, sdp=agent.sdp("sendonly"))["sdp"]
        self.assertIn("a=recvonly", answer)
        self.assertEqual(audio_of(answer), audio_of(offer), "the port stays")
        agent.wait_for_silence()
        self.ask("reoffer", id=call, by_caller=False, sdp=agent.sdp())
        self.assert_two_way(caller, agent)

    def test_caller_moves_with_his_answer_to_the_re_invite(self):
        caller, agent, moved = self.peer(CALLER), self.peer(FIRST_AGENT), self.peer(CALLER)
        call = self.open(caller)
        _, again = self.connect(call, "a1", caller, agent)
        before = self.ask("statistics")["requests"]
        self.ask("complete", id=call, sdp=caller.sdp())
        asked = self.ask("statistics")["requests"] - before
        self.assertLessEqual(asked, 1, "an answer that says nothing new is not asked (a ping may be)")
        self.ask("complete", id=call, sdp=moved.sdp())
        moved.talk_to(audio_of(again))
        moved.wait_for(FIRST_AGENT)

    # Codecs.

    def test_no_common_codec(self):
        caller = self.peer(CALLER)
        self.assertEqual(self.refuse("open", id=self.new_call(), sdp=caller.sdp(codecs=("G729",))), "no common codec")
        self.assertEqual(
            self.refuse("open", id=self.new_call(), sdp=caller.sdp(), codecs=["G722"]), "no common codec")
        self.assertEqual(self.refuse("open", id=self.new_call(), sdp="hello"), "unreadable SDP")
        call = self.open(caller)
        self.ask("invite", id=call, party="a1")
        without = caller.sdp(codecs=("G729",))
        self.assertEqual(self.refuse("bridge", id=call, party="a1", sdp=without), "no common codec")
        self.assertEqual(self.refuse("invite", id=call, party="a2", codecs=["G729"]), "no common codec")
        time.sleep(0.3)
        caller.wait_for(MUSIC)

    def test_fax_and_video_are_refused_and_audio_kept(self):
        caller = self.peer(CALLER)
        call = self.new_call()
        sdp = caller.sdp() + "m=video 40000 RTP/AVP 31\r\nm=image 40002 udptl t38\r\n"
        answer = self.ask("open", id=call, sdp=sdp)["sdp"]
        lines = [line for line in answer.splitlines() if line.startswith("m=")]
        self.assertEqual(lines[1:], ["m=video 0 RTP/AVP 31", "m=image 0 udptl t38"])
        caller.talk_to(audio_of(answer))
        self.ask("play", id=call, prompt="music", forever=True)
        caller.wait_for(MUSIC)
        _, again = self.connect(call, "a1", caller, self.peer(FIRST_AGENT))
        self.assertEqual(again.count("m="), 3, "a description never has fewer media lines than before")

    def test_transcoding_only_without_overlap(self):
        caller, agent = self.peer(CALLER), self.peer(FIRST_AGENT, payload_type=0)
        call = self.open(caller)
        offer = self.ask("invite", id=call, party="a1", codecs=["PCMU"])["sdp"]
        self.assertNotIn("PCMA", offer)
        self.assertIn("PCMU", offer)
        again = self.ask("bridge", id=call, party="a1", sdp=agent.sdp(codecs=("PCMU",)))["sdp"]
        agent.talk_to(audio_of(offer))
        caller.talk_to(audio_of(again))
        self.assert_two_way(caller, agent)
        offer = self.ask("invite", id=call, party="a2", codecs=["PCMU", "PCMA"])["sdp"]
        self.assertNotIn("PCMU", offer, "what overlaps is enough")

    def test_phone_that_speaks_only_the_other_g711(self):
        caller, agent = self.peer(CALLER), self.peer(FIRST_AGENT, payload_type=0)
        call = self.open(caller)
        offer, _ = self.connect(call, "a1", caller, agent, codecs=("PCMU",))
        self.assertLess(offer.index("PCMA"), offer.index("PCMU"), "what costs nothing comes first")
        self.assert_two_way(caller, agent)

    # Addresses.

    def test_comedia_goes_to_where_audio_comes_from(self):
        caller = self.peer(CALLER)
        call = self.new_call()
        behind_nat = caller.sdp(address="192.0.2.1", port=4000)
        caller.talk_to(audio_of(self.ask("open", id=call, sdp=behind_nat, comedia=True)["sdp"]))
        self.ask("play", id=call, prompt="music", forever=True)
        caller.wait_for(MUSIC)

    def test_without_comedia_a_stranger_draws_no_call_to_himself(self):
        caller, stranger = self.peer(CALLER), self.peer(SECOND_AGENT)
        call = self.new_call()
        answer = self.ask("open", id=call, sdp=caller.sdp())["sdp"]
        self.ask("play", id=call, prompt="music", forever=True)
        stranger.talk_to(audio_of(answer))
        caller.wait_for(MUSIC)
        time.sleep(0.5)
        caller.wait_for(MUSIC)
        self.assertEqual(stranger.heard(since=0), [])

    # Beside the call.

    def test_listener_hears_both_sides(self):
        caller, agent = self.peer(CALLER), self.peer(FIRST_AGENT)
        call = self.open(caller)
        self.connect(call, "a1", caller, agent)
        self.assert_two_way(caller, agent)
        offer = self.ask("subscribe", id=call)["sdp"]
        self.assertEqual(offer.count("m=audio"), 2)
        ears = [self.peer(SECOND_AGENT), self.peer(SECOND_AGENT)]
        media = "".join("m=audio" + ear.sdp("recvonly").split("m=audio", 1)[1] for ear in ears)
        self.ask("listen", id=call, sdp=ears[0].sdp().split("m=audio", 1)[0] + media)
        ears[0].wait_for(CALLER)
        ears[1].wait_for(FIRST_AGENT)
        self.assert_two_way(caller, agent)

    def test_activity_tells_who_fell_silent(self):
        caller, agent = self.peer(CALLER), self.peer(FIRST_AGENT)
        call = self.open(caller)
        self.connect(call, "a1", caller, agent)
        self.assert_two_way(caller, agent)
        self.ask("query", id=call)
        caller.talk_to(None)
        time.sleep(0.1)
        self.ask("query", id=call)
        time.sleep(0.5)
        activity = self.ask("query", id=call)
        self.assertGreaterEqual(activity["caller"], 0.5)
        self.assertLess(activity["agent"], 0.1)
        quiet = self.new_call()
        self.ask("open", id=quiet, sdp=self.peer(CALLER).sdp())
        self.assertIsNone(self.ask("query", id=quiet)["caller"])
        self.assertFalse(self.probe.ask("query", id="nobody")["ok"])

    def test_recording_is_written(self):
        caller, agent = self.peer(CALLER), self.peer(FIRST_AGENT)
        call = self.open(caller)
        offer, again = self.connect(call, "a1", caller, agent)
        for _ in range(2):
            self.ask("start_recording", id=call)
            time.sleep(0.5)
            self.ask("stop_recording", id=call)
        folder = os.path.join(self.prompts, "recordings")
        notes = [name for name in os.listdir(os.path.join(folder, "metadata")) if call in name]
        self.assertEqual(len(notes), 2, "one for each time, as soon as it has ended")
        for name in notes:
            with open(os.path.join(folder, "metadata", name), encoding="utf-8") as file:
                line = next(line for line in file if line.startswith("twinline "))
            words = dict(word.split("=") for word in line.split()[1:])
            self.assertIn(str(audio_of(again)[1]), words["caller"].split(","))
            self.assertIn(str(audio_of(offer)[1]), words["agent"].split(","))
            capture = name.removeprefix("rtpengine-meta-").removesuffix(".txt") + ".pcap"
            size = os.path.getsize(os.path.join(folder, "pcaps", capture))
            self.assertGreater(size, 2 * 20 * 160, "half a second of both sides")

    def test_close_leaves_nothing(self):
        caller = self.peer(CALLER)
        call = self.open(caller)
        self.probe.tell("close", id=call)
        caller.wait_for_silence()
        self.assertEqual(self.refuse("play", id=call, prompt="music"), "no such session")
        statistics = self.ask("statistics")
        self.assertEqual((statistics["sessions"], statistics["timeouts"]), (0, 0))

    def test_many_calls_come_and_go_at_once(self):
        sdp = self.peer(CALLER).sdp()
        calls = [self.new_call() for _ in range(100)]
        for reply in [self.probe.tell("open", id=call, sdp=sdp) for call in calls]:
            self.assertTrue(self.probe.reply(reply)["ok"])
        for call in calls:
            self.probe.tell("close", id=call)
        time.sleep(0.5)
        statistics = self.ask("statistics")
        self.assertEqual((statistics["sessions"], statistics["timeouts"], statistics["refusals"]), (0, 0, 0))

    # Deaths.

    def test_server_dies_and_returns(self):
        caller, agent, waiting = self.peer(CALLER), self.peer(FIRST_AGENT), self.peer(CALLER)
        talk, queued = self.open(caller), self.open(waiting)
        self.connect(talk, "a1", caller, agent)
        self.assert_two_way(caller, agent)
        self.server.kill()
        died = time.monotonic()
        self.assertFalse(self.probe.health.get(timeout=2), "down is told")
        self.assertLess(time.monotonic() - died, 0.5, "the broken connection tells at once")
        lost = self.probe.ask("play", id=queued, prompt="music")
        self.assertEqual((lost["ok"], lost["error"]), (False, "timeout"))
        self.server.start()
        returned = time.monotonic()
        self.assertTrue(self.probe.health.get(timeout=5), "up is told")

        waiting.talk_to(audio_of(self.ask("open", id=queued, sdp=waiting.sdp())["sdp"]))
        self.ask("play", id=queued, prompt="music", forever=True)
        self.ask("open", id=talk, sdp=caller.sdp())
        self.connect(talk, "a1", caller, agent)
        waiting.wait_for(MUSIC)
        self.assert_two_way(caller, agent)
        self.assertLess(time.monotonic() - returned, 3.0)
        caller.press("9")
        self.assertEqual(self.probe.digits.get(timeout=3), (talk, True, "9"))
        self.assertTrue(self.probe.health.empty(), "each change is told once")
        self.assertGreaterEqual(self.ask("statistics")["timeouts"], 1)

    def test_server_that_dies_and_returns_at_once_is_noticed(self):
        self.server.kill()
        self.server.start()
        self.assertFalse(self.probe.health.get(timeout=2))
        self.assertTrue(self.probe.health.get(timeout=3))

    def test_bridge_dies_and_its_successor_goes_on(self):
        caller, agent, waiting = self.peer(CALLER), self.peer(FIRST_AGENT), self.peer(CALLER)
        talk, queued = self.open(caller), self.open(waiting)
        self.connect(talk, "a1", caller, agent)
        self.assert_two_way(caller, agent)
        since = time.monotonic()
        self.probe.kill()
        self.probe = Probe(self.prompts)
        self.assertTrue(self.probe.health.get(timeout=3))
        self.probe.tell("adopt", id=talk, sdp=caller.sdp())
        self.probe.tell("adopt_talk", id=talk, party="a1", sdp=agent.sdp())
        self.probe.tell("adopt", id=queued, sdp=waiting.sdp())
        caller.press("3")
        self.assertEqual(self.probe.digits.get(timeout=3), (talk, True, "3"))
        self.assert_two_way(caller, agent)
        waiting.wait_for(MUSIC)
        self.assertLess(waiting.longest_gap(since), 0.2, "music never stops")

        caller.talk_to(audio_of(self.ask("unbridge", id=talk)["sdp"]))
        self.ask("play", id=talk, prompt="music", forever=True)
        caller.wait_for(MUSIC)
        second = self.peer(SECOND_AGENT)
        self.connect(queued, "a2", waiting, second)
        self.assert_two_way(waiting, second)


if __name__ == "__main__":
    if len(sys.argv) < 2 or not os.access(sys.argv[1], os.X_OK):
        sys.exit(__doc__)
    Probe.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
