"""All that an errand may use. The room puts it together once the store is open."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from msgspec import Struct

from softphone.backroom.answers.telling import Telling
from softphone.backroom.chats.matrix_homeserver import Homeserver
from softphone.backroom.crm import CrmClient
from softphone.backroom.database import Database
from softphone.backroom.directories.book import Book
from softphone.backroom.directories.topics import ExpertSource, TopicSource
from softphone.backroom.importing import Importing
from softphone.backroom.keys import Keys
from softphone.backroom.outbox import Outbox
from softphone.backroom.ports import Directory, ExpertChat, Journal, PhoneChat, Vault
from softphone.backroom.way_out import Proxies
from softphone.domain.facts import Fact
from softphone.domain.files import MakeSmall
from softphone.host.paths import Home


class Tools(Struct, frozen=True):
    database: Database
    book: Book
    journal: Journal
    chat: ExpertChat
    phone_chat: PhoneChat
    homeserver: Homeserver
    directory: Directory
    outbox: Outbox
    topics: TopicSource
    experts: ExpertSource
    telling: Telling
    importing: Importing
    keys: Keys
    vault: Vault
    client: CrmClient
    proxies: Proxies
    home: Home
    make_small: MakeSmall
    move_in: Callable[[], Awaitable[None]]  # a store in memory into its file
    post: Callable[[Fact], None]
    now: Callable[[], datetime]
