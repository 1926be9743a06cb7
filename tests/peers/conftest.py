"""What tests against other people's programs start from: an authority for certificates, and one Asterisk a module."""

from __future__ import annotations

import secrets
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
import trustme

from tests.peers import matrix
from tests.peers.asterisk import HOST, Asterisk, running_asterisk
from tests.peers.kamailio import Kamailio, running_kamailio
from tests.peers.synapse import Synapse, running_synapse

_result: matrix.Result = {}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--matrix", action="store_true", help="write the table of the README from this run")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "peer(name): whom the tests of a module speak with")
    config.addinivalue_line("markers", "proves(feature, ...): the rows of the matrix that a test fills")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A feature or a peer that the table does not have is a slip of the pen."""
    for item in items:
        if wrong := [feature for feature, peer in _cells(item) if feature not in matrix.FEATURES]:
            raise pytest.UsageError(f"{item.nodeid} proves {wrong}, which the matrix does not know")
        if wrong := [peer for _, peer in _cells(item) if peer not in matrix.PEERS]:
            raise pytest.UsageError(f"{item.nodeid} speaks with {wrong}, whom the matrix does not know")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed or (report.when == "call" and report.passed):
        matrix.record(_result, item.nodeid, _cells(item), report.passed)
    return report


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A run of all begins anew, a run of some parts changes what is of those, a run that was broken off nothing."""
    if session.config.getoption("--matrix") and exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        everything = session.config.args == ["tests/peers"]
        matrix.write({**({} if everything else matrix.read()), **_result})


def _cells(item: pytest.Item) -> list[tuple[str, str]]:
    peers = [str(mark.args[0]) for mark in item.iter_markers("peer")]
    features = [str(feature) for mark in item.iter_markers("proves") for feature in mark.args]
    return [(feature, peer) for feature in features for peer in peers[:1]]


@pytest.fixture(scope="session")
def ca() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_file(ca: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    ca.cert_pem.write_to_path(path)
    return path


@pytest.fixture(scope="module")
def asterisk(ca: trustme.CA) -> Iterator[Asterisk]:
    with running_asterisk(ca.issue_cert(HOST)) as pbx:
        yield pbx


@pytest.fixture(scope="module")
def kamailio(ca: trustme.CA) -> Iterator[Kamailio]:
    with running_kamailio(ca.issue_cert("localhost")) as pbx:
        yield pbx


@pytest.fixture(scope="module")
def synapse() -> Iterator[Synapse]:
    with running_synapse() as server:
        yield server


@pytest.fixture
def fresh() -> str:
    """What makes a name of this test one that no other has."""
    return secrets.token_hex(4)
