"""About: what this is, which version, under which licence, and made of what."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import QCoreApplication, QSize, Qt, qVersion
from PySide6.QtWidgets import QLabel, QWidget

from softphone.ui.icons import app_icon
from softphone.ui.look import px
from softphone.ui.parts.button import Button
from softphone.ui.parts.side_window import SideWindow, heading
from softphone.ui.parts.text import Copyable, Text

translate = QCoreApplication.translate

LICENCE = "GPL-3.0-or-later"
# Name, distribution, licence as the project itself names it.
LIBRARIES = (
    ("PJSIP (pjsua2)", "pjsua2-python", "GPL-2.0-or-later"),
    ("Qt for Python", "PySide6-Essentials", "LGPL-3.0"),
    ("SQLite3 Multiple Ciphers (apsw)", "apsw-sqlite3mc", "MIT"),
    ("phonenumbers", "phonenumbers", "Apache-2.0"),
    ("python-stdnum", "python-stdnum", "LGPL-2.1-or-later"),
    ("miniaudio", "miniaudio", "MIT"),
    ("httpx", "httpx", "BSD-3-Clause"),
    ("truststore", "truststore", "MIT"),
    ("keyring", "keyring", "MIT"),
    ("msgspec", "msgspec", "BSD-3-Clause"),
    ("NumPy", "numpy", "BSD-3-Clause"),
    ("NSNet2", "", "CC-BY-4.0"),
    ("vobject", "vobject", "Apache-2.0"),
    ("charset-normalizer", "charset-normalizer", "MIT"),
    ("platformdirs", "platformdirs", "MIT"),
)


class About(SideWindow):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, QSize(460, 560))

    def _build(self) -> None:
        self.setWindowTitle(translate("About", "About Aside"))
        rows = self.page.rows
        sign = QLabel()
        sign.setPixmap(app_icon().pixmap(px(56), px(56)))
        sign.setAccessibleName("Aside")
        rows.addWidget(sign, 0, Qt.AlignmentFlag.AlignHCenter)
        name = Text("Aside", size="title", strong=True)
        rows.addWidget(name, 0, Qt.AlignmentFlag.AlignHCenter)
        line = Text(
            translate("About", "The agent softphone that keeps an expert at your side."), ink="second", wrapped=True
        )
        line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        rows.addWidget(line)
        build = translate("About", "Version {version}").format(version=installed("aside"))
        running = f"{build} · Python {platform.python_version()} · Qt {qVersion()} · {platform.system()}"
        copied = Copyable(translate("About", "Copied"), translate("About", "Click copies this line"), size="second")
        copied.say_value(running, f"Aside {running}")
        copied.setAlignment(Qt.AlignmentFlag.AlignCenter)
        copied.setMinimumHeight(px(28))
        rows.addWidget(copied)
        rows.addWidget(heading(translate("About", "Licence")))
        rows.addWidget(
            Text(
                translate(
                    "About",
                    "Free software under {licence}: you may use, study, share and change it. "
                    "It comes without any warranty.",
                ).format(licence=LICENCE),
                wrapped=True,
            )
        )
        rows.addWidget(heading(translate("About", "Made with")))
        for title, distribution, licence in LIBRARIES:
            named = f"{title} {installed(distribution)}".rstrip()
            rows.addWidget(Text(f"{named} · {licence}", ink="second", elided=True))
        rows.addStretch(1)
        self.foot.rows.addStretch(1)
        close = Button(translate("About", "Close"))
        close.clicked.connect(self.close)
        self.foot.rows.addWidget(close)


def installed(distribution: str) -> str:
    """The version that runs; a frozen program may carry no metadata of its libraries."""
    try:
        return version(distribution)
    except (PackageNotFoundError, ValueError):  # what is no distribution has none
        return ""
