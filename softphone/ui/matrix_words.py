"""The words of Matrix: how the link is, and what stands on a bubble where Matrix knows more than SIP."""

from __future__ import annotations

from softphone.domain.chat import ChatMessage, Delivery
from softphone.domain.desk import Desk
from softphone.domain.matrix import Link, LinkState
from softphone.ui import file_words, times
from softphone.ui.words import translate


def link_word(link: Link) -> tuple[str, str]:
    """How it is with the homeserver, and in which ink."""
    return {
        LinkState.OFF: (translate("Matrix", "No homeserver is set"), "second"),
        LinkState.LOGGED_OUT: (translate("Matrix", "Not logged in"), "warn"),
        LinkState.LOGGING_IN: (translate("Matrix", "Logging in …"), "second"),
        LinkState.BROWSER: (translate("Matrix", "Waiting for your browser …"), "second"),
        LinkState.CONNECTING: (translate("Matrix", "Connecting …"), "second"),
        LinkState.ONLINE: (translate("Matrix", "Connected"), "live"),
        LinkState.OFFLINE: (translate("Matrix", "No connection, tried again by itself"), "warn"),
        LinkState.EXPIRED: (translate("Matrix", "The log-in has ended: log in again"), "stop"),
        LinkState.KEYS_CLOSED: (translate("Matrix", "The key store is locked: log in again, or unlock it"), "stop"),
    }[link.state]


def why(link: Link, desk: Desk) -> str:
    """Why a log-in did not work, and what to do."""
    if link.why == "limited" and link.until is not None:
        moment = times.moment(link.until, desk.now)
        return translate("Matrix", "Too many attempts: the server wants you to wait until {time}.").format(time=moment)
    return {
        "no_server": translate("Matrix", "Enter the homeserver first."),
        "not_secure": translate("Matrix", "This address is not encrypted (https). Nothing was sent there."),
        "no_homeserver": translate("Matrix", "No homeserver answers at this address."),
        "only_browser": translate("Matrix", "This homeserver takes no passwords here: log in by the browser."),
        "only_password": translate("Matrix", "This homeserver has no single sign-on: log in by password."),
        "browser_late": translate("Matrix", "The browser did not come back within five minutes."),
        "wrong_password": translate("Matrix", "User or password are not right."),
        "deactivated": translate("Matrix", "This account is deactivated."),
        "certificate": translate("Matrix", "This PC does not trust the homeserver's certificate. Nothing was sent."),
        "unreachable": translate("Matrix", "The homeserver cannot be reached."),
        "refused": translate("Matrix", "The homeserver refused the log-in."),
    }.get(link.why, "")


def status(desk: Desk) -> tuple[str, str]:
    """One word for the status bar; nothing where no homeserver is set."""
    if desk.matrix.state is LinkState.OFF:
        return "", "second"
    word, ink = link_word(desk.matrix)
    if desk.matrix.state is LinkState.ONLINE:
        ink = "second"
    return translate("Matrix", "Matrix: {state}").format(state=word), ink


def body(message: ChatMessage) -> str:
    """What stands on the bubble. Never an empty one: what cannot be shown is said."""
    if message.sealed:
        return translate("Matrix", "Encrypted: cannot be read here.")
    if message.removed:
        return translate("Matrix", "Taken back.")
    text = file_words.body(message)
    return f"“{message.quote}”\n{text}" if message.quote else text


def foot(message: ChatMessage, before: str, desk: Desk) -> str:
    """The second line: who it was where it was another, and what was done to it."""
    parts = [message.author] if message.author else []
    parts.append(before)
    told = message.ours and message.message_id in desk.files.moving  # by `far`
    if message.attached is not None and not told and (moved := file_words.state(message, desk)):
        parts.append(moved)
    if message.changing:
        parts.append(translate("Matrix", "the homeserver does not know it yet"))
    elif message.edited and not message.removed:
        parts.append(translate("Matrix", "edited"))
    if message.reactions:
        parts.append(" ".join(message.reactions))
    return " · ".join(parts)


def far(message: ChatMessage, desk: Desk) -> str:
    """What is proved of a message of ours; nothing where the words of SIP are as good."""
    if message.message_id in desk.files.moving:
        return file_words.state(message, desk)
    match message.delivery:
        case Delivery.WAITING:
            return translate("Matrix", "waiting for the homeserver, goes by itself")
        case Delivery.SENT:
            return translate("Matrix", "sent, stands in their room")
        case Delivery.REFUSED:
            return translate("Delivery", "refused: {why}").format(why=refusal(message.reason))
        case _:
            return ""


def refusal(code: str) -> str:
    """Why the homeserver would not take a message."""
    return {
        "M_FORBIDDEN": translate("Matrix", "the homeserver does not allow it"),
        "M_NOT_FOUND": translate("Matrix", "this expert or room is not known there"),
        "M_UNREADABLE": translate("Matrix", "the room is encrypted: an answer could not be read here"),
        "M_SEALED": translate("Matrix", "the room is encrypted, and files do not go there"),
        "M_TOO_LARGE": translate("Matrix", "too large for the homeserver"),
        "stopped": translate("Matrix", "you stopped it"),
        "M_UNSUPPORTED_ROOM_VERSION": translate("Matrix", "the homeserver does not know this version of rooms"),
    }.get(code, translate("Matrix", "the homeserver did not take it"))
