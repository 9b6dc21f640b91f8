"""Talks that are recorded, through the whole bridge: what is in a recording, what is not, and who may have it."""

import json
import os
import shutil
import time
import types
import unittest

from bridge import Bridge, wait_until
from desk_browser import Browser
from phones import Party, both_hear
from sound import Captures, Recording

CALLER, AGENT, SECRET_TALK = 620, 850, 1500


class RecordingTest(unittest.TestCase):
    def open(self, recording, **settings):
        return self.enterContext(Bridge(recording=recording, desk=True, **settings))

    def party(self, bridge, frequency, agent=None):
        port = None if agent is None else bridge.phones[agent]
        return self.enterContext(Party(bridge.sip, frequency, port, "caller" if agent is None else f"agent{agent}"))

    def desk(self, bridge, user="agent0"):
        """A supervisor at the desk, ready."""
        browser = Browser(types.SimpleNamespace(port=bridge.http))
        self.assertEqual(browser.log_in(user)[0], 200)
        self.assertEqual(browser.post("/api/presence", {"presence": "ready"})[0], 200)
        return browser

    def wait_for_progress(self, desk, progress):
        wait_until(lambda: desk.get("/api/board")[1]["you"]["recording"] == progress, 5, progress)

    def listed(self, bridge):
        return json.loads(bridge.recordings("list", "--json"))["recordings"]

    def wait_for_recordings(self, bridge, count, limit=8):
        wait_until(lambda: len(self.listed(bridge)) == count, limit, f"{count} recordings")
        return self.listed(bridge)

    def fetch(self, bridge, name):
        path = os.path.join(bridge.folder, name + ".wav")
        bridge.recordings("get", name, path)
        return Recording(path)

    def audited(self, bridge):
        return [json.loads(line) for line in bridge.recordings("audit").splitlines()]

    def in_spool(self, bridge):
        return [name for _, _, names in os.walk(os.path.join(bridge.folder, "recordings")) for name in names]

    def connect(self, caller, agent):
        ring = agent.expect_ring()
        time.sleep(0.2)  # nobody lifts a phone sooner: the end of the caller's last key has been sent by then
        agent.pick_up(ring)
        caller.take_reinvite()
        both_hear(caller, agent)

    def test_what_is_said_is_recorded_but_for_pauses_and_keys(self):
        bridge = self.open("consent: announced", steps="{pin: {collect: beep, fewest: 4, most: 4, secret: yes}, person: {queue: yes}}")
        captures = self.enterContext(Captures(bridge.folder))
        caller, agent = self.party(bridge, CALLER), self.party(bridge, AGENT, 0)
        desk = self.desk(bridge)
        caller.call()
        caller.wait_for_answer()
        time.sleep(2.5)  # the notice, and the beep that asks for the number
        for key in "4862":
            caller.voice.press(key)
        self.connect(caller, agent)
        self.wait_for_progress(desk, "recording")
        time.sleep(1)
        caller.voice.press("7")  # nobody asked: it shows that keys could be in a capture
        time.sleep(0.3)

        self.assertEqual(desk.post("/api/recording", {"paused": True})[0], 200)
        self.wait_for_progress(desk, "paused")
        caller.say(SECRET_TALK)
        time.sleep(0.8)
        agent.voice.wait_for(SECRET_TALK)
        caller.say(CALLER)
        agent.voice.wait_for(CALLER)
        self.assertEqual(desk.post("/api/recording", {"paused": False})[0], 200)
        self.wait_for_progress(desk, "recording")
        time.sleep(0.8)
        caller.hang_up()
        agent.expect_bye()

        parts = self.wait_for_recordings(bridge, 2)
        wait_until(lambda: not self.in_spool(bridge), 5, "an empty spool")
        self.assertEqual({part["call"] for part in parts}, {parts[0]["call"]})
        self.assertTrue(all(part["sides_known"] and part["type"] == "service_call" for part in parts))
        for part in parts:
            sound = self.fetch(bridge, part["name"])
            self.assertGreater(sound.seconds, 0.6)
            self.assertLess(sound.seconds, 2.5)
            self.assertGreater(sound.hears(sound.caller, CALLER), 0.7)
            self.assertGreater(sound.hears(sound.agent, AGENT), 0.7)
            for side in (sound.caller, sound.agent):
                self.assertEqual(sound.hears(side, SECRET_TALK), 0)
            self.assertEqual(sound.hears(sound.caller, AGENT) + sound.hears(sound.agent, CALLER), 0)
        self.assertEqual(captures.keys(), [7], "the secret keys are in no capture, and the other one is")
        with open(os.path.join(bridge.folder, "tapes", parts[0]["name"] + ".recording"), "rb") as file:
            self.assertNotIn(b"RIFF", file.read())
        self.check_access(bridge, desk, parts)

    def check_access(self, bridge, desk, parts):
        """Supervisors get recordings, nobody else; it is written down, and a line that is missing shows."""
        name = parts[0]["name"]
        self.assertEqual([each["name"] for each in desk.get("/api/recordings")[1]["recordings"]],
                         [part["name"] for part in parts])
        status, sound = desk.get(f"/api/recordings/{name}")
        self.assertEqual((status, sound[:4]), (200, b"RIFF"))
        self.assertEqual(desk.get("/api/recordings/0000000000000000-00")[0], 404)
        self.assertEqual(Browser(desk.probe).get(f"/api/recordings/{name}")[0], 401)
        with self.assertRaisesRegex(RuntimeError, "there is no recording"):
            bridge.recordings("get", "../state/dialog_key", os.path.join(bridge.folder, "out.wav"))
        bridge.recordings("hold", parts[0]["call"])
        self.assertTrue(all(part["on_hold"] for part in self.listed(bridge)))

        lines = self.audited(bridge)
        of_the_call = [line["did"] for line in lines if line["who"] == "bridge"]
        self.assertEqual(sorted(of_the_call), sorted(2 * ["began", "ended", "archived"]))
        self.assertIn(("agent0", "got", name), [(line["who"], line["did"], line["call"]) for line in lines])
        self.assertIn("held", [line["did"] for line in lines])
        self.assertIn("whole", bridge.recordings("audit", "--verify"))
        path = os.path.join(bridge.folder, "tapes", "audit.jsonl")
        with open(path, encoding="utf-8") as file:
            whole = file.readlines()
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(whole[:2] + whole[3:])
        with self.assertRaisesRegex(RuntimeError, "audit.jsonl:3: does not follow"):
            bridge.recordings("audit", "--verify")

    def test_who_refuses_is_not_recorded_and_who_agrees_is(self):
        bridge = self.open("consent: asked, agent_side: no")
        agent = self.party(bridge, AGENT, 0)
        desk = self.desk(bridge)
        for key, progress in (("2", "refused"), ("1", "recording")):
            caller = self.party(bridge, CALLER)
            caller.call()
            caller.wait_for_answer()
            time.sleep(0.5)
            agent.peer.silent("INVITE", seconds=0.2)  # the caller is still asked
            caller.voice.press(key)
            self.connect(caller, agent)
            self.wait_for_progress(desk, progress)
            time.sleep(0.6)
            self.assertEqual(desk.post("/api/recording", {"paused": True})[0], 409 if key == "2" else 200)
            caller.hang_up()
            agent.expect_bye()
            agent.peer.new_dialog()
            wait_until(lambda: desk.post("/api/wrap-up-done")[0] in (200, 409), 5, "the wrap-up")
        (only,) = self.wait_for_recordings(bridge, 1)
        sound = self.fetch(bridge, only["name"])
        self.assertGreater(sound.hears(sound.caller, CALLER), 0.5)
        self.assertFalse(any(sound.agent), "the agent's side is not recorded")
        refusals = [line for line in self.audited(bridge) if line["did"] == "refused"]
        self.assertEqual([line["about"] for line in refusals], ["the caller did not agree"])
        self.assertNotEqual(refusals[0]["call"], only["call"])

    def test_a_flow_asks_holds_are_left_out_and_a_dead_media_server_ends_a_part(self):
        bridge = self.open("consent: asked, agreed_in_flow: may_record",
                           steps="{ask: {menu: beep, keys: {1: person, 2: person}, remember: may_record}, person: {queue: yes}}")
        caller, agent = self.party(bridge, CALLER), self.party(bridge, AGENT, 0)
        desk = self.desk(bridge)
        caller.call()
        caller.wait_for_answer()
        time.sleep(0.7)
        caller.voice.press("1")
        self.connect(caller, agent)
        self.wait_for_progress(desk, "recording")
        time.sleep(0.7)
        self.hold(agent, "sendonly")
        self.wait_for_progress(desk, "paused")
        caller.say(SECRET_TALK)
        time.sleep(0.5)
        caller.say(CALLER)
        self.hold(agent, "sendrecv")
        self.wait_for_progress(desk, "recording")
        both_hear(caller, agent)
        time.sleep(0.7)
        bridge.engine.kill()
        bridge.engine.start()
        for party in (caller, agent):
            party.take_reinvite(timeout=6)
        both_hear(caller, agent)
        self.wait_for_progress(desk, "recording")
        time.sleep(0.7)
        caller.hang_up()
        agent.expect_bye()
        parts = self.wait_for_recordings(bridge, 3)
        self.assertEqual([part["sides_known"] for part in parts], [True, False, True])
        for part in parts:
            sound = self.fetch(bridge, part["name"])
            self.assertGreater(sound.hears(sound.caller, CALLER) + sound.hears(sound.agent, CALLER), 0.5)
            self.assertEqual(sound.hears(sound.caller, SECRET_TALK), 0)
        self.assertEqual(self.in_spool(bridge), [])

    def hold(self, party, direction):
        party.peer.next_request("INVITE", body=party.voice.sdp(direction))
        party.peer.ack(party.peer.expect(200, method="INVITE"))

    def test_a_message_is_archived_too(self):
        bridge = self.open("share: 0 %", steps="{message: {voicemail: beep}}")
        caller = self.party(bridge, CALLER)
        caller.call()
        caller.wait_for_answer()
        time.sleep(4)  # the beep, and longer than a capture that nobody goes on with would be left alone
        caller.voice.press("#")
        (message,) = self.wait_for_recordings(bridge, 1)
        self.assertEqual(message["kind"], "message")
        self.assertGreater(message["seconds"], 3)
        sound = self.fetch(bridge, message["name"])
        self.assertGreater(sound.hears(sound.caller, CALLER), 0.8)

    def test_kill_nine_loses_nothing_and_what_is_too_old_is_deleted(self):
        bridge = self.open("consent: none_needed")
        caller, agent = self.party(bridge, CALLER), self.party(bridge, AGENT, 0)
        desk = self.desk(bridge)
        caller.call()
        caller.wait_for_answer()
        self.connect(caller, agent)
        self.wait_for_progress(desk, "recording")
        time.sleep(0.7)
        bridge.kill()
        (capture,) = [name for name in self.in_spool(bridge) if name.endswith(".pcap")]
        pcaps = os.path.join(bridge.folder, "recordings", "pcaps")
        # What a media server that died too would leave: sound, and no notes.
        orphan = "00000000000000ff-0123456789abcdef"
        shutil.copy(os.path.join(pcaps, capture), os.path.join(pcaps, orphan + ".pcap"))
        bridge.start()
        both_hear(caller, agent)
        time.sleep(0.7)
        self.assertTrue(os.path.exists(os.path.join(pcaps, capture)), "the talk is recorded on")
        (swept,) = self.wait_for_recordings(bridge, 1)
        self.assertEqual((swept["name"], swept["sides_known"]), (orphan, False))
        caller.hang_up()
        agent.expect_bye()
        names = {each["name"]: each for each in self.wait_for_recordings(bridge, 2)}
        whole = names[os.path.splitext(capture)[0]]
        self.assertGreater(whole["seconds"], 3)
        sound = self.fetch(bridge, whole["name"])
        self.assertGreater(sound.hears(sound.caller, CALLER), 0.8)
        self.assertGreater(sound.hears(sound.agent, AGENT), 0.8)
        self.assertEqual(self.in_spool(bridge), [])

        bridge.recordings("hold", whole["call"])
        self.assertEqual(self.desk(bridge).post("/api/wrap-up-done")[0], 200)
        self.assertEqual(bridge.stop(), 0)
        bridge.write(recording=bridge.recorded("consent: none_needed, keep: 1 s"))
        bridge.start()
        (held,) = self.wait_for_recordings(bridge, 1)
        self.assertEqual(held["call"], whole["call"])


if __name__ == "__main__":
    unittest.main()
