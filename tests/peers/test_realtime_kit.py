"""A user without rights: RealtimeKit lets the sound of a call come first. The real one, on a bus of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.peers.trees import REALTIME_KIT

BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd"><busconfig><listen>unix:path={socket}</listen>
<auth>EXTERNAL</auth><policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/><allow user="*"/></policy></busconfig>"""
# polkit, which says yes to everything.
PERMITS = """
from jeepney import DBusAddress, MessageType, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
with open_dbus_connection("SYSTEM") as bus:
    bus.send_and_get_reply(message_bus.RequestName("org.freedesktop.PolicyKit1"))
    print("there", flush=True)
    while asked := bus.receive():
        if asked.header.message_type is MessageType.method_call:
            bus.send(new_method_return(asked, "(bba{ss})", ((True, False, {}),)))
"""


@pytest.fixture
def system_bus() -> Iterator[dict[str, str]]:
    """The environment in which it is the system's."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="aside-bus-")))
        folder.chmod(0o755)
        address = f"unix:path={folder / 'socket'}"
        environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": address}
        (folder / "bus.conf").write_text(BUS.format(socket=folder / "socket"))

        def started(*command: str) -> subprocess.Popen[str]:
            program = stack.enter_context(
                subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            )
            stack.callback(program.kill)
            return program

        def until(program: subprocess.Popen[str], word: str) -> None:
            assert program.stdout is not None
            seen = []
            for line in program.stdout:
                seen.append(line)
                if word in line:
                    return
            pytest.fail("".join(seen))

        until(started("dbus-daemon", f"--config-file={folder / 'bus.conf'}", "--nofork", "--print-address=1"), "unix:")
        until(started(sys.executable, "-c", PERMITS), "there")
        as_it_is = ("--stderr", "--no-chroot", "--no-drop-privileges", "--no-limit-resources", "--no-canary")
        until(started(*REALTIME_KIT.command("usr/libexec/rtkit-daemon", *as_it_is)), "Running.")
        yield environment


def test_sound_comes_first_for_a_user_who_may_not_say_so_and_python_s_own_threads_do_not(
    system_bus: dict[str, str],
) -> None:
    scene = [sys.executable, "-m", "tests.engine.precedence_scene", "nobody"]
    told = subprocess.run(scene, env=system_bus, capture_output=True, text=True, timeout=60, check=False)
    assert told.stdout.splitlines() == ["ordinary real-time ordinary", "ordinary ordinary ordinary"], told.stderr
