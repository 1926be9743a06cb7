"""The list of everything inside (CycloneDX), also inside the wheels, and whether any of it is known to be vulnerable.

A wheel's own list stands under its wheel. `pip-audit` says "no known vulnerabilities" of what it could not look up;
here each part must have been looked up.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from inside.parts import Part

# Old, and not to be reached: said where somebody who scans for it will look.
NOT_REACHED = (
    "Linked by the PJSIP wheel, and no signalling goes through it: PJSIP speaks plain SIP to the carrier on loopback; "
    "TLS to the PBX is Qt's, with the system's OpenSSL (README, decisions)."
)
AUDITED_AS = "pypi"


def bill(inside: Iterable[Part], version: str, epoch: int) -> str:
    """The same parts give the same text."""
    listed = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {"type": "application", "name": "aside", "version": version, "bom-ref": "aside"},
        },
        "components": [_component(part) for part in inside],
    }
    return json.dumps(listed, indent=1, sort_keys=True) + "\n"


def audit(inside: Iterable[Part], **environment: str) -> list[str]:
    """What speaks against a release, a line each: a part known to be vulnerable, or one that nobody could look up."""
    wheels = {part.name: part.version for part in inside if _kind(part) == AUDITED_AS}
    with tempfile.TemporaryDirectory(prefix="aside-audit-") as place:
        wanted = Path(place) / "wanted.txt"
        wanted.write_text("".join(f"{name}=={version}\n" for name, version in wheels.items()), encoding="utf-8")
        line: list[str | Path] = [Path(sys.executable).with_name("pip-audit"), "--no-deps", "--disable-pip"]
        # What is known is asked for now; an answer of last week is none.
        line += ["--format", "json", "--cache-dir", Path(place) / "cache", "--requirement", wanted]
        quiet, env = subprocess.DEVNULL, {**os.environ, **environment}
        done = subprocess.run(line, env=env, text=True, check=False, stdin=quiet, stderr=quiet, stdout=subprocess.PIPE)
    return judge(done.stdout, wheels)


def says_what_it_could_not_ask(inside: Sequence[Part]) -> bool:
    """With nobody to be reached: of every part that it was not audited. pip-audit itself says that all is well."""
    nowhere = dict.fromkeys(("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"), "http://127.0.0.1:9")
    against = audit(inside, **nowhere, NO_PROXY="", no_proxy="")
    asked = [part for part in inside if _kind(part) == AUDITED_AS]
    return against == [f"{part.name} {part.version}: not audited" for part in asked] != []


def judge(said: str, wheels: dict[str, str]) -> list[str]:
    """`said` is pip-audit's JSON; "" where it did not run to its end."""
    rows = json.loads(said)["dependencies"] if said else []
    audited = {_plain(row["name"]): row for row in rows if row.get("version") and "skip_reason" not in row}
    against = []
    for name, version in wheels.items():
        row = audited.get(_plain(name))
        if row is None:
            against.append(f"{name} {version}: not audited")
        else:
            against.extend(f"{name} {version}: {found['id']}" for found in row["vulns"])
    return against


def _component(part: Part) -> dict[str, Any]:
    purl = f"pkg:{_kind(part)}/{_plain(part.name)}@{part.version}"
    made: dict[str, Any] = {"type": "library", "name": part.name, "version": part.version, "bom-ref": purl}
    made |= {"purl": purl, "licenses": [{"license": {"name": part.licence}}]}
    inner = {}
    for path in part.inner:
        for each in json.loads(path.read_text(encoding="utf-8")).get("components", []):
            if _plain(each["name"]) != _plain(part.name):
                inner[each["name"], each.get("version", "")] = _inner(each, purl)
    if inner:
        made["components"] = [inner[key] for key in sorted(inner)]
    return made


def _inner(each: dict[str, Any], wheel: str) -> dict[str, Any]:
    kept: dict[str, Any] = {key: each[key] for key in ("type", "name", "version", "purl", "licenses") if key in each}
    kept["bom-ref"] = f"{wheel}#{each['name']}@{each.get('version', '')}"
    if each["name"].startswith("openssl") and "/pjsua2-python@" in wheel:
        kept["properties"] = [{"name": "aside:note", "value": NOT_REACHED}]
    return kept


def _kind(part: Part) -> str:
    return "generic" if part.name == "Python" else AUDITED_AS


def _plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")
