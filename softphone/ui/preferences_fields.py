"""One field for one setting, made from its row of the table. A change is told when it is complete, not per key."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QSlider, QSpinBox, QWidget

from softphone.domain.audio import SoundDevice
from softphone.domain.moment import NO_MUSIC, OUR_WORDS
from softphone.domain.settings import Entry
from softphone.domain.text import clean
from softphone.ui import preferences_words as words
from softphone.ui.look import px
from softphone.ui.parts.choice import Choice, Figure, Switch
from softphone.ui.parts.text import Text, one_line

translate = QCoreApplication.translate

Told = Callable[[Any], None]

LONGEST = 2000
MOST_ITEMS = 40
DEVICES = {"microphone": True, "ear": False, "ringer": False}
SOUND_FILES = {"moment_words": ("", *OUR_WORDS), "moment_music": ("", NO_MUSIC)}


class _NoWheel(QObject):
    """A page that is scrolled with the wheel must not change the figures under the pointer."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False


def field_for(entry: Entry, value: Any, told: Told, devices: tuple[SoundDevice, ...] = ()) -> QWidget:
    """The widget for this setting, showing `value`."""
    made: QWidget
    if entry.name in DEVICES:
        made = _device(entry, value, told, devices)
    elif entry.name in SOUND_FILES:
        made = SoundFile(SOUND_FILES[entry.name], str(value), told)
    elif entry.name == "country":
        made = _choice([(code, f"{name} ({code})") for code, name in words.countries()], value, told)
    elif entry.kind is bool:
        made = _switch(entry, bool(value), told)
    elif issubclass(entry.kind, StrEnum):
        made = _choice([(each, words.choice(each)) for each in entry.kind], value, told)
    elif entry.kind is int:
        made = _figure(entry, int(value), told)
    elif entry.kind is float:
        made = _volume(entry, float(value), told)
    elif entry.kind is tuple:
        made = _list(value, told)
    else:
        made = _text(str(value), told)
    if not made.accessibleName():
        made.setAccessibleName(words.label(entry))
    made.setObjectName(entry.name)
    if isinstance(made, QComboBox | QSpinBox):
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.installEventFilter(_NoWheel(made))
    return made


def _switch(entry: Entry, value: bool, told: Told) -> Switch:
    box = Switch(words.label(entry))
    box.setChecked(value)
    box.toggled.connect(told)
    return box


def _choice(options: list[tuple[Any, str]], value: Any, told: Told) -> QComboBox:
    box = Choice()
    for option, word in options:
        box.addItem(word, option)
    at = next((n for n, (option, _) in enumerate(options) if option == value), -1)
    if at < 0:
        box.addItem(str(value), value)
        at = box.count() - 1
    box.setCurrentIndex(at)
    # By index: Qt stores a StrEnum as a plain string.
    box.activated.connect(lambda index: told(options[index][0] if index < len(options) else value))
    return box


def _device(entry: Entry, value: str, told: Told, devices: tuple[SoundDevice, ...]) -> QComboBox:
    offered = [(d.device_id, one_line(d.name)) for d in devices if d.microphone == DEVICES[entry.name]]
    first = translate("Preferences", "As this PC has it set")
    if entry.name == "ringer":
        first = translate("Preferences", "Headset and this PC's speaker")
    gone = [] if value in {"", *(d for d, _ in offered)} else [(value, translate("Preferences", "Not plugged in now"))]
    return _choice([("", first), *offered, *gone], value, told)


class SoundFile(Choice):
    """One of ours, or a file of the agent's own."""

    def __init__(self, ours: tuple[str, ...], value: str, told: Told) -> None:
        super().__init__()
        self._told = told
        self._names: list[str] = []
        for name in ours:
            self._offer(name, words.sound_file(name, music=NO_MUSIC in ours))
        self._ask = translate("Preferences", "A file of your own …")
        self.addItem(self._ask)
        self._show(value)
        self.activated.connect(self._choose)

    def _offer(self, name: str, word: str) -> None:
        self.insertItem(len(self._names), word)
        self._names.append(name)

    def _show(self, name: str) -> None:
        self._chosen = name
        if name not in self._names:
            self._offer(name, one_line(Path(name).name))
        self.setCurrentIndex(self._names.index(name))

    def _choose(self, index: int) -> None:
        if index < len(self._names):
            self._take(self._names[index])
            return
        self._show(self._chosen)
        chooser = QFileDialog(self, self._ask.removesuffix(" …"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setNameFilter("WAV (*.wav)")
        chooser.fileSelected.connect(self._take)
        chooser.open()

    def _take(self, name: str) -> None:
        self._show(name)
        self._told(name)


def _figure(entry: Entry, value: int, told: Told) -> QSpinBox:
    box = Figure()
    box.setRange(int(entry.low or 0), int(entry.high if entry.high is not None else 99_999))
    if entry.unit:
        box.setSuffix(f" {words.unit(entry.unit)}")
    if entry.low == 0 and words.zero(entry.name):
        box.setSpecialValueText(words.zero(entry.name))
    box.setMaximumWidth(px(160))
    box.setValue(value)
    box.valueChanged.connect(told)
    return box


class Volume(QWidget):
    """A slider with its figure beside it."""

    def __init__(self, entry: Entry, value: float, told: Told) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(12))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(round((entry.low or 0) * 100), round((entry.high or 1) * 100))
        self.slider.setMinimumHeight(px(26))
        self.slider.setSingleStep(5)
        self.slider.setPageStep(20)
        self.slider.setAccessibleName(words.label(entry))
        self.slider.installEventFilter(_NoWheel(self.slider))
        self._figure = Text(tabular=True)
        self._figure.setMinimumWidth(px(48))
        self._figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.slider, 1)
        row.addWidget(self._figure)
        self.setFocusProxy(self.slider)
        self.slider.valueChanged.connect(self._show)
        self.slider.setValue(round(value * 100))
        self._show(self.slider.value())
        self.slider.sliderReleased.connect(lambda: told(self.slider.value() / 100))
        self.slider.valueChanged.connect(lambda at: None if self.slider.isSliderDown() else told(at / 100))

    def _show(self, percent: int) -> None:
        self._figure.say(f"{percent} %")


def _volume(entry: Entry, value: float, told: Told) -> Volume:
    return Volume(entry, value, told)


def _text(value: str, told: Told) -> QLineEdit:
    field = QLineEdit(value)
    field.setMaxLength(LONGEST)

    def tell() -> None:
        if field.isModified():
            field.setModified(False)
            told(clean(field.text(), LONGEST))

    field.editingFinished.connect(tell)
    return field


def secret_field(told: Told) -> QLineEdit:
    """Typed, told once with Enter or on leaving, and gone. One that is left empty tells nothing; a blank erases."""
    field = QLineEdit()
    field.setMaxLength(LONGEST)
    field.setEchoMode(QLineEdit.EchoMode.Password)

    def tell() -> None:
        typed, field_was = field.text(), field.isModified()
        field.clear()
        if field_was and typed:
            told(clean(typed, LONGEST))

    field.editingFinished.connect(tell)
    return field


def _list(value: tuple[str, ...], told: Told) -> QLineEdit:
    def split(text: str) -> None:
        parts = (clean(part, 60) for part in text.replace(";", ",").split(","))
        told(tuple(dict.fromkeys(p for p in parts if p))[:MOST_ITEMS])

    return _text(", ".join(value), split)
