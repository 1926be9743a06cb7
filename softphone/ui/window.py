"""The one window: the bar on top, what it is about in the centre, the list left, the side chat right.

Under 900 px the list folds to icons; under 640 px the three become pages. Closing it in a call only hides it.
Nothing here takes the focus unless a key or a click of the agent asked for it.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QSystemTrayIcon, QVBoxLayout, QWidget

from softphone.domain.desk import Desk, Notice
from softphone.domain.facts import DrawerSwitched, HomeShown, NoticeDismissed, QuitPressed
from softphone.domain.interaction import Outcome, WrapUp
from softphone.host.clock import Clock
from softphone.ui import people
from softphone.ui.deeds import fact_for
from softphone.ui.icons import app_icon
from softphone.ui.look import FOLD_BELOW_PX, PAGES_BELOW_PX, px
from softphone.ui.notices import notice_fact, notice_words
from softphone.ui.pane import same
from softphone.ui.panes.asked import AskedRow
from softphone.ui.panes.call_bar import CallBar
from softphone.ui.panes.customer import CustomerPane
from softphone.ui.panes.drawer import Drawer
from softphone.ui.panes.home import HomePane
from softphone.ui.panes.moment import MomentRow
from softphone.ui.panes.notes import NotesPane
from softphone.ui.panes.own_state import OwnState
from softphone.ui.panes.pinned import PinnedPane
from softphone.ui.panes.recording import RecordingStrip
from softphone.ui.panes.side_list import SideList
from softphone.ui.panes.status import StatusBar
from softphone.ui.panes.texts import TextsPane
from softphone.ui.panes.waiting import WaitingRow
from softphone.ui.panes.wrap_up import WrapUpPane
from softphone.ui.parts.tabs import Tabs
from softphone.ui.parts.text import one_line
from softphone.ui.parts.waiting import NoticeLine
from softphone.ui.popover import Keypad, Popover, TransferCard, Volume
from softphone.ui.shortcuts import Action, Shortcuts
from softphone.ui.store import Store
from softphone.ui.words import translate

LEAST_PX = 360


class Window(QWidget):
    preferences_wanted = Signal(str)  # "" or the page: "line", "experts", "keys", "about"

    def __init__(self, store: Store, clock: Clock | None = None) -> None:
        super().__init__()
        self._store = store
        self._clock = clock or Clock()
        self._page = "centre"
        self._shape = ""
        self._notices: tuple[Notice, ...] = ()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._content = QWidget()
        self._rows.addWidget(self._content)
        self.setMinimumWidth(LEAST_PX)
        # The window itself has the focus until the agent moves it: no control is pressed by a stray Space.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocus()
        self.setWindowIcon(app_icon())
        self._build()
        self._shortcuts = Shortcuts(self, lambda: store.desk, self.do)
        store.changed.connect(self._show_desk)
        self._show_desk(None, store.desk)

    def _build(self) -> None:
        post, clock = self._store.post, self._clock
        rows = QVBoxLayout(self._content)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self._own = OwnState(post, clock)
        self._bar = CallBar(post, clock, self._own)
        self._asked, self._waiting = AskedRow(post, clock), WaitingRow(post, clock)
        self._recording, self._moment = RecordingStrip(post, clock), MomentRow(post, clock)
        self._tabs = Tabs({"centre": "", "aside": "", "list": ""}, aside="aside")
        self._tabs.chosen.connect(self._choose_page)
        self._list = SideList(post, clock)
        self._centre = QWidget()
        centre = QVBoxLayout(self._centre)
        centre.setContentsMargins(0, 0, 0, 0)
        centre.setSpacing(0)
        self._customer, self._notes = CustomerPane(post, clock), NotesPane(post, clock)
        self._pinned, self._texts = PinnedPane(post, clock), TextsPane(post, clock)
        self._wrap_up, self._home = WrapUpPane(post, clock), HomePane(post, clock)
        centre.addWidget(self._home, 1)
        centre.addWidget(self._pinned)
        centre.addWidget(self._customer, 2)
        centre.addWidget(self._texts, 3)
        centre.addWidget(self._notes)
        centre.addWidget(self._wrap_up)
        self._drawer = Drawer(post, clock)
        self._notice = NoticeLine(close_word=translate("Window", "Dismiss"))
        self._status = StatusBar(post, clock)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._list)
        middle.addWidget(self._centre, 1)
        middle.addWidget(self._drawer)
        rows.addWidget(self._bar)
        rows.addWidget(self._recording)
        rows.addWidget(self._moment)
        rows.addWidget(self._asked)
        rows.addWidget(self._waiting)
        rows.addWidget(self._tabs)
        rows.addLayout(middle, 1)
        rows.addWidget(self._notice)
        rows.addWidget(self._status)
        self._keypad, self._transfer = Keypad(post, clock, self._content), TransferCard(post, clock, self._content)
        self._volume = Volume(post, clock, self._content)
        self._popovers: dict[str, Popover] = {
            "keypad": self._keypad, "transfer": self._transfer, "volume": self._volume,
        }  # fmt: skip
        self._panes = (
            self._bar, self._own, self._recording, self._moment, self._asked, self._waiting, self._list, self._pinned,
            self._customer, self._texts, self._notes, self._wrap_up, self._home, self._drawer, self._status,
            *self._popovers.values(),
        )  # fmt: skip
        self._connect()

    def _connect(self) -> None:
        self._bar.narrowed.connect(self._own.set_narrow)
        self._bar.keypad_wanted.connect(lambda _anchor: self._open("keypad"))
        self._bar.transfer_wanted.connect(lambda _anchor: self._open("transfer"))
        self._bar.volume_wanted.connect(lambda _anchor: self._open("volume"))
        self._bar.dial_wanted.connect(lambda: self.do(Action.DIAL))
        self._bar.chat_wanted.connect(lambda: self.do(Action.SIDE_CHAT))
        self._list.expert_chosen.connect(self._ask)
        self._list.history_chosen.connect(lambda _key: self.do(Action.HOME))
        self._home.setup_wanted.connect(lambda: self.preferences_wanted.emit("line"))
        self._drawer.experts_wanted.connect(lambda: self.preferences_wanted.emit("experts"))
        self._drawer.page_wanted.connect(self.preferences_wanted)
        self._status.menu_wanted.connect(self._open_menu)
        self._notice.acted.connect(self._act_on_notice)
        self._notice.closed.connect(self._dismiss_notice)

    # --- Showing ------------------------------------------------------------------------------------------

    def _show_desk(self, old: Desk | None, new: Desk) -> None:
        noting = self._notes.isAncestorOf(self.focusWidget()) and old is not None and old.shown == new.shown
        for pane in self._panes:
            pane.show_desk(old, new)
        if noting and self._wrap_up.isVisibleTo(self):
            self._wrap_up.write()  # the caller hung up in mid-sentence: the sentence goes on in the same note
        if old is not None and (old.busy or old.lost) and not (new.busy or new.lost) and self.isHidden():
            self.show_quietly()  # the wrap-up must be found, not felt
        shown = new.interaction is not None
        self._home.setVisible(not shown)
        self._customer.setVisible(shown)
        if old is None or old.notices is not new.notices or old.settings is not new.settings:
            self._show_notice(new)
        if not same(old, new, "interactions", "shown", "conversations", "unassigned"):
            self._say_title(new)
        self._arrange()
        # What was changed is laid out before it is painted: no frame in between with half of it.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def show_quietly(self) -> None:
        """On the screen, where it was hidden or minimized; the focus stays where it is."""
        if self.isVisible() and not self.isMinimized():
            return
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, False)

    def _say_title(self, desk: Desk) -> None:
        name = one_line(people.name_of(desk, desk.interaction))
        self.setWindowTitle(f"{name} – Aside" if name else "Aside")
        centre = translate("Window", "Customer") if desk.interaction is not None else translate("Window", "Home")
        aside = translate("Window", "Side chat")
        self._tabs.say("centre", centre)
        self._tabs.say("aside", f"{aside} · {desk.unread}" if desk.unread else aside)
        self._tabs.say("list", translate("Window", "Calls and team"))

    def _show_notice(self, desk: Desk) -> None:
        """The newest notice that concerns what is shown, else the newest of all."""
        self._notices = desk.notices
        if not desk.notices:
            self._notice.say("")
            return
        text, action = notice_words(desk.notices[-1], desk)
        self._notice.say(text, action)

    def _act_on_notice(self) -> None:
        if self._notices:
            notice, desk = self._notices[-1], self._store.desk
            fact = notice_fact(notice, desk)
            if fact is not None:
                self._store.post(fact)
            self._store.post(NoticeDismissed(self._clock.now(), notice.notice_id))

    def _dismiss_notice(self) -> None:
        if self._notices:
            self._store.post(NoticeDismissed(self._clock.now(), self._notices[-1].notice_id))

    # --- Shape --------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        desk, width = self._store.desk, self.width()
        pages = width < px(PAGES_BELOW_PX)
        folded = not pages and width < px(FOLD_BELOW_PX)
        shape = f"{pages}{folded}{desk.drawer_open}{self._page}"
        if shape == self._shape:
            return
        self._shape = shape
        self._tabs.setVisible(pages)
        self._tabs.choose(self._page)
        self._list.fold(folded, page=pages)
        self._drawer.set_page(pages)
        self._list.setVisible(self._page == "list" if pages else True)
        self._centre.setVisible(self._page == "centre" if pages else True)
        self._drawer.setVisible(self._page == "aside" if pages else desk.drawer_open)
        self._drawer.mark_seen()

    def _choose_page(self, name: str) -> None:
        self._page = name
        desk = self._store.desk
        if (name == "aside") is not desk.drawer_open:
            self._store.post(DrawerSwitched(self._clock.now(), name == "aside"))
        self._arrange()

    def free_to_px(self) -> int:
        """Where, across the screen, the side chat begins or the window ends: a card may stand left of it."""
        if self._drawer.isVisible() and self.width() >= px(PAGES_BELOW_PX):
            return self._drawer.mapToGlobal(QPoint(0, 0)).x()
        return self.mapToGlobal(QPoint(self.width(), 0)).x()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        for popover in self._popovers.values():
            popover.place()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab moves the focus. A control that hides while it has it gives it to nobody: nothing takes it by itself."""
        at = self.focusWidget()
        if at is not None and at is not self and not at.isVisible():
            self.setFocus()
            return True
        return super().focusNextPrevChild(forward)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange:
            self._drawer.mark_seen()
            self._texts.mark_seen(self._store.desk)
        elif event.type() is QEvent.Type.LanguageChange:
            self._rebuild()

    def _rebuild(self) -> None:
        """Another language: panes keep no state of their own, so new ones are made."""
        old = self._content
        self._content = QWidget()
        self._rows.replaceWidget(old, self._content)
        old.hide()
        old.deleteLater()
        self._shape = ""
        self._build()
        self._show_desk(None, self._store.desk)

    def closeEvent(self, event: QCloseEvent) -> None:
        """In a call the window only hides; else closing it is quitting. Without a tray it stays on the task bar."""
        if self._store.desk.busy or self._store.desk.lost:
            if QSystemTrayIcon.isSystemTrayAvailable():
                self.hide()
            else:
                self.showMinimized()
        else:
            self._store.post(QuitPressed(self._clock.now()))
        event.ignore()

    # --- Keys and clicks ----------------------------------------------------------------------------------

    def do(self, action: Action) -> None:
        """What a key does, whoever asked for it."""
        desk, at, post = self._store.desk, self._clock.now(), self._store.post
        fact = fact_for(action, desk, at)
        if fact is not None:
            post(fact)
            return
        match action:
            case Action.KEYPAD | Action.TRANSFER:
                self._open(action.value)
            case Action.SIDE_CHAT:
                self._switch_drawer(desk)
            case Action.NOTES:
                self._choose_if_pages("centre")
                wrapping = desk.interaction is not None and desk.interaction.wrap_up is WrapUp.OPEN
                (self._wrap_up if wrapping else self._notes).write()
            case Action.REPLY:
                self._choose_if_pages("centre")
                self._texts.write()
            case Action.DIAL:
                post(HomeShown(at))
                self._choose_if_pages("centre")
                self._customer.hide()
                self._notes.hide()
                self._home.show()
                self._home.dialler.start()
            case Action.CREATE:
                self._customer.start_creating()
            case Action.LINK:
                self._customer.start_linking()
            case Action.CRM:
                self._customer.open_in_crm()
            case Action.STATE:
                self._own.open_menu()
            case Action.SOLVED | Action.PROMISED | Action.NOT_SOLVED:
                self._wrap_up.choose(Outcome(action.value))
            case Action.FINISH:
                self._wrap_up.finish()
            case _:
                self._drawer.do(action)

    def _switch_drawer(self, desk: Desk) -> None:
        """The key opens the drawer and puts the caret into it; pressed again there, it closes."""
        focus = QApplication.focusWidget()
        there = focus is not None and (focus is self._drawer or self._drawer.isAncestorOf(focus))
        opened = not (self._drawer.isVisible() and there)
        if self.width() < px(PAGES_BELOW_PX):
            self._choose_page("aside" if opened else "centre")
        elif opened is not desk.drawer_open:
            self._store.post(DrawerSwitched(self._clock.now(), opened))
        if opened:
            self._drawer.show()
            self._drawer.write()

    def _choose_if_pages(self, name: str) -> None:
        if self.width() < px(PAGES_BELOW_PX):
            self._choose_page(name)

    def _open(self, name: str) -> None:
        for other, popover in self._popovers.items():
            if other != name:
                popover.hide()
        if self._popovers[name].toggle(self._bar.anchor(name)):
            if name == "transfer":
                self._transfer.start()
            else:
                self._popovers[name].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _ask(self, expert_id: str) -> None:
        self._choose_if_pages("aside")
        self._drawer.ask(expert_id)

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        button = self._status.menu_button
        menu.popup(button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def menu(self) -> QMenu:
        """Everything that is not about the call at hand."""
        menu = QMenu(self)
        for word, page in (
            (translate("Window", "Preferences"), ""),
            (translate("Window", "Experts and colleagues"), "experts"),
            (translate("Window", "Kept answers"), "answers"),
            (translate("Window", "Keys"), "keys"),
            (translate("Window", "What Aside records about me"), "records"),
            (translate("Window", "Is my place ready?"), "place"),
            (translate("Window", "Check-up"), "checkup"),
            (translate("Window", "Report a problem"), "report"),
            (translate("Window", "About Aside"), "about"),
        ):
            menu.addAction(word).triggered.connect(lambda _=False, page=page: self.preferences_wanted.emit(page))
        menu.addSeparator()
        leave = menu.addAction(translate("Window", "Quit Aside"))
        leave.triggered.connect(lambda: self._store.post(QuitPressed(self._clock.now())))
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            for popover in self._popovers.values():
                popover.hide()
            return
        super().keyPressEvent(event)
