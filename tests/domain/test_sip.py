"""SIP text from strangers: it is read right, or refused as BadMessage, and nothing else happens."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softphone.domain.sip import MAX_HEADERS, PING, Framer, Request, Response, read, reply_to, write
from softphone.domain.sip_address import BadMessage, NameAddr, Uri, Via, split_outside

INVITE = (
    b"INVITE sip:204@127.0.0.1:5060 SIP/2.0\r\n"
    b"Via: SIP/2.0/UDP 127.0.0.1:5080;branch=z9hG4bKa;rport\r\n"
    b"Max-Forwards: 70\r\n"
    b'From: "M. Lindqvist" <sip:+49405550142@127.0.0.1>;tag=1\r\n'
    b"To: <sip:204@127.0.0.1>\r\n"
    b"Call-ID: a@b\r\n"
    b"CSeq: 7 INVITE\r\n"
    b"Content-Length: 4\r\n\r\nv=0\n"
)

# RFC 4475 §3.1.1.1, "A short tortuous INVITE".
WSINV = b"""INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0
TO :
 sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n
from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>
  ;
  tag = 98asjd8
MaX-fOrWaRdS: 0068
Call-ID: wsinv.ndaksdj@192.0.2.1
Content-Length   : 150
cseq: 0009
  INVITE
Via  : SIP  /   2.0
 /UDP
    192.0.2.2;branch=390skdjuw
s :
NewFangledHeader:   newfangled value
 continued newfangled value
UnknownHeaderWithUnusualValue: ;;,,;;,;
Content-Type: application/sdp
Route:
 <sip:services.example.com;lr;unknownwith=value;unknown-no-value>
v:  SIP  / 2.0  / TCP     spindle.example.com   ;
  branch  =   z9hG4bK9ikj8  ,
 SIP  /    2.0   / UDP  192.168.255.111   ; branch=
 z9hG4bK30239
m:"Quoted string \\"\\"" <sip:jdrosen@example.com> ; newparam =
      newvalue ;
  secondparam ; q = 0.33

""".replace(b"\n", b"\r\n") + b"v" * 150

# RFC 4475 §3.1.1.6, an escaped NUL and odd characters in a URI; §3.1.1.11, a response without a reason.
ESCNULL = INVITE.replace(b"sip:204@127.0.0.1:5060 ", b"sip:null-%00-null@example.com ")
NOREASON = b"SIP/2.0 100 \r\n" + INVITE.split(b"\r\n", 1)[1]


def test_an_invite_is_read_and_written_back_as_it_was() -> None:
    message = read(INVITE)
    assert isinstance(message, Request)
    assert message.method == "INVITE"
    assert message.sender.name == "M. Lindqvist"
    assert message.sender.uri.name == "+49405550142"
    assert message.cseq == (7, "INVITE")
    assert message.via.param("rport") == ""
    assert write(message) == INVITE


def test_the_tortuous_invite_of_rfc_4475_is_understood() -> None:
    message = read(WSINV)
    assert [Via.read(v).host for v in message.values("via")] == ["192.0.2.2", "spindle.example.com", "192.168.255.111"]
    assert Via.read(message.values("Via")[2]).branch == "z9hG4bK30239"
    assert message.recipient.tag == "1918181833n"
    assert message.sender.name == 'J Rosenberg \\"'
    assert message.cseq == (9, "INVITE")
    contact = NameAddr.read(message.value("Contact") or "")
    assert (contact.name, contact.param("q"), contact.param("secondparam")) == ('Quoted string ""', "0.33", "")
    assert message.value("subject") == ""


def test_an_escaped_nul_in_a_user_is_data() -> None:
    message = read(ESCNULL)
    assert isinstance(message, Request)
    assert Uri.read(message.uri).name == "null-\0-null"


def test_a_response_without_a_reason_is_one() -> None:
    message = read(NOREASON)
    assert isinstance(message, Response)
    assert (message.status, message.reason) == (100, "")


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(INVITE.replace(b"Length: 4", b"Length: -999"), id="negative length (RFC 4475 3.1.2.3)"),
        pytest.param(INVITE.replace(b"Length: 4", b"Length: 9999"), id="length beyond the datagram (3.1.2.2)"),
        pytest.param(INVITE.replace(b"Length: 4", b"Length: 4\r\nl: 5"), id="two lengths"),
        pytest.param(INVITE.replace(b"CSeq: 7", b"CSeq: 36893488147419103232"), id="overlarge CSeq (3.1.2.4)"),
        pytest.param(INVITE.replace(b"7 INVITE", b"7 OPTIONS"), id="another method in CSeq (3.1.2.17)"),
        pytest.param(INVITE.replace(b'"M. Lind', b"M. Lind"), id="an open quote (3.1.2.6)"),
        pytest.param(INVITE.replace(b" sip:204@127.0.0.1:5060 ", b" <sip:a> "), id="angled URI (3.1.2.7)"),
        pytest.param(INVITE.replace(b"SIP/2.0\r\n", b"SIP/7.0\r\n", 1), id="another version (3.1.2.16)"),
        pytest.param(INVITE.replace(b"Call-ID: a@b\r\n", b""), id="no Call-ID (3.3.1)"),
        pytest.param(INVITE.replace(b"Call-ID", b"Call-ID: c\r\nCall-ID"), id="two Call-IDs (3.3.8)"),
        pytest.param(INVITE.replace(b"Max-Forwards: 70", b"X: a\0b"), id="NUL"),
        pytest.param(INVITE.replace(b"Max-Forwards: 70", b"X: a\nVia: b"), id="a bare LF that smuggles a header"),
        pytest.param(INVITE.replace(b"Via: ", b"Vi\xc3\xa4: "), id="no Via"),
        pytest.param(INVITE.replace(b"Max", b"X: 1\r\n" * MAX_HEADERS + b"Max"), id="too many headers"),
        pytest.param(b"\r\n" + b"A" * 70_000, id="too long"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_what_is_no_sip_is_refused(broken: bytes) -> None:
    with pytest.raises(BadMessage):
        read(broken)


def test_bytes_after_the_body_are_cut_off() -> None:
    assert read(INVITE + b"trailing").body == b"v=0\n"


def test_a_name_in_latin_1_leaves_as_it_came() -> None:
    strange = INVITE.replace(b"Lindqvist", b"Lindqv\xefst")
    assert write(read(strange)) == strange


def test_a_header_with_a_line_break_is_never_written() -> None:
    with pytest.raises(ValueError):
        write(read(INVITE).with_value("Subject", "a\r\nVia: b"))


def test_an_own_answer_takes_the_path_back_and_tags_the_recipient() -> None:
    request = read(INVITE)
    assert isinstance(request, Request)
    answer = reply_to(request, 404, to_tag="x")
    assert answer.recipient.tag == "x"
    assert answer.values("Via") == request.values("Via")
    assert read(write(answer)) == answer.with_value("Content-Length", "0")
    assert reply_to(request, 100, to_tag="x").recipient.tag == ""


def test_a_via_says_where_it_really_came_from() -> None:
    via = Via.read("SIP/2.0/UDP phone.local:5060;rport;branch=z9").arrived_from("127.0.0.1", 4711)
    assert (via.param("rport"), via.param("received"), via.branch) == ("4711", "127.0.0.1", "z9")


@pytest.mark.parametrize(
    ("text", "user", "host", "port"),
    [
        ("sip:alice@atlanta.com", "alice", "atlanta.com", None),
        ("sip:alice:pw@atlanta.com;transport=tcp", "alice", "atlanta.com", None),
        ("sips:1212@[2001:db8::10]:5061?subject=x&priority=y", "1212", "[2001:db8::10]", 5061),
        ("SIP:user;par=u%40example.net@example.com", "user;par=u@example.net", "example.com", None),
        ("tel:+4940555", "", "+4940555", None),
    ],
)
def test_uris_are_read(text: str, user: str, host: str, port: int | None) -> None:
    uri = Uri.read(text)
    assert (uri.name, uri.host, uri.port) == (user, host, port)
    assert Uri.read(str(uri)) == uri


@given(st.binary(max_size=400))
def test_random_bytes_are_a_message_or_bad(noise: bytes) -> None:
    with suppress(BadMessage):
        read(noise)


@given(st.integers(0, len(INVITE)), st.binary(max_size=30), st.integers(0, 30))
def test_a_damaged_message_is_read_or_bad_and_can_be_written_again(at: int, noise: bytes, gone: int) -> None:
    try:
        message = read(INVITE[:at] + noise + INVITE[at + gone :])
    except BadMessage:
        return
    again = read(write(message))
    assert [h for h in again.headers if h[0] != "Content-Length"] == [
        h for h in message.headers if h[0].lower() != "content-length"
    ]


@given(st.text(alphabet=st.sampled_from('a";<>,\\= \tsip:@%'), max_size=40))
def test_address_parsers_raise_nothing_but_bad_message(text: str) -> None:
    for parse in (NameAddr.read, Uri.read, Via.read, lambda t: split_outside(t, ",")):
        with suppress(BadMessage):
            parse(text)


@given(st.text(max_size=30).filter(lambda t: not set("\r\n\0") & set(t)))
def test_any_display_name_survives_quoting(name: str) -> None:
    assert NameAddr.read(str(NameAddr(Uri("h", "u"), name))).name == name


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=4), st.lists(st.integers(1, 200), max_size=40))
def test_frames_cut_and_glued_anywhere_come_out_whole(bodies: list[bytes], cuts: list[int]) -> None:
    request = read(INVITE)
    sent = [write(request.__class__(**{**_fields(request), "body": body})) for body in bodies]
    stream = b"\r\n\r\n".join(sent)
    framer, got = Framer(), []
    for cut in cuts:
        got += framer.feed(stream[:cut])
        stream = stream[cut:]
    got += framer.feed(stream)
    assert [piece for piece in got if piece != PING] == sent
    assert got.count(PING) == len(sent) - 1


@given(st.lists(st.binary(max_size=60), max_size=10))
def test_a_framer_takes_garbage_or_refuses_it(pieces: list[bytes]) -> None:
    framer = Framer()
    with suppress(BadMessage):
        for piece in pieces:
            framer.feed(piece)


def test_a_pong_is_swallowed_and_a_ping_is_told() -> None:
    framer = Framer()
    assert framer.feed(b"\r\n") == []
    assert framer.feed(INVITE) == [INVITE]
    assert framer.feed(b"\r\n\r") == []
    assert framer.feed(b"\n") == [PING]


@pytest.mark.parametrize(
    "stream",
    [
        INVITE.replace(b"Content-Length: 4\r\n", b""),
        INVITE.replace(b"Length: 4", b"Length: 999999"),
        INVITE.replace(b"Length: 4", b"Length: 4\r\nl: 5"),
        b"A" * 70_000,
    ],
)
def test_a_stream_that_lost_its_frames_is_given_up(stream: bytes) -> None:
    with pytest.raises(BadMessage):
        Framer().feed(stream)


def _fields(request: object) -> dict[str, object]:
    assert isinstance(request, Request)
    return {"headers": request.headers, "method": request.method, "uri": request.uri}
