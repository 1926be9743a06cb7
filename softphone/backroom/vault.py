"""Secrets in the system's key store and nowhere else: Secret Service, Windows Credential Manager, macOS Keychain.

The one rule: never a file. Backends are named here one by one, because `keyring` would also take whatever a
configuration file or an installed plug-in offers, plain text included. Calls can hang for minutes on a prompt
nobody sees, so each runs in a thread of its own that may be left behind, with a deadline.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from softphone.backroom.ports import Closed, Kept, NotKept, Secret, SecretName

if TYPE_CHECKING:
    import asyncio

    from keyring.backend import KeyringBackend

log = logging.getLogger("aside.vault")

DEADLINE_S = 30.0  # long enough to type a keyring password, short enough that start-up goes on without
MAX_SECRET_CHARS = 1_000  # Windows refuses more than 2,560 bytes of UTF-16

T = TypeVar("T")


class SystemVault:
    """The key store of this computer. `service` keeps practice and tests away from the agent's own secrets."""

    def __init__(self, service: str = "aside", deadline_s: float = DEADLINE_S) -> None:
        self._service = service
        self._deadline_s = deadline_s

    async def fetch(self, name: SecretName, account: str = "") -> Secret | NotKept | Closed:
        value = await self._ask(lambda store: store.get_password(self._service, _entry(name, account)))
        if isinstance(value, Closed):
            return value
        return NotKept() if value is None else Secret(value)

    async def keep(self, name: SecretName, value: str, account: str = "") -> Kept | Closed:
        if not value or len(value) > MAX_SECRET_CHARS:
            raise ValueError("a secret has 1 to 1,000 characters")
        answer = await self._ask(lambda store: store.set_password(self._service, _entry(name, account), value))
        return answer if isinstance(answer, Closed) else Kept()

    async def forget(self, name: SecretName, account: str = "") -> Kept | Closed:
        answer = await self._ask(lambda store: _delete(store, self._service, _entry(name, account)))
        return answer if isinstance(answer, Closed) else Kept()

    async def is_open(self) -> bool:
        """Only the Secret Service can be asked this without the risk of a prompt."""
        if sys.platform in ("win32", "darwin"):
            return False
        try:
            return await _in_own_thread(_unlocked, self._deadline_s)
        except TimeoutError:
            return False

    async def _ask(self, question: Callable[[KeyringBackend], T]) -> T | Closed:
        try:
            return await _in_own_thread(lambda: _answer(question), self._deadline_s)
        except TimeoutError:
            log.warning("key store gave no answer within %.0f s", self._deadline_s)
            return Closed.LOCKED


class MemoryVault:
    """Secrets for as long as the process lives: the practice world, and tests. Meets the same contract."""

    def __init__(self, closed: Closed | None = None) -> None:
        self.closed = closed
        self._secrets: dict[str, str] = {}

    async def fetch(self, name: SecretName, account: str = "") -> Secret | NotKept | Closed:
        if self.closed is not None:
            return self.closed
        value = self._secrets.get(_entry(name, account))
        return NotKept() if value is None else Secret(value)

    async def keep(self, name: SecretName, value: str, account: str = "") -> Kept | Closed:
        if not value or len(value) > MAX_SECRET_CHARS:
            raise ValueError("a secret has 1 to 1,000 characters")
        if self.closed is not None:
            return self.closed
        self._secrets[_entry(name, account)] = value
        return Kept()

    async def forget(self, name: SecretName, account: str = "") -> Kept | Closed:
        if self.closed is not None:
            return self.closed
        self._secrets.pop(_entry(name, account), None)
        return Kept()

    async def is_open(self) -> bool:
        return self.closed is None


def _entry(name: SecretName, account: str) -> str:
    """Two lines on one PC keep two passwords."""
    return f"{name.value}:{account}" if account else name.value


def _answer(question: Callable[[KeyringBackend], T]) -> T | Closed:
    """The key store's answer, the errors of the world as values. Loads keyring, in a thread nobody waits for."""
    import keyring.errors

    try:
        store = _system_store()
        return Closed.NO_SERVICE if store is None else question(store)
    except keyring.errors.KeyringLocked:
        return Closed.LOCKED
    except keyring.errors.InitError:
        return Closed.NO_KEYRING
    except (keyring.errors.KeyringError, OSError) as error:
        log.warning("key store refused: %s", type(error).__name__)
        return Closed.NO_SERVICE
    except Exception as error:
        # secretstorage's own errors come through keyring unwrapped, and their classes exist on Linux only:
        # told apart by name. What is not named here is our bug and goes on up.
        closed = _SECRETSTORAGE.get(type(error).__name__)
        if closed is None:
            raise
        return closed


_SECRETSTORAGE = {
    "LockedException": Closed.LOCKED,
    "PromptDismissedException": Closed.LOCKED,
    "ItemNotFoundException": Closed.NO_KEYRING,
    "SecretServiceNotAvailableException": Closed.NO_SERVICE,
    "DBusErrorResponse": Closed.NO_SERVICE,
}


def _system_store() -> KeyringBackend | None:
    """The key store of this system, or None where it has none that runs."""
    store: type[KeyringBackend]
    if sys.platform == "win32":
        from keyring.backends.Windows import WinVaultKeyring as store
    elif sys.platform == "darwin":
        from keyring.backends.macOS import Keyring as store
    else:
        from keyring.backends.SecretService import Keyring as store
    return store() if store.viable else None


def _unlocked() -> bool:
    """Whether the default collection is there and open. Asking for a secret would unlock it, by a prompt."""
    import secretstorage

    try:
        with contextlib.closing(secretstorage.dbus_init()) as bus:
            return not secretstorage.Collection(bus).is_locked()
    except Exception as error:
        if type(error).__name__ not in _SECRETSTORAGE and not isinstance(error, OSError):
            raise
        return False


def _delete(store: KeyringBackend, service: str, name: str) -> None:
    if store.get_password(service, name) is not None:
        store.delete_password(service, name)


async def _in_own_thread(work: Callable[[], T], deadline_s: float) -> T:
    """What `work` returns. A thread that hangs is left behind: an executor's would be joined at exit."""
    import asyncio

    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if done.done():
            return
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        result: T | None = None
        failure: BaseException | None = None
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001 carried to the loop that asked
            failure = error
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, result, failure)

    threading.Thread(target=run, name="vault", daemon=True).start()
    return await asyncio.wait_for(done, deadline_s)
