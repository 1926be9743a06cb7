"""The proxy this computer is set to use for a server. A PAC file can take seconds: asked on a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtNetwork import QNetworkProxy, QNetworkProxyFactory, QNetworkProxyQuery

SYSTEM = "system"  # what stands in the setting
_SCHEMES = {QNetworkProxy.ProxyType.HttpProxy: "http", QNetworkProxy.ProxyType.Socks5Proxy: "socks5"}


class SystemProxy(QObject):
    """`find` answers once, from the loop of the thread that made this."""

    _found = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found.connect(lambda done, proxy: done(proxy), Qt.ConnectionType.QueuedConnection)

    def find(self, server: str, done: Callable[[str], None]) -> None:
        """`done` gets "http://host:port", "socks5://host:port", or nothing for a direct way."""
        threading.Thread(target=lambda: self._found.emit(done, ask_system(server)), name="proxy", daemon=True).start()


def ask_system(server: str) -> str:
    """May take seconds."""
    query = QNetworkProxyQuery(QUrl(f"https://{server}"))
    for proxy in QNetworkProxyFactory.systemProxyForQuery(query):
        if proxy.type() in _SCHEMES and proxy.hostName():
            return f"{_SCHEMES[proxy.type()]}://{proxy.hostName()}:{proxy.port()}"
    return ""
