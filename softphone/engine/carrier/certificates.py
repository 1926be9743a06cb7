"""What is asked of the PBX's certificate, and why one was refused. There is no way to go on without a good one."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import lru_cache

from PySide6.QtNetwork import QSsl, QSslCertificate, QSslConfiguration, QSslError, QSslKey, QSslSocket

from softphone.domain.line import LineFault, LineSetup

log = logging.getLogger("aside.engine")

_E = QSslError.SslError
_FAULTS = {
    _E.CertificateExpired: LineFault.CERTIFICATE_EXPIRED,
    _E.CertificateNotYetValid: LineFault.CERTIFICATE_EXPIRED,
    _E.HostNameMismatch: LineFault.CERTIFICATE_OTHER_NAME,
    _E.SelfSignedCertificate: LineFault.CERTIFICATE_UNKNOWN_ISSUER,
    _E.SelfSignedCertificateInChain: LineFault.CERTIFICATE_UNKNOWN_ISSUER,
    _E.UnableToGetIssuerCertificate: LineFault.CERTIFICATE_UNKNOWN_ISSUER,
    _E.UnableToGetLocalIssuerCertificate: LineFault.CERTIFICATE_UNKNOWN_ISSUER,
    _E.UnableToVerifyFirstCertificate: LineFault.CERTIFICATE_UNKNOWN_ISSUER,
    _E.CertificateUntrusted: LineFault.CERTIFICATE_UNKNOWN_ISSUER,
    _E.CertificateRevoked: LineFault.CERTIFICATE_REVOKED,
}
# Of several the gravest is told: a foreign issuer makes every other word of the certificate worthless.
_GRAVEST = (
    LineFault.CERTIFICATE_UNKNOWN_ISSUER,
    LineFault.CERTIFICATE_REVOKED,
    LineFault.CERTIFICATE_BAD,
    LineFault.CERTIFICATE_OTHER_NAME,
    LineFault.CERTIFICATE_EXPIRED,
)


def fault_of(errors: Iterable[QSslError]) -> LineFault:
    """The gravest of these errors; TLS_FAILED where there is none."""
    found = {_FAULTS.get(error.error(), LineFault.CERTIFICATE_BAD) for error in errors}
    return next((fault for fault in _GRAVEST if fault in found), LineFault.TLS_FAILED)


@lru_cache(maxsize=1)
def system_certificates() -> tuple[QSslCertificate, ...]:
    """The system's store, read once: that takes 0.3 s, which nobody in a call may hear."""
    return tuple(QSslConfiguration.systemCaCertificates())


def configuration_for(setup: LineSetup) -> QSslConfiguration:
    """TLS 1.2 or 1.3, the system's store and the CAs of policy, our own certificate where there is one."""
    return _configuration(setup.ca_files, setup.client_certificate)


def configuration_with(ca_files: tuple[str, ...]) -> QSslConfiguration:
    """The same for a server that asks for no certificate of ours."""
    return _configuration(ca_files, "")


def read_anew() -> None:
    """A certificate of an unknown issuer was met: somebody may have added the issuer since. Not in a call."""
    system_certificates.cache_clear()
    _configuration.cache_clear()


@lru_cache(maxsize=8)
def _configuration(ca_files: tuple[str, ...], client_certificate: str) -> QSslConfiguration:
    configuration = QSslConfiguration.defaultConfiguration()
    configuration.setProtocol(QSsl.SslProtocol.TlsV1_2OrLater)
    configuration.setPeerVerifyMode(QSslSocket.PeerVerifyMode.VerifyPeer)
    more = [certificate for path in ca_files for certificate in QSslCertificate.fromPath(path)]
    if len(more) < len(ca_files):
        log.warning("ca_file_not_read")
    configuration.setCaCertificates([*system_certificates(), *more])
    if client_certificate:
        _present(configuration, client_certificate)
    return configuration


def _present(configuration: QSslConfiguration, path: str) -> None:
    try:
        with open(path, "rb") as file:
            pem = file.read(256 * 1024)
    except OSError as error:
        log.warning("client_certificate_not_read error=%s", type(error).__name__)
        return
    chain = QSslCertificate.fromData(pem, QSsl.EncodingFormat.Pem)
    kinds = (QSsl.KeyAlgorithm.Rsa, QSsl.KeyAlgorithm.Ec)
    keys = [QSslKey(pem, kind, QSsl.EncodingFormat.Pem) for kind in kinds]
    key = next((key for key in keys if not key.isNull()), None)
    if chain and key:
        configuration.setLocalCertificateChain(chain)
        configuration.setPrivateKey(key)
    else:
        log.warning("client_certificate_unusable")
