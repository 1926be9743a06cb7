"""A proxy's address in the settings: what is one, and where its password goes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from softphone.domain.effects import KeepPassword, KeepSettings, ReadPassword, UsePassword
from softphone.domain.facts import PasswordRead, SecretState, SettingsChanged, StoreOpened, StoreState
from softphone.domain.settings import Settings
from softphone.domain.update import update
from softphone.domain.web_proxy import LINE_PROXY, PROXY, parted, usable, with_password
from tests.builders import a_desk, at


@pytest.mark.parametrize("good", ["http://proxy:3128", "socks5://u:p@proxy:1080", "http://[2001:db8::1]:3128/", "http://p"])
def test_what_a_line_takes_for_a_proxy_https_takes_too(good: str) -> None:
    assert usable(good)


@pytest.mark.parametrize(
    "bad", ["", "proxy:3128", "https://proxy:1", "http://", "http://p:0", "http://p:99999", "http://p/x", "http://[x"]
)
def test_what_is_no_proxy_is_none(bad: str) -> None:
    assert not usable(bad)
    assert parted(bad) == (bad, "", "")


def test_a_password_is_parted_from_its_address_and_put_back_with_all_its_signs() -> None:
    plain, account, password = parted("http://an%40na:p%3Aw%2F@proxy:3128")

    assert (plain, account, password) == ("http://an%40na@proxy:3128", "an@na@proxy:3128", "p:w/")
    assert parted(with_password(plain, password)) == (plain, account, password)


def test_a_typed_password_goes_into_the_key_store_and_into_no_file() -> None:
    typed = Settings(
        http_proxy="http://anna:pw@proxy:3128", matrix_proxy="http://bo:pw2@other:80", line_proxy="socks5://c:pw3@sip:1080"
    )
    desk, effects = update(a_desk(), SettingsChanged(at(0), typed))

    assert (desk.settings.http_proxy, desk.settings.matrix_proxy) == ("http://anna@proxy:3128", "http://bo@other:80")
    assert effects[:4] == (
        KeepPassword("anna@proxy:3128", "pw", PROXY),
        KeepPassword("bo@other:80", "pw2", PROXY),
        KeepPassword("c@sip:1080", "pw3", LINE_PROXY),
        UsePassword("pw3", LINE_PROXY),
    )
    assert desk.settings.line_proxy == "socks5://c@sip:1080"
    (kept,) = [each for each in effects if isinstance(each, KeepSettings)]
    assert "pw" not in kept.settings.http_proxy + kept.settings.matrix_proxy
    known, more = update(desk, PasswordRead(at(1), SecretState.KNOWN, line=PROXY))
    assert (known, more) == (desk, ()), "of no line"


def test_what_policy_says_stays_as_it_is() -> None:
    settings = replace(Settings(), http_proxy="http://it:pw@proxy:3128")
    desk, effects = update(
        a_desk(settings=settings, managed={"http_proxy": "a file of IT"}),
        SettingsChanged(at(0), replace(settings, http_proxy="http://me:mine@other:1")),
    )

    assert desk.settings.http_proxy == "http://it:pw@proxy:3128"
    assert not [each for each in effects if isinstance(each, KeepPassword)]


def test_the_password_of_the_lines_proxy_is_read_at_the_start_and_for_another_proxy_and_used() -> None:
    read = ReadPassword("anna@proxy:3128", LINE_PROXY)
    settings = Settings(line_proxy="http://anna@proxy:3128")
    _, effects = update(a_desk(settings=settings), StoreOpened(at(0), StoreState.ENCRYPTED))
    assert read in effects
    desk, effects = update(a_desk(), SettingsChanged(at(0), settings))
    assert read in effects
    _, effects = update(desk, SettingsChanged(at(0), settings))
    assert read not in effects
    _, effects = update(desk, PasswordRead(at(1), SecretState.KNOWN, password="pw", line=LINE_PROXY))
    assert effects == (UsePassword("pw", LINE_PROXY),)
    by_policy = a_desk(settings=Settings(line_proxy="http://it:pw@proxy:1"))
    _, effects = update(by_policy, StoreOpened(at(0), StoreState.ENCRYPTED))
    assert not [each for each in effects if isinstance(each, ReadPassword)]
