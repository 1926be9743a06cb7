"""A configuration profile for macOS: every setting, commented out; IT takes the comment off what is to be managed.

What stands under Recommended is a default that the agent may change. The identifiers are made from the name, so that
the same table gives the same file.
"""

from __future__ import annotations

import plistlib
import uuid

from policy.words import values
from softphone.domain.settings import Entry, table
from softphone.host.policy import MAC_FILE, RECOMMENDED

HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>PayloadType</key><string>Configuration</string>
  <key>PayloadVersion</key><integer>1</integer>
  <key>PayloadIdentifier</key><string>chat.aside.policy</string>
  <key>PayloadUUID</key><string>{outer}</string>
  <key>PayloadDisplayName</key><string>Aside</string>
  <key>PayloadScope</key><string>System</string>
  <key>PayloadContent</key>
  <array>
    <dict>
      <key>PayloadType</key><string>{domain}</string>
      <key>PayloadVersion</key><integer>1</integer>
      <key>PayloadIdentifier</key><string>chat.aside.policy.settings</string>
      <key>PayloadUUID</key><string>{inner}</string>
      <key>PayloadDisplayName</key><string>Aside</string>
"""
FOOT = """\
    </dict>
  </array>
</dict>
</plist>
"""


def profile() -> str:
    outer, inner = (str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.aside.org")).upper() for name in ("policy", "settings"))
    rows = [HEAD.format(outer=outer, inner=inner, domain=MAC_FILE.stem)]
    rows += [_row(entry, " " * 6) for entry in table()]
    rows += [f"      <key>{RECOMMENDED}</key>\n      <dict>\n"]
    rows += [_row(entry, " " * 8) for entry in table()]
    rows += ["      </dict>\n", FOOT]
    return "".join(rows)


def _row(entry: Entry, margin: str) -> str:
    value = plistlib.dumps([entry.default], fmt=plistlib.FMT_XML).decode()
    value = "".join(line.strip() for line in value.splitlines()[4:-2])
    said = f"{entry.english}: {values(entry, 'en')}".replace("--", "-")
    return f"{margin}<!-- {said} -->\n{margin}<!--:<key>{entry.name}</key>{value}:-->\n"
