"""The practice world: a PBX, a customer and four experts in one process and its engines, and orders from outside.

Orders (see `orders`): those of the PBX, and `{"do": "start", "scenario": ID}`, `{"do": "next"}`, `{"do": "end"}` (the
customer hangs up), `{"do": "status"}`, `{"do": "quit"}`. Events: `ready`, `invite` (with `at`, seconds of the wall
clock when the INVITE to the agent passed), `customer` (what it does), `expert`.
"""

from __future__ import annotations

import logging
import os
import secrets
import signal
import time

from PySide6.QtCore import QCoreApplication, QLockFile, QObject, QTimer

from softphone.domain.line import LineSetup
from softphone.host.crash import watch_crashes
from softphone.host.log import open_log
from softphone.host.paths import Home, open_home
from softphone.sandbox.actor import Actor
from softphone.sandbox.customer import Customer, Doing
from softphone.sandbox.demo import experts
from softphone.sandbox.expert import Expert
from softphone.sandbox.orders import BadOrder, Order, OrderSocket, turn
from softphone.sandbox.pbx import Pbx
from softphone.sandbox.scenario import Reply, Scenario, general_answers, scenarios
from softphone.sandbox.world_file import Agent, Part, Play, WorldFile, last_world, write_world

AGENT_USER = "204"
AGENT_NAME = "You"
PRESENT = ("kern", "aydin", "brandt", "ofori")  # Novak is never there; Brandt declines, and Ofori is silent
FIRST_CALL_S = 5.0  # after the agent registered, in a world that plays by itself
NEXT_CALL_S = 45.0
ALONE_S = 30.0  # a desk that was killed is back in two
UNVISITED_S = 120.0

log = logging.getLogger("aside.sandbox")


class World(QObject):
    def __init__(self, home: Home, *, auto: bool, stay: bool, leave: QCoreApplication) -> None:
        super().__init__()
        self._home = home
        self._application = leave
        self._stay = stay
        self._auto = auto
        self._leaving = 0
        self._scenarios = scenarios()
        self._general = general_answers()
        self._next = 0
        last = last_world(home)
        self._last_port = int(last.server.rpartition(":")[2]) if last else 0
        # Kept from the last time: an engine of the agent that outlived us registers again by itself.
        self._password = last.agent.password if last else secrets.token_urlsafe(12)
        users = [AGENT_USER, *(s.number for s in self._scenarios), *(_user(e.address) for e in experts("x"))]
        self._pbx = Pbx(dict.fromkeys(users, self._password), parent=self)
        self._pbx.invited.connect(self._tell_invite)
        self._socket = OrderSocket(home.socket_name("orders"), self._execute, parent=self)
        self._socket.left_alone.connect(self._left_alone)
        self._alone = QTimer(self)
        self._alone.setSingleShot(True)
        self._alone.timeout.connect(self._nobody_there)
        self._call_soon = QTimer(self)
        self._call_soon.setSingleShot(True)
        self._call_soon.timeout.connect(self._call_by_itself)
        self._actors: list[Actor] = []
        self._ready = False

    def start(self) -> None:
        """Everything up; `ready` follows when all are registered. Raises OSError."""
        try:
            port = self._pbx.start(self._last_port)
        except OSError:
            port = self._pbx.start()
        self._server = f"127.0.0.1:{port}"
        self._socket.listen()
        self._write(ready=False)
        first = self._scenarios[0]
        self._customer = Customer(
            self._new_actor("customer", first.number, first.name), AGENT_USER, self._password, parent=self
        )
        self._customer.told.connect(self._tell_customer)
        for expert in experts(self._server):
            if _user(expert.address) in PRESENT:
                actor = self._new_actor(_user(expert.address), _user(expert.address), expert.name)
                Expert(actor, _user(expert.address), self._replies, parent=self).told.connect(self._tell_expert)
        for actor in self._actors:
            actor.start()
        if not self._stay:
            self._alone.start(round(UNVISITED_S * 1000))
        if self._auto:
            self._call_soon.start(round(FIRST_CALL_S * 1000))

    def leave(self) -> None:
        """Un-register everybody, end the engines, then this process."""
        if self._leaving:
            return
        self._leaving = len(self._actors)
        self._write(ready=False)
        for actor in self._actors:
            actor.leave()

    def _new_actor(self, name: str, user: str, display_name: str) -> Actor:
        setup = LineSetup(user, self._server, self._password, display_name)
        actor = Actor(open_home(self._home.data / name), setup, parent=self)
        actor.lined_up.connect(self._lined_up)
        actor.gone.connect(self._gone)
        self._actors.append(actor)
        return actor

    def _lined_up(self) -> None:
        if not self._ready and all(actor.registered for actor in self._actors):
            self._ready = True
            self._write(ready=True)
            log.info("world_ready")
            self._socket.tell({"event": "ready"})

    def _gone(self) -> None:
        self._leaving -= 1
        if self._leaving == 0:
            self._socket.close()
            self._pbx.stop()
            self._application.quit()

    def _replies(self) -> tuple[Reply, ...]:
        playing = self._customer.scenario
        return (*(playing.answer if playing else ()), *self._general)

    def _execute(self, order: Order) -> Order:
        match order:
            case {"do": "start", "scenario": str(wanted)}:
                return self._start_scenario(wanted)
            case {"do": "next"}:
                return self._start_scenario(self._scenarios[self._next].id)
            case {"do": "end"}:
                self._customer.hang_up()
            case {"do": "status"}:
                scenario = self._customer.scenario
                return {
                    "ready": self._ready,
                    "customer": self._customer.doing.value,
                    "scenario": scenario.id if scenario else "",
                }
            case {"do": "quit"}:
                QTimer.singleShot(0, self, self.leave)
            case _:
                return turn(self._pbx, order)
        return {}

    def _start_scenario(self, wanted: str) -> Order:
        found = next((n for n, s in enumerate(self._scenarios) if s.id == wanted), None)
        if found is None:
            raise BadOrder("no such scenario")
        if not self._ready:
            raise BadOrder("not ready")
        scenario: Scenario = self._scenarios[found]
        if not self._customer.play(scenario):
            raise BadOrder("a call is up")
        self._next = (found + 1) % len(self._scenarios)
        return {"scenario": scenario.id}

    def _call_by_itself(self) -> None:
        """In a world that plays by itself: the next call, as soon as the agent can take it."""
        agent_is_there = bool(self._pbx.registrar.bindings(AGENT_USER))
        if self._ready and agent_is_there and self._customer.doing is Doing.IDLE:
            self._start_scenario(self._scenarios[self._next].id)
        elif self._customer.doing is Doing.IDLE:
            self._call_soon.start(round(FIRST_CALL_S * 1000))

    def _tell_invite(self, user: str, sip_call_id: str) -> None:
        if user == AGENT_USER:
            self._socket.tell({"event": "invite", "at": time.time(), "sip_call_id": sip_call_id})

    def _tell_customer(self, doing: str, ending: str) -> None:
        scenario = self._customer.scenario
        self._socket.tell(
            {"event": "customer", "doing": doing, "ending": ending, "scenario": scenario.id if scenario else ""}
        )
        if self._auto and doing == Doing.IDLE:
            self._call_soon.start(round(NEXT_CALL_S * 1000))

    def _tell_expert(self, doing: str) -> None:
        expert = self.sender()
        if isinstance(expert, Expert):
            self._socket.tell({"event": "expert", "expert": expert.name, "doing": doing})
        if doing == "answered":
            self._customer.hear_of_answer()

    def _left_alone(self) -> None:
        if not self._stay:
            self._alone.start(round(ALONE_S * 1000))

    def _nobody_there(self) -> None:
        if not self._socket.guests:
            log.info("world_left_alone")
            self.leave()

    def _write(self, *, ready: bool) -> None:
        parts = tuple(
            Part(e.name, e.address, e.team, e.topics, e.languages, _user(e.address) in PRESENT)
            for e in experts(self._server)
        )
        plays = tuple(Play(s.id, s.title, s.number, s.name, s.ask) for s in self._scenarios)
        agent = Agent(AGENT_USER, self._password, AGENT_NAME)
        write_world(self._home, WorldFile(os.getpid(), ready, self._server, self._socket.name, agent, parts, plays))


def run_world(application: QCoreApplication, home_folder: str | None, *, auto: bool, stay: bool) -> int:
    """The process: 0 at its proper end, also where a world runs in this home already; 1 where it cannot run."""
    home = open_home(home_folder)
    open_log(home, "practice")
    crash_file = watch_crashes(home, "practice")  # kept open until the end
    lock = QLockFile(str(home.lock_file("practice")))
    lock.setStaleLockTime(0)
    if not lock.tryLock(0):
        log.info("world_runs_already")
        return 0
    world = World(home, auto=auto, stay=stay, leave=application)
    for wish in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wish, lambda *_: world.leave())
    try:
        world.start()
        return application.exec()
    except OSError as error:
        log.error("no_world error=%s", type(error).__name__)
        return 1
    finally:
        lock.unlock()
        log.info("world_ends crash_file=%s", crash_file is not None)


def _user(address: str) -> str:
    return address.removeprefix("sip:").partition("@")[0]
