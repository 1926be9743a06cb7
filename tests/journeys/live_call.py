"""A live call between two engines over a practice PBX: real SIP and RTP on loopback."""

from __future__ import annotations

import subprocess

from softphone.domain.call import Call, Phase
from softphone.domain.protocol import Dial
from softphone.host.paths import Home
from tests.journeys.processes import Programs, ScriptedDesk


class LiveCall:
    """A customer (an engine with a desk in the test) talks to an agent (an engine and a desk, both to be killed)."""

    def __init__(self, programs: Programs, *words: str) -> None:
        self.programs = programs
        self.server = programs.pbx("agent", "customer")
        self.home: Home = programs.home()
        self.engine: subprocess.Popen[bytes] = programs.engine(self.home, *words)
        self.desk = programs.desk_process(self.home, self.server, "agent")
        self.customers_home = customers_home = programs.home()
        programs.engine(customers_home)
        self.customer: ScriptedDesk = programs.desk(customers_home, role="script")
        self.customer.register(self.server, "customer")
        self.customer.link.send(Dial("call-1", f"sip:agent@{self.server}"))
        assert programs.line_of(self.desk) == "talks"
        self.customer.call(Phase.TALKING)

    def kill_desk(self) -> None:
        self.desk.kill()
        self.programs.exit_code(self.desk)

    @property
    def customers_call(self) -> Call:
        return self.customer.calls["call-1"]
