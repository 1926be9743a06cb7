"""The Qt application: its name, its language, its light or dark. All three can change while it runs."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QObject, QTranslator, QUrl, Signal
from PySide6.QtGui import QFileOpenEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from softphone import BUILD
from softphone.domain.settings import Language, Scheme, Settings
from softphone.host.paths import resource
from softphone.ui.icons import app_icon
from softphone.ui.look import dress


class Application(QApplication):
    """macOS hands links to the program that runs, as events; elsewhere they are words of a second start."""

    called = Signal(list)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent):
            self.called.emit([event.url().toString(QUrl.ComponentFormattingOption.FullyEncoded)])
            return True
        return super().event(event)


def open_qt(settings: Settings) -> QApplication:
    """The one application of this process. Quitting is a fact, not the closing of a window."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = Application([sys.argv[0]])
    app.setApplicationName("aside")
    app.setApplicationDisplayName("Aside")
    app.setApplicationVersion(BUILD)
    app.setDesktopFileName("aside")
    app.setQuitOnLastWindowClosed(False)
    Appearance(app, settings)
    app.setWindowIcon(app_icon())
    return app


class Appearance(QObject):
    """Language and scheme as the settings want them; follows the system where they say so."""

    def __init__(self, app: QApplication, settings: Settings) -> None:
        super().__init__(app)
        self.setObjectName("appearance")
        self._app = app
        self._language = Language.ENGLISH
        self._scheme = settings.scheme
        self._translators: list[QTranslator] = []
        self.follow(settings)
        dress(app, self._scheme)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    def follow(self, settings: Settings) -> None:
        """Take over what changed; nothing happens where nothing did."""
        wanted = settings.language
        if wanted is Language.SYSTEM:
            german = QLocale.system().language() is QLocale.Language.German
            wanted = Language.GERMAN if german else Language.ENGLISH
        if settings.scheme is not self._scheme:
            self._scheme = settings.scheme
            dress(self._app, self._scheme)
        if wanted is not self._language:
            self._language = wanted
            self._speak(wanted)

    def _speak(self, language: Language) -> None:
        QLocale.setDefault(QLocale("de_DE" if language is Language.GERMAN else "en_GB"))
        for translator in self._translators:
            self._app.removeTranslator(translator)
        self._translators = []
        if language is Language.ENGLISH:
            return
        qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        for path in (f"{qt}/qtbase_{language.value}.qm", _catalogue(language)):
            translator = QTranslator(self)
            if path and translator.load(path):
                self._app.installTranslator(translator)
                self._translators.append(translator)

    def _system_changed(self) -> None:
        if self._scheme is Scheme.SYSTEM:
            dress(self._app, self._scheme)


def appearance(app: QApplication) -> Appearance:
    """The one that `open_qt` made."""
    found = app.findChild(Appearance, "appearance")
    if not isinstance(found, Appearance):
        raise TypeError("open_qt makes it")
    return found


def _catalogue(language: Language) -> str:
    try:
        return str(resource(f"i18n/aside_{language.value}.qm"))
    except FileNotFoundError:
        return ""
