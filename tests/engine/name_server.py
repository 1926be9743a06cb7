"""A DNS server on loopback, UDP and TCP, in a thread: it answers from a zone text and can be silent, lie or cut."""

from __future__ import annotations

import select
import socket
import threading

import dns.flags
import dns.message
import dns.rcode
import dns.rrset


class NameServer:
    """`records`: lines like "pbx.test 60 IN SRV 1 10 5060 a.pbx.test"; addresses go along as additional records."""

    def __init__(self, *records: str) -> None:
        self.records = list(records)
        self.silent = False
        self.cuts = False  # over UDP: the answer does not fit
        self.lies = False  # a forged answer with another id comes first
        self.asked: list[str] = []
        self._udp, self._tcp = _one_port()
        self.port: int = self._udp.getsockname()[1]
        self._stop, self._stopped = socket.socketpair()
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> NameServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.close()
        self._thread.join()
        for place in (self._udp, self._tcp, self._stopped):
            place.close()

    def _serve(self) -> None:
        while True:
            ready, _, _ = select.select([self._udp, self._tcp, self._stopped], [], [])
            if self._stopped in ready:
                return
            if self._udp in ready:
                data, peer = self._udp.recvfrom(4096)
                if not self.silent:
                    self._answer_datagram(data, peer)
            if self._tcp in ready:
                connection, _ = self._tcp.accept()
                with connection:
                    data = connection.recv(4096)[2:]
                    wire = self._reply(data).to_wire()
                    connection.sendall(len(wire).to_bytes(2, "big") + wire)

    def _answer_datagram(self, data: bytes, peer: tuple[str, int]) -> None:
        reply = self._reply(data)
        if self.lies:
            forged = dns.message.from_wire(reply.to_wire())
            forged.id ^= 1
            forged.answer = [dns.rrset.from_text_list("pbx.test.", 60, "IN", "SRV", ["1 1 6666 evil.test."])]
            self._udp.sendto(forged.to_wire(), peer)
            self._udp.sendto(b"\x00garbage", peer)
        if self.cuts:
            reply.answer, reply.additional = [], []
            reply.flags |= dns.flags.TC
        self._udp.sendto(reply.to_wire(), peer)

    def _reply(self, data: bytes) -> dns.message.Message:
        query = dns.message.from_wire(data)
        reply = dns.message.make_response(query)
        name, kind = query.question[0].name, dns.rdatatype.to_text(query.question[0].rdtype)
        self.asked.append(f"{str(name).rstrip('.')} {kind}")
        for line in self.records:
            owner, ttl, _, its_kind, rest = line.split(None, 4)
            section = reply.answer if (f"{owner}.", its_kind) == (str(name), kind) else None
            if section is None and its_kind in ("A", "AAAA"):
                section = reply.additional
            if section is not None:
                section.append(dns.rrset.from_text(f"{owner}.", int(ttl), "IN", its_kind, rest))
        if not reply.answer:
            reply.set_rcode(dns.rcode.NXDOMAIN)
        return reply


def _one_port() -> tuple[socket.socket, socket.socket]:
    """The same number for both: it may be free for datagrams and somebody's for connections."""
    while True:
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind(("127.0.0.1", 0))
        try:
            return udp, socket.create_server(("127.0.0.1", udp.getsockname()[1]))
        except OSError:
            udp.close()
