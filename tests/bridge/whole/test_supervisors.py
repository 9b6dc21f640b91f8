"""What supervisors can do to a call at their desk: listen in, and free an agent whose call is over though nobody said
so."""

import os
import types
import unittest

from bridge import HERE, Bridge, sys, wait_until
from phones import Party, both_hear
from rtp_peer import RtpPeer, audio_of

sys.path.append(os.path.join(HERE, "..", "desk"))
from desk_browser import Browser, password_line  # noqa: E402

MUSIC, CALLER, AGENT, OTHER, EAR = 440, 620, 850, 1120, 1500

FILE = """
twinline: 1
name: desks
queues: {{service: {{}}}}
calls: {{service_call: {{queue: service, needs: service, groups: [team]}}}}
groups: {{team: {{skills: [service]}}}}
offers: {offers}
trunks: {{provider: {{lines: 30}}}}
bridge:
  sip: {{listen: ["udp 127.0.0.1:{sip}"], domain: test.invalid}}
  trunks: {{provider: {{sources: [127.0.0.1], numbers: {{"100": service_call}}, codecs: [PCMA]}}}}
  agents:
    anna: {{group: team, contact: "127.0.0.1:{phones[0]}", desk_password_file: password}}
    boss: {{group: team, contact: "127.0.0.1:{phones[1]}", desk_password_file: password, supervisor: yes}}
  media: {media}
  store: {store}
  http: {{listen: "127.0.0.1:{http}"}}
"""


def audio_lines(sdp):
    """The media lines of an SDP, each as an SDP of its own."""
    head, *lines = sdp.split("m=")
    return [f"{head}m={line}" for line in lines]


class Supervisors(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.bridge = Bridge(agents=2, template=FILE)
        with open(os.path.join(cls.bridge.folder, "password"), "w", encoding="utf-8") as file:
            file.write(password_line(10))
        os.chmod(file.name, 0o600)
        cls.enterClassContext(cls.bridge)
        desk = types.SimpleNamespace(port=cls.bridge.http)
        cls.anna, cls.boss = Browser(desk), Browser(desk)
        cls.anna.log_in("anna")
        cls.boss.log_in("boss")

    def setUp(self):
        self.agent = self.enterContext(Party(self.bridge.sip, AGENT, self.bridge.phones[0], "anna"))
        self.caller = self.enterContext(Party(self.bridge.sip, CALLER))
        self.assertEqual(self.anna.post("/api/presence", {"presence": "ready"})[0], 200)
        self.caller.call()
        self.caller.wait_for_answer()
        self.agent.pick_up(self.agent.expect_ring())
        self.caller.take_reinvite()
        both_hear(self.caller, self.agent)

    def finish_wrap_up(self):
        wait_until(lambda: self.anna.post("/api/wrap-up-done")[0] == 200, 3, "the end of the wrap-up")
        self.bridge.wait_for_metric("twinline_calls", 0)
        self.bridge.wait_for_metric("twinline_sip_legs", 0)

    def state(self):
        return self.anna.get("/api/board")[1]["you"]["state"]

    def test_a_supervisor_hears_both_and_is_heard_by_nobody(self):
        phone = self.enterContext(Party(self.bridge.sip, EAR, self.bridge.phones[1], "boss"))
        self.assertEqual(self.boss.post("/api/agents/anna/listen"), (200, {"ok": True}))
        ring = phone.expect_ring()
        offered = audio_lines(ring.body)
        self.assertEqual(len(offered), 2)  # the media server does not mix
        ears = [self.enterContext(RtpPeer(EAR)) for _ in offered]
        answer = ears[0].sdp("recvonly") + "".join("m=" + ear.sdp("recvonly").split("m=", 1)[1] for ear in ears[1:])
        phone.peer.answer(ring, 200, "OK", body=answer)
        phone.peer.expect("ACK")
        for ear, line in zip(ears, offered):
            ear.talk_to(audio_of(line))
        ears[0].wait_for(CALLER)
        ears[1].wait_for(AGENT)
        both_hear(self.caller, self.agent)
        self.assertIn("audit: boss asked to listen in on anna: done", self.bridge.log())
        self.caller.hang_up()
        self.agent.expect_bye()
        phone.expect_bye()
        self.finish_wrap_up()

    def test_an_agent_cannot_listen_in(self):
        self.assertEqual(self.anna.post("/api/agents/boss/listen")[0], 403)
        self.caller.hang_up()
        self.agent.expect_bye()
        self.finish_wrap_up()

    def test_case_10_a_stuck_agent_is_released(self):
        """Both have gone, and neither BYE arrived."""
        self.agent.voice.talk_to(None)
        self.caller.voice.talk_to(None)
        wait_until(lambda: self.state() == "busy", 3, "the talk on the board")
        self.assertEqual(self.boss.post("/api/agents/anna/release"), (200, {"ok": True}))
        self.agent.expect_bye()
        self.caller.expect_bye()
        self.assertIn("audit: boss asked to release anna: done", self.bridge.log())
        self.finish_wrap_up()
        wait_until(lambda: self.state() == "ready", 3, "the agent")
        second = self.enterContext(Party(self.bridge.sip, OTHER))
        second.call()
        second.wait_for_answer()
        self.agent.peer.new_dialog()
        self.agent.pick_up(self.agent.expect_ring())
        second.take_reinvite()
        both_hear(second, self.agent)
        second.hang_up()
        self.agent.expect_bye()
        self.finish_wrap_up()
        self.assertEqual(self.boss.post("/api/agents/anna/release")[0], 409)


if __name__ == "__main__":
    unittest.main()
