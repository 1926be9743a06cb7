"""The old OpenSSL inside the SIP wheel (1.0.2k) is never reached: not by a TLS line, not by a call with SRTP."""

from __future__ import annotations

import os
import signal
import ssl
import subprocess
import sys
from pathlib import Path

import trustme
from msgspec.structs import replace

from softphone.domain.call import Phase
from softphone.domain.line import Transport
from softphone.domain.protocol import Answer, Dial, HangUp
from tests.engine.agents import Agent
from tests.engine.disarmed_wheel import disarmed_wheel
from tests.engine.fronts import TlsFront
from tests.sandbox.running import running_pbx


def test_a_tls_line_and_a_secured_call_need_nothing_of_the_tls_library_in_the_wheel(tmp_path: Path) -> None:
    folder, library = disarmed_wheel(tmp_path / "site")
    ca = trustme.CA()
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("localhost").configure_cert(context)
    instead = ("env", f"PYTHONPATH={folder}")
    with running_pbx({"anna": "pw", "bert": "pw"}) as pbx, TlsFront(context, pbx.port) as front:
        server = f"localhost:{front.port}"
        with (
            Agent("anna", server, transport=Transport.TLS, within=instead) as anna,
            Agent("bert", server, transport=Transport.TLS, within=instead) as bert,
        ):
            for agent in (anna, bert):
                agent.line = replace(agent.line, ca_files=(str(tmp_path / "ca.pem"),))
                agent.come_up()
            assert str(library) in Path(f"/proc/{anna.process.pid}/maps").read_text(), "this is the wheel that runs"
            anna.do(Dial("c1", f"sip:bert@{pbx.server}"))
            bert.do(Answer(bert.phase(Phase.OFFERED).call_id))
            assert anna.phase(Phase.TALKING).secured
            anna.do(HangUp("c1"))
            bert.phase(Phase.ENDED)
            assert (anna.close(), bert.close()) == (0, 0)
    call = f"import ctypes; ctypes.CDLL({str(library)!r}).SSL_library_init()"
    beside = {**os.environ, "LD_LIBRARY_PATH": str(library.parent)}
    died = subprocess.run([sys.executable, "-c", call], env=beside, check=False, timeout=20)
    assert died.returncode == -signal.SIGILL, "one call would have been the end"
