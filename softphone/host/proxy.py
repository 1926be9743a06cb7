"""The proxy this computer is set to use for a server. A PAC file can take seconds: asked on a thread of its own."""

from __future__ import annotations

import threading
import time
from urllib.parse import quote

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtNetwork import QNetworkProxy, QNetworkProxyFactory, QNetworkProxyQuery

AGAIN_S = 60.0
_SCHEMES = {QNetworkProxy.ProxyType.HttpProxy: "http", QNetworkProxy.ProxyType.Socks5Proxy: "socks5"}


class SystemProxy(QObject):
    """Until the system has answered the way is taken to be direct; `changed` comes when that was wrong."""

    changed = Signal()
    _found = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: dict[str, str] = {}
        self._asked_at: dict[str, float] = {}
        self._found.connect(self._keep, Qt.ConnectionType.QueuedConnection)

    def of(self, server: str) -> str:
        """What is known: "http://host:port", "socks5://host:port", nothing for a direct way."""
        now = time.monotonic()
        if now - self._asked_at.get(server, now - AGAIN_S) >= AGAIN_S:
            self._asked_at[server] = now
            threading.Thread(target=self._ask, args=[server], name="proxy", daemon=True).start()
        return self._known.get(server, "")

    def _ask(self, server: str) -> None:
        self._found.emit(server, ask_system(server))

    def _keep(self, server: str, proxy: str) -> None:
        if proxy != self._known.get(server, ""):
            self._known[server] = proxy
            self.changed.emit()


def ask_system(server: str) -> str:
    """May take seconds."""
    query = QNetworkProxyQuery(QUrl(f"https://{server}"))
    for proxy in QNetworkProxyFactory.systemProxyForQuery(query):
        if proxy.type() in _SCHEMES and proxy.hostName():
            login = f"{quote(proxy.user(), safe='')}:{quote(proxy.password(), safe='')}@" if proxy.user() else ""
            return f"{_SCHEMES[proxy.type()]}://{login}{proxy.hostName()}:{proxy.port()}"
    return ""
