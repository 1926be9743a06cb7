"""The desktop's settings portal (org.freedesktop.portal.Settings) on the session bus: says light or dark to who asks.

    settings_portal.py SCHEME

1 is dark, 2 is light (XDG Desktop Portal, Settings, color-scheme); each number on standard input is a change.
"""

from __future__ import annotations

import sys
import threading

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import open_dbus_connection

NAME = "org.freedesktop.portal.Desktop"
SETTINGS = DBusAddress("/org/freedesktop/portal/desktop", interface="org.freedesktop.portal.Settings")
APPEARANCE = "org.freedesktop.appearance"


class Portal:
    def __init__(self, scheme: int) -> None:
        self._scheme = scheme
        self._bus = open_dbus_connection("SESSION")
        self._bus.send_and_get_reply(message_bus.RequestName(NAME))
        threading.Thread(target=self._serve, daemon=True).start()

    def change(self, scheme: int) -> None:
        self._scheme = scheme
        told = (APPEARANCE, "color-scheme", ("u", scheme))
        self._bus.send(new_signal(SETTINGS, "SettingChanged", "ssv", told))

    def _serve(self) -> None:
        while True:
            message = self._bus.receive()
            if message.header.message_type is MessageType.method_call:
                self._bus.send(self._answer(message))

    def _answer(self, call: Message) -> Message:
        if call.header.fields.get(HeaderFields.member) != "ReadAll":
            return new_error(call, "org.freedesktop.DBus.Error.UnknownMethod")
        return new_method_return(call, "a{sa{sv}}", ({APPEARANCE: {"color-scheme": ("u", self._scheme)}},))


if __name__ == "__main__":
    portal = Portal(int(sys.argv[1]))
    print("ready", flush=True)  # noqa: T201
    for line in sys.stdin:
        portal.change(int(line))
