"""The way to a homeserver as companies have it: a name that tells its address, an authority of their own, a proxy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from softphone.domain import facts
from softphone.domain.chat import Delivery
from softphone.domain.matrix import LogInMatrix
from tests.peers.matrix_desk import MatrixDesk, a_talk, an_expert
from tests.peers.synapse import Somebody, Synapse, free_port
from tests.peers.tls_front import front, proxy

pytestmark = pytest.mark.peer("Synapse 1.163")


@pytest.fixture
def anna(synapse: Synapse, fresh: str) -> str:
    synapse.register(f"anna{fresh}")
    return f"anna{fresh}"


@pytest.fixture
def kern(synapse: Synapse, fresh: str) -> Iterator[Somebody]:
    synapse.register(f"kern{fresh}")
    somebody = Somebody(synapse, f"kern{fresh}")
    yield somebody
    somebody.close()


@pytest.fixture
def certificate(ca: trustme.CA) -> trustme.LeafCert:
    return ca.issue_cert("localhost")


@pytest.fixture
def trusted(ca_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The company's authority is in this computer's store: OpenSSL takes the store from here."""
    monkeypatch.setenv("SSL_CERT_FILE", str(ca_file))


def why_not(folder: Path, server: str, **settings: object) -> str:
    desk = MatrixDesk(folder, server, **settings).start()
    desk.run(LogInMatrix("anna", "pw"))
    why = desk.until(facts.MatrixChanged, lambda fact: bool(fact.link.why)).link.why
    desk.stop()
    return why


def asks(desk: MatrixDesk, kern: Somebody) -> None:
    desk.knows(an_expert(kern.user_id))
    desk.proved(desk.ask(a_talk(kern.user_id), "Do the rails fit?"), Delivery.SENT)
    kern.reads("Do the rails fit?")


@pytest.mark.proves("Matrix: address by name, a company's authority, proxy")
@pytest.mark.usefixtures("trusted")
def test_a_name_tells_where_its_homeserver_is_and_the_company_s_authority_vouches_for_both(
    synapse: Synapse, certificate: trustme.LeafCert, anna: str, kern: Somebody, tmp_path: Path
) -> None:
    with (
        front(certificate, synapse.address) as homeserver,
        front(certificate, tells=f"https://{homeserver.name}/") as name,
    ):
        desk = MatrixDesk(tmp_path, name.name).start().log_in(anna)
        found = desk.until(facts.MatrixChanged, lambda fact: bool(fact.link.server)).link.server
        assert found == f"https://{homeserver.name}"
        asks(desk, kern)
        desk.stop()


@pytest.mark.usefixtures("trusted")
def test_a_name_that_tells_nothing_is_the_homeserver_itself_and_a_user_id_names_it_too(
    synapse: Synapse, certificate: trustme.LeafCert, anna: str, tmp_path: Path
) -> None:
    with front(certificate, synapse.address) as homeserver:
        for n, typed in enumerate((homeserver.name, f"@{anna}:{homeserver.name}")):
            MatrixDesk(tmp_path / str(n), typed).start().log_in(anna).stop()


@pytest.mark.usefixtures("trusted")
def test_a_name_that_tells_an_address_without_tls_is_not_followed(
    certificate: trustme.LeafCert, tmp_path: Path
) -> None:
    with front(certificate, tells="http://192.0.2.1:8008") as name:
        assert why_not(tmp_path, name.name) == "not_secure"


@pytest.mark.proves("Matrix: address by name, a company's authority, proxy")
def test_an_authority_that_this_computer_does_not_know_is_said_and_gets_no_password(
    synapse: Synapse, certificate: trustme.LeafCert, tmp_path: Path
) -> None:
    with front(certificate, synapse.address) as homeserver:
        assert why_not(tmp_path, homeserver.name) == "certificate"


@pytest.mark.proves("Matrix: address by name, a company's authority, proxy")
@pytest.mark.usefixtures("trusted")
def test_a_certificate_for_another_name_is_said(synapse: Synapse, ca: trustme.CA, tmp_path: Path) -> None:
    with front(ca.issue_cert("other.example"), synapse.address) as homeserver:
        assert why_not(tmp_path, homeserver.name) == "certificate"


@pytest.mark.proves("Matrix: address by name, a company's authority, proxy")
@pytest.mark.usefixtures("trusted")
def test_all_goes_through_the_proxy_that_is_set_and_nothing_beside_it(
    synapse: Synapse, certificate: trustme.LeafCert, anna: str, kern: Somebody, tmp_path: Path
) -> None:
    with front(certificate, synapse.address) as homeserver, proxy() as way:
        desk = MatrixDesk(tmp_path / "a", homeserver.name, matrix_proxy=way.address).start().log_in(anna)
        asks(desk, kern)
        desk.stop()
        assert set(way.asked) == {f"CONNECT {homeserver.name}"}
        nobody = f"http://127.0.0.1:{free_port()}"
        assert why_not(tmp_path / "b", homeserver.name, matrix_proxy=nobody) == "unreachable"
