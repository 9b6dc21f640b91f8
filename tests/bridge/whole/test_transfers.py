"""Calls to the outside and callers who are passed on: by the flow, by their agent, to a number or to a colleague."""

import os
import unittest

from bridge import Bridge
from phones import Party, both_hear
from probe import free_port
from rtp_peer import RtpPeer

MUSIC = 440
CALLER, AGENT, OUTSIDE, OTHER = 620, 850, 1120, 1480
NUMBER = "+41445550177"

SETTINGS = {
    "calls": "{service_call: {queue: service, needs: service, groups: [team]}, "
             "outside_call: {queue: service, needs: service, groups: [team], ivr: main}}",
    "numbers": '{"100": service_call, "200": {type: service_call, answer: early_media}, "300": outside_call}',
    "ivr": "{destinations: [night_desk], "
           "flows: {main: {out: {transfer: night_desk, otherwise: person}, person: {queue: yes}}}}",
}


class Transfers(unittest.TestCase):
    def open(self, gateways=1, toll="", trunk="", more_trunks="", **settings):
        """100 is for agents, 300 first tries NUMBER; `more_trunks` come with a gateway each, of their own."""
        self.gateways = [free_port() for _ in range(gateways)]
        listed = ", ".join(f'"127.0.0.1:{port}"' for port in self.gateways)
        beside = ""
        if more_trunks:
            self.gateways.append(free_port())
            beside = f'    backup: {{gateways: ["127.0.0.1:{self.gateways[-1]}"], options_every: 0 s}}\n'
        settings.setdefault("agents", 1)
        self.bridge = self.enterContext(Bridge(
            more_trunks=more_trunks,
            more_of_trunk=f"      gateways: [{listed}]\n      options_every: 0 s\n{trunk}{beside}",
            more_of_bridge=f'  destinations: {{night_desk: "{NUMBER}"}}\n  toll: {{allowed_prefixes: ["+41"]{toll}}}\n',
            **SETTINGS, **settings))
        return self.bridge

    def caller(self, frequency=CALLER):
        return self.enterContext(Party(self.bridge.sip, frequency))

    def agent(self, place=0, frequency=AGENT):
        return self.enterContext(Party(self.bridge.sip, frequency, self.bridge.phones[place], f"agent{place}"))

    def gateway(self, place=0, frequency=OUTSIDE):
        return self.enterContext(Party(self.bridge.sip, frequency, self.gateways[place], "gateway"))

    def in_talk(self, caller, agent):
        caller.call()
        agent.pick_up(agent.expect_ring())
        caller.wait_for_answer()
        if self.bridge.engine:
            caller.take_reinvite()

    def expect_lines(self, busy, outbound):
        for kind, count in (("busy", busy), ("outbound", outbound)):
            self.bridge.wait_for_metric(f'twinline_trunk_{kind}_lines{{trunk="provider"}}', count)

    def consult(self, agent, called, asked):
        """A second call of the agent's, answered; gives the line, which has a voice of its own."""
        line = agent.second_line()
        line.voice = self.enterContext(RtpPeer(1900))
        line.peer.invite(called, body=line.sdp)
        asked.pick_up(asked.expect_ring())
        line.wait_for_answer()
        return line

    def all_is_over(self):
        """No leg, no call and no line is left; gives the outcomes in the call records."""
        for name in ("calls", "sip_legs", 'trunk_busy_lines{trunk="provider"}', 'trunk_outbound_lines{trunk="provider"}'):
            self.bridge.wait_for_metric("twinline_" + name, 0)
        self.assertEqual(self.bridge.stop(), 0)
        self.bridge.replayed()
        return [row[0] for row in self.bridge.records("SELECT outcome FROM calls ORDER BY entry")]


class ByFlow(Transfers):
    def test_who_answers_outside_talks_with_the_caller_and_both_lines_are_busy(self):
        self.open()
        caller, outside = self.caller(), self.gateway()
        caller.call("300")
        caller.wait_for_answer()
        invite = outside.expect_ring()
        self.assertIn(NUMBER, invite.target)
        self.assertIn("sip:caller@", invite.get("from"))
        caller.voice.wait_for(MUSIC)
        outside.pick_up(invite)
        caller.take_reinvite()
        both_hear(caller, outside)
        self.expect_lines(1, 1)
        outside.hang_up()
        caller.expect_bye()
        caller.peer.new_dialog()
        caller.call("300")  # and once more, with the caller as the one who hangs up
        caller.wait_for_answer()
        outside.peer.new_dialog()
        outside.pick_up(outside.expect_ring())
        caller.take_reinvite()
        caller.hang_up()
        outside.expect_bye()
        self.assertEqual(self.all_is_over(), ["transferred_out", "transferred_out"])

    def test_what_comes_to_nothing_goes_on_with_the_flow(self):
        self.open(media=False, toll=", ring_limit: 1 s")
        caller, outside, agent = self.caller(), self.gateway(), self.agent()
        elsewhere = self.caller(OTHER)
        for refusal in (486, 603, 302, None):
            caller.call("300")
            invite = outside.expect_ring()
            if refusal:
                contact = [f"Contact: <sip:{NUMBER}@127.0.0.1:{elsewhere.peer.port}>"]
                outside.peer.answer(invite, refusal, "No", headers=contact, contact=False)
                outside.peer.expect("ACK")
            else:
                outside.expect_cancel(invite)
            ring = agent.expect_ring()
            caller.peer.cancel()
            caller.peer.expect(200, method="CANCEL")
            caller.peer.ack(caller.peer.expect(487))
            agent.expect_cancel(ring)
            for party in (caller, outside, agent):
                party.peer.new_dialog()
        elsewhere.peer.silent("INVITE", seconds=0.1)
        self.assertEqual(self.all_is_over(), ["abandoned"] * 4)

    def test_a_caller_who_hangs_up_meanwhile_leaves_nobody_ringing(self):
        self.open(media=False)
        caller, outside = self.caller(), self.gateway()
        caller.call("300")
        invite = outside.expect_ring()
        caller.peer.cancel()
        outside.expect_cancel(invite)
        self.assertEqual(self.all_is_over(), ["left_ivr"])


class Trunks(Transfers):
    def test_503_and_silence_go_to_the_next_gateway_and_trunk_and_486_to_none(self):
        self.open(media=False, gateways=2, more_trunks=", backup: {lines: 9}")
        caller, agent = self.caller(), self.agent()
        broken, silent, backup = self.gateway(0), self.gateway(1), self.gateway(2)
        caller.call("300")
        broken.peer.answer(broken.expect_ring(), 503, "Service Unavailable")
        silent.peer.expect("INVITE")
        backup.pick_up(backup.expect_ring(timeout=4))
        caller.wait_for_answer()
        caller.hang_up()
        backup.expect_bye()
        for party in (caller, broken):
            party.peer.new_dialog()
        caller.call("300")
        broken.peer.answer(broken.expect_ring(), 486, "Busy Here")
        agent.expect_ring()
        for party in (silent, backup):
            party.peer.forget_waiting()
            party.peer.silent("INVITE", seconds=0.3)

    def test_a_trunk_carries_so_many_calls_at_once_and_in_an_hour(self):
        self.open(media=False, trunk="      outbound_lines: 1\n      outbound_per_hour: 2\n")
        first, second, outside, agent = self.caller(), self.caller(OTHER), self.gateway(), self.agent()
        first.call("300")
        outside.pick_up(outside.expect_ring())
        first.wait_for_answer()
        second.call("300")  # no line
        ring = agent.expect_ring()
        second.peer.cancel()
        agent.expect_cancel(ring)
        first.hang_up()
        outside.expect_bye()
        for party in (first, outside, agent):
            party.peer.new_dialog()
        first.call("300")  # the third within the hour
        agent.expect_ring()
        outside.peer.silent("INVITE", seconds=0.1)

    def test_a_call_to_the_outside_ends_after_the_longest_time(self):
        self.open(media=False, trunk="      longest_outbound: 1 s\n")
        caller, outside = self.caller(), self.gateway()
        caller.call("300")
        outside.pick_up(outside.expect_ring())
        caller.wait_for_answer()
        outside.expect_bye(timeout=3)
        caller.expect_bye()
        self.assertEqual(self.all_is_over(), ["transferred_out"])


class Blind(Transfers):
    def test_an_agent_sends_the_caller_outside_and_is_free(self):
        self.open()
        caller, agent, outside = self.caller(), self.agent(), self.gateway()
        self.in_talk(caller, agent)
        both_hear(caller, agent)
        self.assertEqual(agent.refer(NUMBER), 202)
        caller.take_reinvite()
        invite = outside.expect_ring()
        caller.voice.wait_for(MUSIC)
        outside.pick_up(invite)
        self.assertEqual(agent.expect_progress(), 200)
        caller.take_reinvite()
        agent.expect_bye()
        both_hear(caller, outside)
        self.expect_lines(1, 1)
        for party in (caller, outside):  # neither may send calls anywhere
            party.peer.next_request("REFER", headers=[f"Refer-To: <sip:{NUMBER}@127.0.0.1>"])
            party.peer.expect(403, method="REFER")
        next_caller = self.caller(OTHER)
        next_caller.call()
        agent.peer.new_dialog()
        agent.pick_up(agent.expect_ring())
        next_caller.wait_for_answer()
        next_caller.take_reinvite()
        next_caller.hang_up()
        agent.expect_bye()
        outside.hang_up()
        caller.expect_bye()
        self.assertEqual(self.all_is_over(), ["served", "transferred_out"])

    def test_a_number_that_is_not_allowed_or_does_not_answer_leaves_the_caller_with_the_agent(self):
        self.open()
        caller, agent, outside = self.caller(), self.agent(), self.gateway()
        self.in_talk(caller, agent)
        for number in ("+900123", "0041445550177", f"{NUMBER}x", "agent0"):
            self.assertEqual(agent.refer(number), 202)
            self.assertEqual(agent.expect_progress(), 403)
        outside.peer.silent("INVITE", seconds=0.1)
        both_hear(caller, agent)
        agent.refer(NUMBER)
        caller.take_reinvite()
        outside.peer.answer(outside.expect_ring(), 486, "Busy Here")
        outside.peer.expect("ACK")
        caller.take_reinvite()
        self.assertEqual(agent.expect_progress(), 486)
        both_hear(caller, agent)
        caller.hang_up()
        agent.expect_bye()
        self.assertEqual(self.all_is_over(), ["served"])

    def test_who_left_before_it_failed_gets_the_caller_back_before_those_who_came_later(self):
        self.open(agents=2)
        caller, later, outside = self.caller(), self.caller(OTHER), self.gateway()
        agent, colleague = self.agent(0), self.agent(1, 1900)
        self.in_talk(caller, agent)
        second = self.caller(1700)
        self.in_talk(second, colleague)
        later.call()
        later.wait_for_answer()
        agent.refer(NUMBER)
        caller.take_reinvite()
        invite = outside.expect_ring()
        agent.hang_up()
        outside.peer.answer(invite, 503, "Service Unavailable")
        agent.peer.new_dialog()
        agent.pick_up(agent.expect_ring())
        caller.take_reinvite()
        both_hear(caller, agent)
        later.voice.wait_for(MUSIC)

    def test_an_agent_has_so_many_at_once_and_in_an_hour(self):
        self.open(media=False, toll=", per_hour_per_agent: 2")
        caller, agent, outside = self.caller(), self.agent(), self.gateway()
        others = [self.caller(OTHER), self.caller(1700)]
        self.in_talk(caller, agent)
        agent.refer(NUMBER)
        outside.pick_up(outside.expect_ring())
        self.assertEqual(agent.expect_progress(), 200)
        agent.expect_bye()
        for other, times in zip(others, (2, 3)):
            agent.peer.new_dialog()
            self.in_talk(other, agent)
            agent.refer(NUMBER)  # one goes on already
            self.assertEqual(agent.expect_progress(), 403)
            caller.take_reinvite()
            caller.hang_up()
            outside.expect_bye()
            outside.peer.new_dialog()
            agent.refer(NUMBER)
            if times <= 2:
                outside.pick_up(outside.expect_ring())
                self.assertEqual(agent.expect_progress(), 200)
                agent.expect_bye()
                caller = other
            else:
                self.assertEqual(agent.expect_progress(), 403)


class Attended(Transfers):
    def test_a_colleague_is_asked_and_takes_the_caller(self):
        self.open(agents=2)
        caller, waiting = self.caller(), self.caller(OTHER)
        agent, colleague = self.agent(0), self.agent(1, OUTSIDE)
        self.in_talk(caller, agent)
        line = self.consult(agent, "agent1", colleague)
        both_hear(line, colleague)
        waiting.call()
        waiting.wait_for_answer()
        colleague.peer.silent("INVITE", seconds=0.3)  # nobody is offered a call meanwhile
        agent.refer("agent1", replaces=line)
        caller.take_reinvite()
        colleague.take_reinvite()
        caller.take_reinvite()
        self.assertEqual(agent.expect_progress(), 200)
        line.expect_bye()
        agent.expect_bye()
        both_hear(caller, colleague)
        agent.has_two_lines = False
        agent.peer.new_dialog()
        agent.pick_up(agent.expect_ring())  # the agent is free, the colleague is not
        waiting.take_reinvite()
        both_hear(waiting, agent)
        third = self.caller(1700)
        third.call()
        third.wait_for_answer()
        colleague.peer.silent("INVITE", seconds=0.3)
        caller.hang_up()
        colleague.expect_bye()
        colleague.peer.new_dialog()
        colleague.pick_up(colleague.expect_ring())  # and now is
        third.take_reinvite()
        third.hang_up()
        waiting.hang_up()
        self.assertEqual(self.all_is_over(), ["transferred_out", "served", "served"])

    def test_a_number_outside_is_asked_and_takes_the_caller(self):
        self.open()
        caller, agent, outside = self.caller(), self.agent(), self.gateway()
        self.in_talk(caller, agent)
        line = self.consult(agent, NUMBER, outside)
        agent.refer(NUMBER, replaces=line)
        caller.take_reinvite()
        outside.take_reinvite()
        caller.take_reinvite()
        self.assertEqual(agent.expect_progress(), 200)
        line.expect_bye()
        agent.expect_bye()
        both_hear(caller, outside)
        outside.hang_up()
        caller.expect_bye()
        self.assertEqual(self.all_is_over(), ["transferred_out"])

    def test_a_phone_that_hangs_up_both_calls_at_once_has_passed_the_caller_on(self):
        self.open(agents=2)
        caller, agent, colleague = self.caller(), self.agent(0), self.agent(1, OUTSIDE)
        self.in_talk(caller, agent)
        line = self.consult(agent, "agent1", colleague)
        line.refer("100", replaces=agent)  # the other way round
        line.peer.next_request("BYE")
        agent.peer.next_request("BYE")
        caller.take_reinvite()
        colleague.take_reinvite()
        caller.take_reinvite()
        both_hear(caller, colleague)
        colleague.hang_up()
        caller.expect_bye()
        self.assertEqual(self.all_is_over(), ["transferred_out"])

    def test_what_may_not_be_asked_or_replaced(self):
        self.open(media=False, agents=2)
        caller, other, outside = self.caller(), self.caller(OTHER), self.gateway()
        agent, colleague = self.agent(0), self.agent(1, OUTSIDE)
        for called, status in ((NUMBER, 403), ("agent0", 486), ("100", 403)):
            agent.peer.invite(called, body=agent.sdp)
            agent.peer.ack(agent.peer.expect(status))
            agent.peer.new_dialog()
        self.in_talk(caller, agent)
        self.in_talk(other, colleague)
        for called, status in (("agent1", 486), ("+900123", 403)):
            line = agent.second_line()
            line.peer.invite(called, body=line.sdp)
            line.peer.ack(line.peer.expect(status, own=True))
        outside.peer.silent("INVITE", seconds=0.1)
        agent.refer("agent1", replaces=colleague)  # somebody else's dialog
        self.assertEqual(agent.expect_progress(), 481)
        self.bridge.wait_for_metric("twinline_calls", 2)


class Survival(Transfers):
    def test_a_talk_with_the_outside_goes_on_after_kill_9_and_the_hour_is_not_forgotten(self):
        self.open(toll=", per_hour_per_agent: 1, concurrent_per_agent: 9")
        caller, agent, outside = self.caller(), self.agent(), self.gateway()
        self.in_talk(caller, agent)
        agent.refer(NUMBER)
        caller.take_reinvite()
        outside.pick_up(outside.expect_ring())
        self.assertEqual(agent.expect_progress(), 200)
        caller.take_reinvite()
        agent.expect_bye()
        by_flow, other = self.caller(OTHER), self.caller(1700)
        by_flow.call("300")
        by_flow.wait_for_answer()
        second = outside.second_line()
        second.voice = self.enterContext(RtpPeer(1900))
        outside.has_two_lines = False
        second.pick_up(second.expect_ring())
        by_flow.take_reinvite()

        self.bridge.kill()
        self.bridge.start()
        self.assertIn("took over 2 calls, 0 are lost", self.bridge.log())
        both_hear(caller, outside)
        self.expect_lines(2, 2)
        agent.peer.new_dialog()
        other.call()
        agent.pick_up(agent.expect_ring())
        other.wait_for_answer()
        other.take_reinvite()
        agent.refer(NUMBER)
        self.assertEqual(agent.expect_progress(), 403)
        by_flow.hang_up()
        second.expect_bye()
        outside.has_two_lines = True
        outside.hang_up()
        caller.expect_bye()
        other.hang_up()
        agent.expect_bye()
        self.assertEqual(self.all_is_over(), ["transferred_out", "transferred_out", "served"])

    def test_who_was_about_to_be_passed_on_when_it_died_is_with_the_agent_again(self):
        self.open(agents=2)
        caller, consulting = self.caller(), self.caller(OTHER)
        agent, second, outside = self.agent(0), self.agent(1, 1900), self.gateway()
        self.in_talk(caller, agent)
        self.in_talk(consulting, second)
        line = self.consult(second, NUMBER, outside)
        agent.refer(NUMBER)
        caller.take_reinvite()
        self.enterContext(Party(self.bridge.sip, 1700)).peer.silent("INVITE", seconds=0.3)  # it is kept

        self.bridge.kill()
        self.bridge.start()
        line.expect_bye()
        outside.has_two_lines = True
        outside.expect_bye()
        caller.take_reinvite()
        both_hear(caller, agent)
        both_hear(consulting, second)


if __name__ == "__main__":
    unittest.main()
