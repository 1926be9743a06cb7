"""The preferences are made from the settings table: a field for each, and what is locked stays so."""

from __future__ import annotations

from typing import TypeVar

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, Qt, QTranslator
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QFileDialog, QLineEdit, QSlider, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from softphone.domain.audio import Sound, SoundDevice, SoundState
from softphone.domain.desk import Desk, Levels
from softphone.domain.effects import ToEngine
from softphone.domain.facts import (
    CrmTokenGiven,
    Fact,
    ForgetPressed,
    PasswordGiven,
    SecretState,
    SettingsChanged,
    ToneTried,
    WipePressed,
)
from softphone.domain.nat import RELAY
from softphone.domain.protocol import PlayTone
from softphone.domain.ringing import RingTone
from softphone.domain.settings import Scheme, SecondCall, Settings, table
from softphone.domain.update import update
from softphone.domain.wave import Unplayable
from softphone.host.clock import Clock
from softphone.ui.look import dress
from softphone.ui.parts.button import Button
from softphone.ui.parts.text import Text
from softphone.ui.preferences import PRIVACY, Preferences
from softphone.ui.preferences_privacy import records
from tests.builders import a_desk

HEADSET = (SoundDevice("mic-1", "Headset", True), SoundDevice("ear-1", "Headset", False))
DESK = a_desk(sound=Sound(SoundState.WORKING, devices=HEADSET))


class Posted(list[Fact]):
    @property
    def settings(self) -> Settings:
        last = self[-1]
        assert isinstance(last, SettingsChanged)
        return last.settings


@pytest.fixture
def posted() -> Posted:
    return Posted()


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, posted: Posted) -> Preferences:
    dress(qapp, Scheme.LIGHT)
    made = Preferences(posted.append, Clock())
    qtbot.addWidget(made)
    made.show_desk(None, DESK)
    made.bring_up()
    return made


W = TypeVar("W", bound=QWidget)


def named(window: Preferences, kind: type[W], name: str) -> W:
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def choose(box: QComboBox, index: int) -> None:
    box.setCurrentIndex(index)
    box.activated.emit(index)


def press(qtbot: QtBot, window: Preferences, word: str) -> None:
    button = next(b for b in window.findChildren(Button) if b.text() == word)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_every_setting_of_the_table_has_a_field_with_a_name(window: Preferences) -> None:
    for entry in table():
        assert named(window, QWidget, entry.name).accessibleName(), entry.name


def test_a_choice_a_figure_a_switch_and_a_text_are_told_at_once(
    qtbot: QtBot, window: Preferences, posted: Posted
) -> None:
    choose(named(window, QComboBox, "second_call"), list(SecondCall).index(SecondCall.WAITING))
    assert posted.settings.second_call is SecondCall.WAITING
    named(window, QSpinBox, "ring_s").setValue(30)
    assert posted.settings.ring_s == 30
    qtbot.mouseClick(named(window, QCheckBox, "ask_receipts"), Qt.MouseButton.LeftButton)
    assert posted.settings.ask_receipts is False
    area = named(window, QLineEdit, "area_code")
    qtbot.keyClicks(area, "40")
    qtbot.keyClick(area, Qt.Key.Key_Return)
    assert posted.settings.area_code == "40"


def test_what_the_organisation_decides_is_shown_and_cannot_be_changed(
    qtbot: QtBot, qapp: QApplication, posted: Posted
) -> None:
    dress(qapp, Scheme.LIGHT)
    made = Preferences(posted.append, Clock())
    qtbot.addWidget(made)
    made.show_desk(None, replace(DESK, managed={"ring_s": "10-all.json", "record_consent": "10-all.json"}))
    made.bring_up()
    assert not named(made, QSpinBox, "ring_s").isEnabled()
    assert not named(made, QCheckBox, "record_consent").isEnabled()
    assert named(made, QComboBox, "second_call").isEnabled()
    told = [text.said for text in made.findChildren(Text)]
    assert told.count("Managed by your organisation (10-all.json)") == 2


def test_two_enums_with_the_same_word_are_not_mixed_up(window: Preferences, posted: Posted) -> None:
    assert named(window, QComboBox, "language").itemText(0) == "as this PC"
    assert named(window, QComboBox, "scheme").itemText(0) == "follow this PC"
    choose(named(window, QComboBox, "scheme"), 2)
    assert posted.settings.scheme is Scheme.DARK


def test_a_list_is_split_cleaned_and_told_once(qtbot: QtBot, window: Preferences, posted: Posted) -> None:
    field = named(window, QLineEdit, "emergency_numbers")
    qtbot.keyClicks(field, "3333,  4444 ,,3333")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert posted.settings.emergency_numbers == ("3333", "4444")
    assert len(posted) == 1


def test_a_change_made_elsewhere_is_not_undone(window: Preferences, posted: Posted) -> None:
    window.show_desk(DESK, replace(DESK, settings=replace(DESK.settings, area_code="30")))
    named(window, QSpinBox, "ring_s").setValue(30)
    assert (posted.settings.area_code, posted.settings.ring_s) == ("30", 30)


def test_only_devices_of_the_right_kind_are_offered(window: Preferences, posted: Posted) -> None:
    microphone = named(window, QComboBox, "microphone")
    assert [microphone.itemData(n) for n in range(microphone.count())] == ["", "mic-1"]
    choose(microphone, 1)
    assert posted.settings.microphone == "mic-1"


def test_the_test_tone_and_the_levels(qtbot: QtBot, window: Preferences, posted: Posted) -> None:
    press(qtbot, window, "Play a test tone")
    assert isinstance(posted[-1], ToneTried)
    assert not posted[-1].ring
    press(qtbot, window, "Play the ring tone")
    assert isinstance(posted[-1], ToneTried)
    assert posted[-1].ring
    assert update(a_desk(settings=replace(Settings(), ring_tone=RingTone.MARIMBA)), posted[-1])[1] == (
        ToEngine(PlayTone("ring:marimba")),
    )
    window.show_desk(DESK, replace(DESK, levels=Levels(-12.0, -20.0)))


def test_the_wheel_scrolls_the_page_and_changes_no_figure(window: Preferences, posted: Posted) -> None:
    for kind, name in ((QSpinBox, "ring_s"), (QComboBox, "country"), (QSlider, None)):
        widget = window.findChild(kind, name) if name else window.findChildren(QSlider)[0]
        where = QPointF(5, 5)
        turn = QWheelEvent(
            where, where, QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(widget, turn)
    assert posted == []


def test_erasing_all_customers_needs_a_second_press(qtbot: QtBot, window: Preferences, posted: Posted) -> None:
    window.show_page(PRIVACY)
    press(qtbot, window, "Erase all customers seen")
    assert posted == []
    press(qtbot, window, "Yes, erase all customers seen")
    assert isinstance(posted[-1], WipePressed)


def test_a_number_is_erased_in_the_form_it_is_kept(qtbot: QtBot, window: Preferences, posted: Posted) -> None:
    field = next(f for f in window.findChildren(QLineEdit) if f.accessibleName() == "Erase one number everywhere")
    qtbot.keyClicks(field, "nobody")
    erase = next(b for b in window.findChildren(Button) if b.text() == "Erase")
    assert not erase.isEnabled()
    field.clear()
    qtbot.keyClicks(field, "040 5550 1420")
    qtbot.mouseClick(erase, Qt.MouseButton.LeftButton)
    last = posted[-1]
    assert isinstance(last, ForgetPressed)
    assert last.number == "+494055501420"


class Foreign(QTranslator):
    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        return {"Close": "Schließen", "en": "de"}.get(source, source)

    def isEmpty(self) -> bool:
        return False


def test_the_language_changes_while_the_window_is_open_and_the_page_stays(
    qtbot: QtBot, qapp: QApplication, window: Preferences
) -> None:
    window.show_page(PRIVACY)
    qtbot.waitUntil(lambda: window.view.verticalScrollBar().value() > 0)
    foreign = Foreign()
    qapp.installTranslator(foreign)
    try:
        qtbot.waitUntil(lambda: any(b.text() == "Schließen" for b in window.findChildren(Button)))
        assert any(f.accessibleName() == "Vorwahl ohne 0" for f in window.findChildren(QLineEdit))
        qtbot.waitUntil(lambda: window.view.verticalScrollBar().value() > 0)
    finally:
        qapp.removeTranslator(foreign)
    qtbot.waitUntil(lambda: any(b.text() == "Close" for b in window.findChildren(Button)))


def test_the_list_of_pages_goes_where_there_is_no_room(qtbot: QtBot, window: Preferences) -> None:
    places = next(b for b in window.findChildren(Button) if b.text() == "Side chat")
    assert places.isVisible()
    window.resize(360, 640)
    qtbot.waitUntil(lambda: not places.isVisible())
    assert Desk().settings == Settings()


def test_the_token_of_the_crm_is_told_once_and_never_shown(
    qtbot: QtBot, window: Preferences, posted: Posted
) -> None:
    field = named(window, QLineEdit, "crm_token")
    assert field.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClicks(field, "t0ken-42")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert [fact for fact in posted if isinstance(fact, CrmTokenGiven)] == [
        CrmTokenGiven(posted[-1].at, "t0ken-42")
    ]
    assert field.text() == ""
    assert "t0ken" not in repr(posted[-1])
    window.show_desk(DESK, replace(DESK, crm_token=SecretState.KNOWN))
    assert field.placeholderText().startswith("Kept")


def test_the_relays_password_is_told_once_where_a_relay_is_named(
    qtbot: QtBot, window: Preferences, posted: Posted
) -> None:
    field = named(window, QLineEdit, "relay_password")
    assert field.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClicks(field, "s3cret")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert posted == []
    settings = replace(DESK.settings, turn_server="turn.example", turn_user="anna")
    window.show_desk(DESK, replace(DESK, settings=settings))
    field = window.findChildren(QLineEdit, "relay_password")[-1]  # made anew; the old one goes with the next turn
    QTest.keyClicks(field, "s3cret")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert [(fact.password, fact.line) for fact in posted if isinstance(fact, PasswordGiven)] == [("s3cret", RELAY)]
    window.show_desk(DESK, replace(DESK, settings=settings, relay_secret=SecretState.KNOWN))
    assert field.placeholderText().startswith("Kept")


def test_what_is_recorded_about_me_is_what_opens(qtbot: QtBot, window: Preferences) -> None:
    window.show_page(PRIVACY)
    bar = window.view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() > 0, timeout=3000)
    assert window._heads[PRIVACY].y() - bar.value() < window.view.height()


def test_what_a_caller_hears_for_a_moment_is_ours_or_a_file_and_a_bad_one_is_told(
    qtbot: QtBot, window: Preferences, posted: Posted
) -> None:
    words = named(window, QComboBox, "moment_words")
    choose(words, words.findText("Aside's own line, in German"))
    assert posted.settings.moment_words == "de"
    before = len(posted)
    choose(words, words.count() - 1)
    assert len(posted) == before
    assert words.currentText() == "Aside's own line, in German"
    words.findChild(QFileDialog).fileSelected.emit("/sounds/hello.mp3")
    assert words.currentText() == "hello.mp3"
    assert posted.settings.moment_words == "/sounds/hello.mp3"
    chosen = replace(DESK, settings=posted.settings)
    told = replace(chosen, unplayable={"moment_words": Unplayable.NO_WAVE})
    window.show_desk(DESK, chosen)
    window.show_desk(chosen, told)
    assert named(window, QComboBox, "moment_words").currentText() == "hello.mp3"
    assert "This is no WAV file: save it as WAV, 16 bit." in [text.said for text in window.findChildren(Text)]


@pytest.mark.parametrize("crm", ["", "https://crm.example/aside"])
def test_who_sees_how_calls_sounded_is_said(crm: str) -> None:
    rows = {what: (where, who) for what, where, _, who in records(30, bool(crm))}
    where, who = rows["How calls sounded: estimate, loss, jitter, round trip; figures, never a sound"]
    assert ("CRM" in where, "team lead" in who) == (bool(crm), bool(crm))
