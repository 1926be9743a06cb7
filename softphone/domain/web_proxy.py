"""The proxies of HTTPS and of the line, as the settings name them. Their passwords belong into the key store."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlsplit, urlunsplit

# Where a line's name stands beside a password: these are proxies'. No line can be called so, its name is clean.
PROXY = "\x1fproxy"  # of HTTPS: the backroom has it
LINE_PROXY = "\x1fline_proxy"
SYSTEM = "system"  # what stands in a setting: the one that this computer is set to use
SETTINGS = {"http_proxy": PROXY, "matrix_proxy": PROXY, "line_proxy": LINE_PROXY}
_PORTS = {"http": 80, "socks5": 1080}


def asked(proxy: str) -> str:
    """The name under which the key store has its password; empty where it needs none, or says it itself."""
    _, account, password = parted(proxy)
    return "" if password else account


def parted(proxy: str) -> tuple[str, str, str]:
    """Without its password; the name the key store keeps that by; and the password."""
    if not usable(proxy):
        return proxy, "", ""
    parts = urlsplit(proxy)
    if not parts.username:
        return proxy, "", ""
    place = parts.netloc.rpartition("@")[2]
    plain = urlunsplit(parts._replace(netloc=f"{parts.username}@{place}"))
    return plain, f"{unquote(parts.username)}@{place}", unquote(parts.password or "")


def with_password(proxy: str, password: str) -> str:
    """As it is where none is wanted, or none is known."""
    if not password or not asked(proxy):
        return proxy
    parts = urlsplit(proxy)
    user, _, place = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}:{quote(password, safe='')}@{place}"))


def usable(proxy: str) -> bool:
    """http://[user[:password]@]host[:port] or socks5://…; the same that a line takes."""
    try:
        parts = urlsplit(proxy)
        return parts.scheme in _PORTS and bool(parts.hostname) and parts.port != 0 and parts.path in ("", "/")
    except ValueError:
        return False
