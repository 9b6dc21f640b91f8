"""Keys that callers press, from their telephone to the queue that they chose, as telephone events (RFC 4733) and as INFO;
and what becomes of those that are secret."""

import glob
import os
import time
import unittest

from bridge import Bridge, wait_until
from phones import Party, both_hear

MUSIC, CALLER, SERVICE, SALES = 440, 620, 850, 1120
PLAIN_KEYS, SECRET_KEYS = "582207", "941637"

FILE = """
twinline: 1
name: a menu
queues: {{service: {{}}, sales: {{}}}}
calls:
  anything: {{queue: service, needs: service, groups: [service_team], ivr: main}}
  sales_call: {{queue: sales, needs: sales, groups: [sales_team]}}
  number_call: {{queue: service, needs: service, groups: [service_team], ivr: numbers}}
groups: {{service_team: {{skills: [service]}}, sales_team: {{skills: [sales]}}}}
ivr:
  flows:
    main:
      choose: {{menu: menu, keys: {{1: for_service, 2: for_sales}}}}
      for_service: {{queue: yes}}
      for_sales: {{queue_as: sales_call}}
    numbers:
      plain: {{collect: beep, fewest: 6, most: 6}}
      hidden: {{collect: beep, fewest: 6, most: 6, secret: yes}}
      wait: {{queue: yes}}
trunks: {{provider: {{lines: 30}}}}
policies: {{ivr: flow}}
bridge:
  sip: {{listen: ["udp 127.0.0.1:{sip}"], domain: test.invalid}}
  trunks:
    provider:
      sources: [127.0.0.1]
      numbers: {{"100": anything, "300": number_call}}
      codecs: [PCMA]
  agents:
    anna: {{group: service_team, contact: "127.0.0.1:{phones[0]}"}}
    bruno: {{group: sales_team, contact: "127.0.0.1:{phones[1]}"}}
  media: {media}
  store: {store}
  http: {{listen: "127.0.0.1:{http}"}}
"""


class Keys(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.bridge = cls.enterClassContext(Bridge(agents=2, template=FILE))

    def setUp(self):
        self.caller = self.enterContext(Party(self.bridge.sip, CALLER))
        self.service = self.enterContext(Party(self.bridge.sip, SERVICE, self.bridge.phones[0], "anna"))
        self.sales = self.enterContext(Party(self.bridge.sip, SALES, self.bridge.phones[1], "bruno"))

    def dial(self, number):
        """Until the voice of the flow is heard: it is no tone, and it is no silence."""
        self.caller.call(number)
        self.caller.wait_for_answer()
        self.wait_for_prompt()

    def wait_for_prompt(self):
        wait_until(lambda: any(abs(sample) > 1000 for sample in self.caller.voice.samples()), 3, "the prompt")

    def press(self, keys):
        """One after the other, as fingers do."""
        for key in keys:
            self.caller.voice.press(key)
            time.sleep(0.2)

    def press_by_info(self, key):
        self.caller.peer.next_request("INFO", body=f"Signal={key}\r\nDuration=160\r\n",
                                      content_type="application/dtmf-relay")
        self.caller.peer.expect(200, method="INFO")

    def connect(self, agent, other):
        agent.pick_up(agent.expect_ring())
        self.caller.take_reinvite()
        both_hear(self.caller, agent)
        other.peer.silent("INVITE", seconds=0.1)
        self.caller.hang_up()
        agent.expect_bye()
        self.bridge.wait_for_metric("twinline_calls", 0)

    def test_a_telephone_event_leads_to_the_queue_that_was_chosen(self):
        self.dial("100")
        self.caller.voice.press("2")
        self.connect(self.sales, self.service)

    def test_a_key_by_info_does_too(self):
        self.dial("100")
        self.press_by_info("1")
        self.connect(self.service, self.sales)

    def test_a_wrong_key_asks_again(self):
        self.dial("100")
        self.caller.voice.press("7")
        time.sleep(0.2)
        self.sales.peer.silent("INVITE", seconds=0.3)
        self.service.peer.silent("INVITE", seconds=0.1)
        self.caller.voice.press("2")
        self.connect(self.sales, self.service)

    def test_secret_keys_are_written_down_nowhere_and_others_are(self):
        self.dial("300")
        self.press(PLAIN_KEYS)
        wait_until(lambda: PLAIN_KEYS.encode() in self.everything_written(), 3, "the plain keys")
        self.wait_for_prompt()
        self.press(SECRET_KEYS)
        self.connect(self.service, self.sales)
        written = self.everything_written()
        self.assertNotIn(SECRET_KEYS.encode(), written)

    def everything_written(self):
        """All bytes of the bridge's files; a journal in use is not packed."""
        found = b""
        for path in glob.glob(os.path.join(self.bridge.folder, "**"), recursive=True):
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    found += file.read()
        return found


if __name__ == "__main__":
    unittest.main()
