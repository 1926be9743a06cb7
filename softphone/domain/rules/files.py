"""Pictures and files: offered, looked at, asked about once more, sent; and what experts sent, fetched when wanted."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from softphone.domain import files
from softphone.domain.audit import MayLeave
from softphone.domain.chat import SHOWN_MESSAGES, ChatMessage, Conversation, Delivery, Offered
from softphone.domain.chat_file import ChatFile
from softphone.domain.desk import Desk
from softphone.domain.effects import KeepQuestion, OpenUrl
from softphone.domain.files import (
    MOST_BYTES,
    MOST_SMALL,
    DropFile,
    FetchFile,
    FileTrouble,
    ReadSmall,
    StopFile,
    TakeFile,
)
from softphone.domain.matrix import is_matrix_id
from softphone.domain.rules import Step, chats, masking

MOST_OFFERED = 10


def happened(desk: Desk, fact: files.FileFact) -> Step:
    match fact:
        case files.FileOffered():
            return _offered(desk, fact)
        case files.FileTaken():
            return _taken(desk, fact)
        case files.FileLeftOut(_, conversation_id, file_id):
            return _left_out(desk, conversation_id, file_id)
        case files.FilesConfirmed():
            return _confirmed(desk, fact)
        case files.FileSaidRead():
            return replace(desk, files=replace(desk.files, told=None)), ()
        case files.FileMoved(_, file_id, done, size):
            moving = {key: far for key, far in desk.files.moving.items() if key != file_id}
            return replace(desk, files=replace(desk.files, moving=moving if done >= size else {
                **moving, file_id: (done, size)})), ()  # fmt: skip
        case files.FileStopped(_, file_id):
            return desk, (StopFile(file_id),)
        case files.SmallWanted(_, file_id):
            return desk, () if file_id in desk.files.small else (ReadSmall(file_id),)
        case files.SmallRead(_, file_id, content):
            small = dict([*desk.files.small.items(), (file_id, content)][-MOST_SMALL:])
            return replace(desk, files=replace(desk.files, small=small)), ()
        case files.FileWanted():
            return _wanted(desk, fact)
        case files.FileFetched(_, file_id, trouble, url):
            desk = replace(desk, files=replace(desk.files, fetched={**desk.files.fetched, file_id: trouble}))
            return desk, (OpenUrl(url),) if url else ()
    raise TypeError(f"no rule for {type(fact).__name__}")


def may_offer(desk: Desk, conversation: Conversation) -> FileTrouble:
    """Why no file can go to this expert; NONE where one can."""
    if not is_matrix_id(conversation.address):
        return FileTrouble.BY_PHONE
    if masking.file_may_leave(desk, conversation, "", confirmed=False)[0] is MayLeave.NEVER:
        return FileTrouble.POLICY
    return FileTrouble.NONE


def _offered(desk: Desk, fact: files.FileOffered) -> Step:
    conversation = desk.conversations.get(fact.conversation_id)
    if conversation is None:
        return desk, ()
    trouble = may_offer(desk, conversation)
    if trouble is FileTrouble.NONE and len(conversation.offered) >= MOST_OFFERED:
        trouble = FileTrouble.MANY
    if trouble is not FileTrouble.NONE:
        return _say(desk, conversation, trouble), ()
    _, name = masking.file_may_leave(desk, conversation, fact.name, confirmed=False)
    offered = Offered(fact.file_id, ChatFile(name.text), masks=name.masks)
    conversation = replace(conversation, offered=(*conversation.offered, offered))
    most = min(desk.matrix.largest_file or MOST_BYTES, MOST_BYTES)
    desk = replace(chats.put(desk, conversation), files=replace(desk.files, told=None))
    return desk, (TakeFile(fact.conversation_id, fact.file_id, name.text, fact.path, fact.content, most),)


def _taken(desk: Desk, fact: files.FileTaken) -> Step:
    conversation = desk.conversations.get(fact.conversation_id)
    if conversation is None or all(o.file_id != fact.file_id for o in conversation.offered):
        return desk, (DropFile(fact.file_id),)  # left out meanwhile
    if fact.trouble is not FileTrouble.NONE:
        desk, effects = _left_out(desk, fact.conversation_id, fact.file_id)
        return _say(desk, conversation, fact.trouble), effects
    offered = tuple(
        replace(o, file=replace(fact.file, name=o.file.name), ready=True) if o.file_id == fact.file_id else o
        for o in conversation.offered
    )
    return chats.put(desk, replace(conversation, offered=offered)), ()


def _left_out(desk: Desk, conversation_id: str, file_id: str) -> Step:
    conversation = desk.conversations.get(conversation_id)
    if conversation is None:
        return desk, ()
    rest = tuple(o for o in conversation.offered if o.file_id != file_id)
    return chats.put(desk, replace(conversation, offered=rest)), (DropFile(file_id),)


def _confirmed(desk: Desk, fact: files.FilesConfirmed) -> Step:
    """Each is a message; what is still being looked at waits for another press."""
    conversation = desk.conversations.get(fact.conversation_id)
    if conversation is None:
        return desk, ()
    if (trouble := may_offer(desk, conversation)) is not FileTrouble.NONE:
        return _say(desk, conversation, trouble), ()
    effects: list[KeepQuestion] = []
    for message in _messages(conversation, fact):
        conversation = replace(conversation, messages=(*conversation.messages, message)[-SHOWN_MESSAGES:])
        effects.append(KeepQuestion(conversation, message, desk.settings.ask_receipts))
    waiting = tuple(o for o in conversation.offered if not o.ready)
    return chats.put(desk, replace(conversation, offered=waiting)), tuple(effects)


def _messages(conversation: Conversation, fact: files.FilesConfirmed) -> Iterator[ChatMessage]:
    for offered in conversation.offered:
        if offered.ready:
            yield ChatMessage(
                offered.file_id, fact.at, True, offered.file.name, Delivery.NEW, masks=offered.masks,
                attached=offered.file,
            )  # fmt: skip


def _wanted(desk: Desk, fact: files.FileWanted) -> Step:
    fetched = {key: how for key, how in desk.files.fetched.items() if key != fact.file_id}
    desk = replace(desk, files=replace(desk.files, fetched=fetched))
    return desk, (FetchFile(fact.file_id, fact.file, fact.path),)


def _say(desk: Desk, conversation: Conversation, trouble: FileTrouble) -> Desk:
    return replace(desk, files=replace(desk.files, told=(conversation.conversation_id, trouble)))
