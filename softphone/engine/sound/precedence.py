"""Our turn before other programs' while there is a call.

Where others take every core, a thread that needs 1 ms in 10 is kept waiting for up to 100: Linux shares a core among
sessions before it looks at who sleeps most, and whoever waits may hold Python's lock. So in a call threads of the
engine are real-time ones, of the lowest kind: where the limits allow it by themselves (RLIMIT_RTPRIO), else by
RealtimeKit, which desktops have for their sound servers (org.freedesktop.RealtimeKit1). That one has a process ended
of which a thread takes a core for 0.2 s: it is told of the threads of PJMEDIA and the devices, and of none of Python's.
On Windows it is the class of the process. macOS gives the threads of its devices precedence without being asked.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from contextlib import suppress

LOG = logging.getLogger("engine.sound")

LEAST = 1  # of real-time priorities: a sound server has more
ANSWER_S = 1.0  # of RealtimeKit


class Precedence:
    """One thread uses it."""

    def __init__(self) -> None:
        self._wanted = False
        self._raised: set[int] = set()
        self._kit_is_there = True

    def keep(self, wanted: bool) -> None:
        """Again now and then: devices come with threads of their own."""
        if sys.platform == "linux":
            self._raise() if wanted else self._lower()
            if wanted and not self._wanted:
                LOG.info("threads with precedence: %d", len(self._raised))
        elif sys.platform == "win32" and wanted != self._wanted:
            from softphone.engine.sound import windows

            if not windows.put_first(wanted):
                LOG.warning("the class of this process stayed as it was: first is %s", wanted)
        self._wanted = wanted

    def join(self) -> None:
        """Whoever calls it has begun just now: an ordinary thread of ours may be made to wait with Python's lock."""
        if sys.platform == "linux" and self._raised:
            _raised_by_itself(threading.get_native_id())

    if sys.platform == "linux":

        def _raise(self) -> None:
            threads = {int(name) for name in os.listdir("/proc/self/task")}
            self._raised &= threads
            refused = {thread for thread in threads - self._raised if not _raised_by_itself(thread)}
            self._raised = threads - refused
            foreign = refused - {each.native_id for each in threading.enumerate()}
            if foreign and self._kit_is_there:
                by_kit = _raised_by_realtime_kit(foreign)
                self._kit_is_there = bool(by_kit)
                self._raised |= by_kit

        def _lower(self) -> None:
            for thread in self._raised:
                with suppress(OSError):
                    # That flag nobody without rights may take back.
                    os.sched_setscheduler(thread, os.SCHED_OTHER | os.SCHED_RESET_ON_FORK, os.sched_param(0))
            self._raised, self._kit_is_there = set(), True


if sys.platform == "linux":
    import resource

    def _raised_by_itself(thread: int) -> bool:
        """Also where it has ended meanwhile."""
        try:
            # What it starts, be it a program or a thread, is an ordinary one again.
            os.sched_setscheduler(thread, os.SCHED_RR | os.SCHED_RESET_ON_FORK, os.sched_param(LEAST))
        except ProcessLookupError:
            return True
        except OSError:  # no right, or a kernel that does not know it
            return False
        return True

    def _raised_by_realtime_kit(threads: set[int]) -> set[int]:
        """Those it agreed to."""
        from jeepney import DBusAddress, DBusErrorResponse, Properties, new_method_call
        from jeepney.io.blocking import open_dbus_connection
        from jeepney.wrappers import unwrap_msg

        name = "org.freedesktop.RealtimeKit1"
        kit = DBusAddress("/org/freedesktop/RealtimeKit1", name, name)
        raised = set()
        try:
            with open_dbus_connection("SYSTEM", auth_timeout=ANSWER_S) as bus:
                longest = bus.send_and_get_reply(Properties(kit).get("RTTimeUSecMax"), timeout=ANSWER_S)
                ((_, longest_us),) = unwrap_msg(longest)
                resource.setrlimit(resource.RLIMIT_RTTIME, (longest_us, longest_us))
                for thread in threads:
                    ask = new_method_call(kit, "MakeThreadRealtime", "tu", (thread, LEAST))
                    unwrap_msg(bus.send_and_get_reply(ask, timeout=ANSWER_S))
                    raised.add(thread)
        except (OSError, ValueError, DBusErrorResponse) as error:  # no bus, no such service, or it refuses
            LOG.info("RealtimeKit: %.200s", error)
        return raised
