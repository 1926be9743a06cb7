"""SIP that is odd or broken, a case for each section of RFC 4475 that a phone can meet, and some of our own.

The messages are ours; the section says what each has in common with the RFC's. `wanted` are the final answers that
are right, None among them for silence. {me} is the phone's Contact without <>, {pbx} the address that it trusts.
"""

# ruff: noqa: E501 - a message is read best in one piece

from __future__ import annotations

from dataclasses import dataclass

SILENCE = None
RINGS = 180  # offered to the agent like any call
SDP = b"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8\r\n"


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    text: str  # the request line and headers; the rest of what a request needs is put below them
    wanted: frozenset[int | None]
    body: bytes = b""
    without: tuple[str, ...] = ()  # of what would be put there
    length: str | None = None  # said instead of the true one


NEEDED = {
    "Via": "SIP/2.0/UDP {pbx};branch=z9hG4bK-{n}",
    "Max-Forwards": "70",
    "From": "<sip:caller@{host}>;tag=t{n}",
    "To": "<{me}>",
    "Call-ID": "torture-{n}",
    "CSeq": "1 {method}",
    "Contact": "<sip:caller@{pbx}>",
}


def wire(case: Case, me: str, pbx: str, n: int) -> bytes:
    """The datagram. What a case says itself is not said again."""
    method = case.text.split(" ", 1)[0].strip()
    said = {line.split(":", 1)[0].strip().lower() for line in case.text.split("\n")[1:] if ":" in line}
    short = {"v": "via", "f": "from", "t": "to", "i": "call-id", "m": "contact", "l": "content-length"}
    said |= {short[name] for name in said if name in short}
    lines = [line.rstrip("\n") for line in case.text.split("\n")]
    lines += [f"{k}: {v}" for k, v in NEEDED.items() if k.lower() not in said and k not in case.without]
    if case.body and "content-type" not in said:
        lines.append("Content-Type: application/sdp")
    if "content-length" not in said:
        lines.append(f"Content-Length: {len(case.body) if case.length is None else case.length}")
    filled = "\r\n".join((*lines, "", ""))
    places = {"{me}": me, "{pbx}": pbx, "{host}": pbx.split(":")[0], "{n}": str(n), "{method}": method}
    for place, value in places.items():
        filled = filled.replace(place, value)
    return filled.encode("latin-1") + case.body


def case(name: str, text: str, *wanted: int | None, body: bytes = b"", without: tuple[str, ...] = (),
         length: str | None = None) -> Case:  # fmt: skip
    return Case(name, text, frozenset(wanted), body, without, length)


VALID = (
    case(
        "3.1.1.1 folded, spaced and cased at will",
        'INVITE {me};unknown SIP/2.0\nTO :\n {me}\nfrom   : "J \\\\\\""     '
        "  <sip:j@example.com>\n  ;\n  tag = 98{n}\nMaX-fOrWaRdS: 0068\ncseq: 0009\n  INVITE\ns :\nNewFangled:   a\n b\n"
        "UnusualValue: ;;,,;;,;\nVia  : SIP  /   2.0\n /UDP\n    {pbx};branch=z9hG4bK-{n}",
        RINGS,
        body=SDP,
    ),
    case(
        "3.1.1.2 every character a token may have",
        "!interesting-Method0123456789_*+`.%indeed'~ {me} SIP/2.0",
        405,
        501,
        400,
        SILENCE,
    ),
    case(
        "3.1.1.3 escapes in user and parameter",
        "INVITE {me} SIP/2.0\nFrom: <sip:I%20have%20spaces@example.net>;tag=t{n}"
        "\nContact: <sip:cal%6Cer@{pbx};%6C%72;n%61me=v%61lue%25%34%31>",
        RINGS,
        body=SDP,
    ),
    case("3.1.1.4 escaped nulls", "INVITE {me} SIP/2.0\nFrom: sip:null-%00-null@example.com;tag=t{n}", RINGS, body=SDP),
    case("3.1.1.5 a percent sign that escapes nothing", "RE%47IST%45R {me} SIP/2.0", 405, 501, 400, SILENCE),
    case(
        "3.1.1.6 no space before the bracket",
        "INVITE {me} SIP/2.0\nFrom: caller<sip:caller@example.com>;tag=t{n}",
        RINGS,
        body=SDP,
    ),
    case(
        "3.1.1.7 long values",
        'INVITE {me} SIP/2.0\nFrom: "'
        + "I have a very long name " * 20
        + '" <sip:caller@example.com>;tag='
        + "9" * 120
        + "{n}\nX-Long: "
        + "v" * 900,
        RINGS,
        body=SDP,
    ),
    case("3.1.1.8 octets after the body", "OPTIONS {me} SIP/2.0", 200, body=b"x" * 60, length="0"),
    case(
        "3.1.1.9 parameters in the user part",
        "OPTIONS {me} SIP/2.0\nFrom: <sip:u;par=u%40example.net@{host}>;tag=t{n}",
        200,
    ),
    case(
        "3.1.1.10 transports of every kind below ours",
        "OPTIONS {me} SIP/2.0\nVia: SIP/2.0/UDP {pbx};branch=z9hG4bK-{n}"
        "\nVia: SIP/2.0/SCTP t1.example.com;branch=z9hG4bKa\nVia: SIP/2.0/UNKNOWN t2.example.com;branch=z9hG4bKb",
        200,
    ),
    case(
        "3.1.1.11 a body of several parts",
        "MESSAGE {me} SIP/2.0\nContent-Type: multipart/mixed;boundary=7a",
        200,
        202,
        415,
        body=b"--7a\r\nContent-Type: text/plain\r\n\r\nHello\r\n--7a\r\nContent-Type: application/x\r\n\r\n\x00\x01"
        b"\xff\r\n--7a--",
    ),
    case("3.1.1.12 a reason phrase in another script", "SIP/2.0 200 = 2**3 * 5**2 \xd0\xbd\xd0\xbe", SILENCE),
    case("3.1.1.13 an empty reason phrase", "SIP/2.0 100 ", SILENCE),
)

INVALID = (
    case(
        "3.1.2.1 separators that separate nothing",
        "INVITE {me} SIP/2.0\nVia: SIP/2.0/UDP {pbx};branch=z9hG4bK-{n};;,;,,"
        '\nContact: "Joe" <sip:joe@example.org>;;;;',
        400,
        RINGS,
        SILENCE,
        body=SDP,
    ),
    case("3.1.2.2 a length larger than what came", "INVITE {me} SIP/2.0", 400, SILENCE, body=SDP, length="9999"),
    case("3.1.2.3 a negative length", "INVITE {me} SIP/2.0", 400, SILENCE, body=SDP, length="-999"),
    case(
        "3.1.2.4 scalars beyond every word",
        "INVITE {me} SIP/2.0\nCSeq: 36893488147419103232 INVITE\nMax-Forwards: 300\nExpires: 10000000000000000000",
        400,
        SILENCE,
        body=SDP,
    ),
    case(
        "3.1.2.5 the same in a response",
        "SIP/2.0 503 Service Unavailable\nCSeq: 9292394834772304023312 OPTIONS\n"
        "Retry-After: 949302838503028349304023988",
        SILENCE,
    ),
    case("3.1.2.6 a quotation without end", 'INVITE {me} SIP/2.0\nTo: "Mr. J. User <{me}>', 400, SILENCE, body=SDP),
    case("3.1.2.7 brackets around the request's URI", "INVITE <{me}> SIP/2.0", 400, SILENCE, body=SDP),
    case("3.1.2.8 a space within it", "INVITE {me}; lr SIP/2.0", 400, SILENCE, body=SDP),
    case("3.1.2.9 two spaces", "INVITE  {me}  SIP/2.0", 400, SILENCE, RINGS, body=SDP),
    case("3.1.2.10 a space behind the line", "OPTIONS {me} SIP/2.0  ", 400, SILENCE, 200),
    case(
        "3.1.2.11 headers within the URI",
        "INVITE {me}?Route=%3Csip:example.com%3E SIP/2.0",
        400,
        SILENCE,
        RINGS,
        body=SDP,
    ),
    case(
        "3.1.2.12 a date of no zone", "INVITE {me} SIP/2.0\nDate: Fri, 01 Jan 2010 16:00:00 EST", 400, RINGS, body=SDP
    ),
    case(
        "3.1.2.13 a URI with parameters and no brackets",
        "REGISTER {me} SIP/2.0\nContact: sip:user@example.com?Route=%3C",
        400,
        405,
        501,
        SILENCE,
    ),
    case("3.1.2.14 spaces within an address", 'OPTIONS {me} SIP/2.0\nTo: "W" < {me} >', 200, 400, SILENCE),
    case(
        "3.1.2.15 a name that is no token",
        "OPTIONS {me} SIP/2.0\nFrom: Bell, Alexander <sip:a@example.com>;tag=t{n}",
        200,
        400,
        SILENCE,
    ),
    case("3.1.2.16 version 7.0", "OPTIONS {me} SIP/7.0", 505, 400, SILENCE),
    case("3.1.2.17 two methods", "OPTIONS {me} SIP/2.0\nCSeq: 8 INVITE", 400, SILENCE),
    case("3.1.2.18 an unknown one of two", "NEWMETHOD {me} SIP/2.0\nCSeq: 8 INVITE", 400, 405, 501, SILENCE),
    case("3.1.2.19 a status of 4294967301", "SIP/2.0 4294967301 better not break", SILENCE),
    case(
        "3.2.1 no transaction in the branch",
        "OPTIONS {me} SIP/2.0\nVia: SIP/2.0/UDP {pbx};branch=z9hG4bK",
        200,
        400,
        SILENCE,
    ),
    case(
        "3.3.1 what must be there is not",
        "INVITE {me} SIP/2.0",
        400,
        SILENCE,
        body=SDP,
        without=("From", "To", "Call-ID", "Max-Forwards"),
    ),
    case("3.3.2 an unknown scheme", "OPTIONS nobodyKnows:totallyopaque SIP/2.0", 400, 416, 404, 200, SILENCE),
    case(
        "3.3.3 a scheme that is not ours", "OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0", 400, 416, 404, 200, SILENCE
    ),
    case(
        "3.3.4 unknown schemes in headers",
        "INVITE {me} SIP/2.0\nFrom: <http://www.example.com>;tag=t{n}\nContact: <name:John_Smith>",
        400,
        500,
        SILENCE,
        RINGS,
        body=SDP,
    ),
    case(
        "3.3.5 options that nobody has", "OPTIONS {me} SIP/2.0\nRequire: nothingSupportsThis, nothingNeither", 420, 200
    ),
    case("3.3.5 the same of a call", "INVITE {me} SIP/2.0\nRequire: nothingSupportsThis", 420, body=SDP),
    case(
        "3.3.6 an unknown kind of body",
        "INVITE {me} SIP/2.0\nContent-Type: application/unknownformat",
        415,
        400,
        488,
        body=b"<audio>/</audio>",
    ),
    case(
        "3.3.7 an unknown way to log in",
        "OPTIONS {me} SIP/2.0\nAuthorization: NoOneKnowsThisScheme opaque-data=here",
        200,
        SILENCE,
    ),
    case(
        "3.3.8 many of what is one",
        "INVITE {me} SIP/2.0\nCSeq: 5 INVITE\nCSeq: 59 INVITE\nCall-ID: a{n}\nCall-ID: b{n}\n"
        "Max-Forwards: 70\nMax-Forwards: 5",
        400,
        SILENCE,
        RINGS,
        body=SDP,
    ),
    case(
        "3.3.9 two lengths",
        "OPTIONS {me} SIP/2.0\nContent-Length: 13\nContent-Length: 5",
        400,
        SILENCE,
        200,
        body=b"x" * 9,
    ),
    case(
        "3.3.10 a response to somebody else",
        "SIP/2.0 200 OK\nVia: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bKx\nVia: "
        "SIP/2.0/UDP 255.255.255.255;branch=z9hG4bKy\nCSeq: 6 INVITE",
        SILENCE,
    ),
    case("3.3.11 no hop left", "OPTIONS {me} SIP/2.0\nMax-Forwards: 0", 200, 483),
    case("3.3.12 a REGISTER at a phone", "REGISTER {me} SIP/2.0", 405, 501, 400, SILENCE),
    case("3.3.15 an answer nobody can make", "OPTIONS {me} SIP/2.0\nAccept: text/nobodyKnowsThis", 200, 406),
    case(
        "3.4.1 as before 2002",
        "INVITE {me} SIP/2.0\nVia: SIP/2.0/UDP {pbx}\nFrom: <sip:iuser@{host}>",
        RINGS,
        400,
        SILENCE,
        body=SDP,
    ),
)

BODIES = tuple(
    case(f"SDP: {name}", "INVITE {me} SIP/2.0", 400, 488, 415, RINGS, SILENCE, body=body)
    for name, body in (
        ("garbage", bytes(range(256))),
        ("cut in the middle", SDP[:40]),
        ("no connection", SDP.replace(b"c=IN IP4 127.0.0.1\r\n", b"")),
        ("port 99999", SDP.replace(b"40000", b"99999")),
        ("port 0", SDP.replace(b"40000", b"0")),
        ("a thousand formats", SDP.replace(b"AVP 8", b"AVP " + b" ".join(b"%d" % (n % 128) for n in range(600)))),
        ("forty media lines", SDP + b"m=audio 40002 RTP/AVP 8\r\n" * 40),
        ("an address that is none", SDP.replace(b"IP4 127.0.0.1\r\nt", b"IP4 999.1.1.1\r\nt")),
        ("payload 300", SDP.replace(b"AVP 8", b"AVP 300") + b"a=rtpmap:300 PCMA/8000\r\n"),
        ("a rate of zero", SDP + b"a=rtpmap:8 PCMA/0\r\n"),
        ("a packet time of nonsense", SDP + b"a=ptime:-20\r\na=maxptime:99999999999\r\n"),
        ("keys of nonsense", SDP + b"a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:!!!!\r\n"),
        ("candidates of nonsense", SDP + b"a=ice-ufrag:x\r\na=ice-pwd:y\r\na=candidate:1 9 UDP x y z\r\n"),
    )
)
OURS = (
    case("MESSAGE without a kind", "MESSAGE {me} SIP/2.0\nContent-Type: ", 200, 202, 400, 415, SILENCE, body=b"x"),
    case(
        "MESSAGE of CPIM without end",
        "MESSAGE {me} SIP/2.0\nContent-Type: message/cpim",
        200,
        202,
        400,
        415,
        body=b"From: <\r\nTo",
    ),
    case(
        "MESSAGE of IMDN with entities",
        "MESSAGE {me} SIP/2.0\nContent-Type: message/imdn+xml",
        200,
        202,
        400,
        415,
        body=b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><imdn>&c;</imdn>',
    ),
    case(
        "MESSAGE that is no UTF-8",
        "MESSAGE {me} SIP/2.0\nContent-Type: text/plain",
        200,
        202,
        400,
        415,
        body=b"\xff\xfe\x00\x80abc",
    ),
    case(
        "MESSAGE that is writing for ever",
        "MESSAGE {me} SIP/2.0\nContent-Type: application/im-iscomposing+xml",
        200,
        202,
        400,
        415,
        body=b"<isComposing><state>active</state><refresh>99999999999999999999</refresh></isComposing>",
    ),
    case(
        "NOTIFY that nobody asked for",
        "NOTIFY {me} SIP/2.0\nEvent: presence\nSubscription-State: active",
        481,
        489,
        405,
        400,
        body=b"<presence/>",
    ),
    case(
        "NOTIFY of MWI that says nothing",
        "NOTIFY {me} SIP/2.0\nEvent: message-summary\nSubscription-State: active\n"
        "Content-Type: application/simple-message-summary",
        200,
        481,
        489,
        400,
        SILENCE,
        body=b"Messages-Waiting: \xff\r\n",
    ),
    case(
        "NOTIFY of a transfer nobody asked for",
        "NOTIFY {me} SIP/2.0\nEvent: refer\nSubscription-State: active\nContent-Type: message/sipfrag",
        481,
        489,
        400,
        body=b"SIP/2.0 \x00",
    ),
    case(
        "REFER out of nowhere", "REFER {me} SIP/2.0\nRefer-To: <sip:premium@example.com>", 403, 405, 481, 603, 501, 400
    ),
    case("BYE of no call", "BYE {me} SIP/2.0\nTo: <{me}>;tag=none", 481),
    case(
        "Replaces of no call",
        "INVITE {me} SIP/2.0\nReplaces: none;to-tag=a;from-tag=b\nRequire: replaces",
        481,
        400,
        body=SDP,
    ),
    case("Replaces of nonsense", "INVITE {me} SIP/2.0\nReplaces: ;;;=", 400, 481, RINGS, SILENCE, body=SDP),
    case(
        "SUBSCRIBE for ever",
        "SUBSCRIBE {me} SIP/2.0\nEvent: presence\nExpires: 99999999999",
        200,
        202,
        400,
        403,
        489,
        SILENCE,
    ),
    case(
        "a hundred and fifty headers of context",
        "INVITE {me} SIP/2.0\n" + "\n".join(f"X-{n}: {n}" for n in range(150)),
        RINGS,
        400,
        body=SDP,
    ),
)
CASES = (*VALID, *INVALID, *BODIES, *OURS)
