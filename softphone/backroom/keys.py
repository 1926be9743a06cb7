"""The errands to the vault: the line's password, and the token that the CRM wants. Neither ever meets a file or a log.

Without a key store what was typed holds until the program ends.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from softphone.backroom.ports import Closed, Kept, NotKept, Secret, SecretName, Vault
from softphone.domain.effects import KeepPassword, ReadPassword
from softphone.domain.facts import CrmTokenRead, Fact, PasswordRead, SecretState
from softphone.domain.web_proxy import PROXY


class Keys:
    def __init__(self, vault: Vault, post: Callable[[Fact], None], now: Callable[[], datetime]) -> None:
        self._vault = vault
        self._post = post
        self._now = now
        self._crm_token: str | None = None  # None: the vault was not asked yet, or was closed
        self._unkept: dict[str, KeepPassword] = {}  # typed while the vault was closed, by account
        self._crm_token_unkept = False
        self._proxy_passwords: dict[str, str] = {}  # by account; each request would ask for it

    @property
    def crm_token(self) -> str:
        """Empty where there is none."""
        return self._crm_token or ""

    async def is_open(self) -> bool:
        """Whether the key store can be asked now; no prompt comes of it."""
        return await self._vault.is_open()

    async def proxy_password(self, account: str) -> str:
        """Empty where there is none, or the vault is closed now."""
        if account not in self._proxy_passwords:
            match await self._vault.fetch(SecretName.SIP_PASSWORD, account):
                case Secret(value):
                    self._proxy_passwords[account] = value
        return self._proxy_passwords.get(account, "")

    async def keep_password(self, effect: KeepPassword) -> None:
        if effect.line == PROXY:
            self._proxy_passwords[effect.account] = effect.password
        match await self._vault.keep(SecretName.SIP_PASSWORD, effect.password, effect.account):
            case Kept():
                self._unkept.pop(effect.account, None)
                self._post(PasswordRead(self._now(), SecretState.KNOWN, line=effect.line))
            case Closed() as closed:
                self._unkept[effect.account] = effect
                self._post(PasswordRead(self._now(), SecretState.MEMORY_ONLY, closed.value, line=effect.line))

    async def read_password(self, effect: ReadPassword) -> None:
        match await self._vault.fetch(SecretName.SIP_PASSWORD, effect.account):
            case Secret(value):
                self._post(PasswordRead(self._now(), SecretState.KNOWN, password=value, line=effect.line))
            case NotKept():
                self._post(PasswordRead(self._now(), SecretState.NEEDED, line=effect.line))
            case Closed() as closed:
                state = SecretState.LOCKED if closed is Closed.LOCKED else SecretState.NEEDED
                self._post(PasswordRead(self._now(), state, closed.value, line=effect.line))

    async def catch_up(self) -> None:
        """The vault is open now: what was typed while it was not goes into it."""
        for effect in tuple(self._unkept.values()):
            await self.keep_password(effect)
        if self._crm_token_unkept:
            await self.keep_crm_token(self.crm_token)

    async def keep_crm_token(self, token: str) -> None:
        """An empty one is taken out of the vault."""
        self._crm_token = token
        if token:
            answer = await self._vault.keep(SecretName.CRM_TOKEN, token)
        else:
            answer = await self._vault.forget(SecretName.CRM_TOKEN)
        self._crm_token_unkept = bool(token) and isinstance(answer, Closed)
        if token and isinstance(answer, Closed):
            self._post(CrmTokenRead(self._now(), SecretState.MEMORY_ONLY, answer.value))
        else:
            self._post(CrmTokenRead(self._now(), SecretState.KNOWN if token else SecretState.NEEDED))

    async def read_crm_token(self) -> None:
        """From the vault, unless one is known: a vault that was closed is asked again."""
        if self._crm_token is not None:
            return
        match await self._vault.fetch(SecretName.CRM_TOKEN):
            case Secret(value):
                self._crm_token = value
                self._post(CrmTokenRead(self._now(), SecretState.KNOWN))
            case NotKept():
                self._crm_token = ""
                self._post(CrmTokenRead(self._now(), SecretState.NEEDED))
            case Closed() as closed:
                state = SecretState.LOCKED if closed is Closed.LOCKED else SecretState.NEEDED
                self._post(CrmTokenRead(self._now(), state, closed.value))
