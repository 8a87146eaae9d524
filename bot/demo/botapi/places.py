"""The people, the chats, and who is in which."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypedDict, Unpack

from bot.demo.botapi.chats import Chat, Content, MemberStatus, Message, Watcher
from bot.demo.botapi.people import User
from bot.demo.botapi.privacy import may_read
from bot.demo.botapi.updates import UpdateQueue
from bot.demo.botapi.views import Json, chat_json, member_json, message_json, user_json

SUPERGROUP_BASE = -1_000_000_000_000
NOTHING = Content()


class Details(TypedDict, total=False):
    """The fields of a message that few have; see Message."""

    reply_to: Message | None
    thread_id: int | None
    media_group_id: str | None
    service: Mapping[str, Any]
    forward_origin: Mapping[str, Any]
    is_protected: bool
    is_silent: bool
    via_bot: User | None


class Places:
    """Users and chats. `now` tells the time of day in seconds.

    Switches: `is_privacy_on` is the bot's privacy mode in groups, `is_inline_on` its inline mode,
    `is_feedback_on` whether it hears what of its offers was chosen. `last_message_id` may be set,
    for ids as large as a busy bot's. `edits_reach_blockers`: whether the bot may still edit its
    messages for a person who blocked it. Unlike for sending, Telegram documents no such error for
    an edit (https://core.telegram.org/method/messages.editMessage), so it goes through by default.
    """

    def __init__(self, *, me: User, updates: UpdateQueue, now: Callable[[], float]) -> None:
        self.me = me
        self.updates = updates
        self.now = now
        self.users: dict[int, User] = {me.id: me}
        self.chats: dict[int, Chat] = {}
        self.is_privacy_on = True
        self.is_inline_on = True
        self.is_feedback_on = False
        self.edits_reach_blockers = True
        self.watchers: list[Watcher] = []
        self.last_message_id = 0

    def add_user(
        self,
        user_id: int,
        first_name: str,
        *,
        language_code: str | None = "en",
        username: str | None = None,
        last_name: str | None = None,
    ) -> User:
        """A person, with a private chat that the bot does not know before they write.

        An id that is taken gives the person who has it, renamed.
        """
        user = self.users.setdefault(user_id, User(id=user_id, first_name=first_name))
        user.first_name, user.last_name = first_name, last_name
        user.username, user.language_code = username, language_code
        if user_id not in self.chats:
            self._open(Chat(id=user_id, type="private", user=user))
        return user

    def private_chat(self, user: User) -> Chat:
        """The chat of this person with the bot."""
        return self.chats[user.id]

    def group(
        self,
        group_id: int,
        title: str,
        members: Iterable[User] = (),
        *,
        supergroup: bool = False,
        forum: bool = False,
        admins: Iterable[User] = (),
    ) -> Chat:
        """A group that the bot is in; `group_id` is the chat id, below zero. Nobody is told."""
        statuses: dict[User, MemberStatus] = dict.fromkeys((*members, self.me), "member")
        statuses |= dict.fromkeys(admins, "administrator")
        return self._open(
            Chat(
                id=group_id,
                type="supergroup" if supergroup or forum else "group",
                title=title,
                members=statuses,
                is_forum=forum,
                is_known=True,
            )
        )

    def _open(self, chat: Chat) -> Chat:
        chat.watcher = self._changed
        self.chats[chat.id] = chat
        return chat

    def _changed(self, chat: Chat, what: str, message: Message | None) -> None:
        for watcher in self.watchers:
            watcher(chat, what, message)

    def post(
        self,
        chat: Chat,
        sender: User,
        content: Content = NOTHING,
        **details: Unpack[Details],
    ) -> Message:
        """Put a message into a chat, as whoever it is from. The bot is not told."""
        message = Message(
            id=self._next_message_id(chat),
            chat=chat,
            sender=sender,
            date=int(self.now()),
            content=content,
            **details,
        )
        chat.add(message)
        return message

    def _next_message_id(self, chat: Chat) -> int:
        """Supergroups count for themselves; all other chats of an account count together."""
        if chat.type == "supergroup":
            return chat.next_own_id()
        self.last_message_id += 1
        return self.last_message_id

    def block(self, user: User) -> None:
        """This person stops the bot."""
        self._set_blocked(user, True)

    def unblock(self, user: User) -> None:
        """This person lets the bot write again."""
        self._set_blocked(user, False)

    def _set_blocked(self, user: User, blocked: bool) -> None:
        chat = self.private_chat(user)
        if chat.is_blocked == blocked:
            return
        chat.is_blocked = blocked
        statuses: tuple[MemberStatus, MemberStatus] = ("member", "kicked")
        old, new = statuses if blocked else statuses[::-1]
        self._tell_membership(chat, user, old, new)

    def deactivate(self, user: User) -> None:
        """This person deletes their account."""
        user.is_deactivated = True

    def kick_bot(self, chat: Chat, by: User) -> None:
        """Someone removes the bot from a group."""
        chat.members[self.me] = "kicked"
        self._tell_membership(chat, by, "member", "kicked")

    def add_bot(self, chat: Chat, by: User) -> None:
        """Someone adds the bot to a group: it is told twice, as at Telegram."""
        old = chat.members.get(self.me, "left")
        chat.members[self.me] = "member"
        self._tell_membership(chat, by, old, "member")
        message = self.post(chat, by, service={"new_chat_members": [user_json(self.me)]})
        self.tell(message)

    def _tell_membership(self, chat: Chat, by: User, old: MemberStatus, new: MemberStatus) -> None:
        change: Json = {
            "chat": chat_json(chat),
            "from": user_json(by),
            "date": int(self.now()),
            "old_chat_member": member_json(self.me, old),
            "new_chat_member": member_json(self.me, new),
        }
        self.updates.put("my_chat_member", change, chat_id=chat.id)
        chat.changed("membership", None)

    def migrate(self, chat: Chat, by: User) -> Chat:
        """Turn a group into a supergroup: a new chat with a new id, and the old one is over."""
        supergroup = self.group(SUPERGROUP_BASE + chat.id, chat.title or "", supergroup=True)
        supergroup.members = dict(chat.members)
        farewell = self.post(chat, by, service={"migrate_to_chat_id": supergroup.id})
        chat.migrated_to = supergroup.id
        self.tell(farewell)
        self.tell(self.post(supergroup, by, service={"migrate_from_chat_id": chat.id}))
        return supergroup

    def topic(self, chat: Chat, by: User, name: str) -> int:
        """Open a topic in a forum; its thread id is the id of the message that says so."""
        created = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        message = self.post(chat, by, service=created)
        message.thread_id = message.id
        chat.topics.add(message.id)
        self.tell(message)
        return message.id

    def tell(self, message: Message) -> None:
        """Let the bot know of a message, unless the group's privacy keeps it out."""
        if may_read(message, self.me, is_privacy_on=self.is_privacy_on):
            content = message_json(message)
            update = self.updates.put("message", content, chat_id=message.chat.id)
            message.update_id = None if update is None else update.id

    def known(self, content: Content) -> Content:
        """The same content with its mentions resolved; those of strangers are left out."""
        entities = (
            replace(entity, user=self.users.get(entity.user_id or 0)) for entity in content.entities
        )
        kept = (e for e in entities if e.type != "text_mention" or e.user is not None)
        return replace(content, entities=tuple(kept))
