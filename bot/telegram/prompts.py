"""Prompts: what a person sent goes to intake, what intake says goes back, and nothing is done here.

In a private chat every text is a prompt. In a group the bot is silent unless it is addressed: by
/video, in a caption too, or by a reply to one of its messages.
"""

from dataclasses import dataclass

from aiogram import F, Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message, Update

from bot.i18n.words import Notice
from bot.intake.sent import Sent
from bot.intake.service import Intake
from bot.telegram.commands import (
    IN_GROUP,
    IN_PRIVATE,
    called,
    commanded,
    is_answer_to_bot,
    is_command,
    words_of,
)
from bot.telegram.messages import (
    answered_by,
    is_moving_sticker,
    picture_answered,
    picture_in,
    sent_by,
)
from bot.telegram.press import Press
from bot.telegram.refusals import Refusals
from bot.telegram.talk import Talk

WITH_PICTURE = F.photo | F.document | F.sticker | F.video | F.video_note
"""What may have a picture, or end with one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompts:
    """Everything that may become a video; other commands come before it."""

    intake: Intake
    refusals: Refusals

    def router(self) -> Router:
        """Every handler, and what is left over."""
        router = Router(name="prompts")
        router.message.register(self.video, called("video"))
        router.message.register(self.unknown_command, IN_PRIVATE, is_command)
        router.message.register(self.moving_sticker, IN_PRIVATE, is_about_moving_sticker)
        router.message.register(self.in_private, IN_PRIVATE, F.text | WITH_PICTURE)
        router.message.register(self.not_understood, IN_PRIVATE)
        router.message.register(self.in_group, IN_GROUP, is_answer_to_bot)
        router.message.register(self.further_in_group, IN_GROUP, F.media_group_id)
        router.callback_query.register(pressed)
        return router

    async def in_private(self, message: Message, event_update: Update, talk: Talk) -> None:
        """A prompt, a picture with one, a picture alone, or words in answer to a picture."""
        words, picture = words_of(message), picture_in(message) or picture_answered(message)
        sent = sent_by(message, update_id=event_update.update_id, words=words, picture=picture)
        await self._take(sent, talk)

    async def in_group(self, message: Message, event_update: Update, talk: Talk) -> None:
        """The same in a group, said to the bot by answering it. A sticker there is small talk."""
        if words_of(message) or (picture_in(message) and not message.sticker):
            await self.in_private(message, event_update, talk)

    async def further_in_group(self, message: Message, event_update: Update, talk: Talk) -> None:
        """The rest of an album whose caption was said to the bot; it is addressed to nobody."""
        picture = picture_in(message)
        sent = sent_by(message, update_id=event_update.update_id, words="", picture=picture)
        if sent is not None:
            await self.refusals.relay(talk, await self.intake.take_further(sent))

    async def video(
        self, message: Message, command: CommandObject, event_update: Update, talk: Talk
    ) -> None:
        """/video with a prompt: on a picture, or in answer to a message that has the rest."""
        picture = picture_in(message) or picture_in(message.reply_to_message)
        words = commanded(message, command)
        if not words and picture is None:
            await self.refusals.refuse_command(talk, Notice("prompt-missing"))
            return
        sent = sent_by(message, update_id=event_update.update_id, words=words, picture=picture)
        await self._take(sent, talk)

    async def _take(self, sent: Sent | None, talk: Talk) -> None:
        if sent is not None:
            await self.refusals.relay(talk, await self.intake.take(sent))

    async def unknown_command(self, _message: Message, talk: Talk) -> None:
        """A mistyped command is no prompt: it would cost a video."""
        await self.refusals.refuse_once(talk, Notice("unknown-command"))

    async def moving_sticker(self, _message: Message, talk: Talk) -> None:
        """Only one that stands still is a picture."""
        await self.refusals.refuse_once(talk, Notice("sticker-moves"))

    async def not_understood(self, _message: Message, talk: Talk) -> None:
        """A voice message, a place: nothing that the bot works with."""
        await self.refusals.refuse_once(talk, Notice("only-text-or-picture"))


async def pressed(_query: CallbackQuery, press: Press) -> None:
    """A button that nobody knows: another version of the bot has shown it."""
    await press.answer(Notice("too-old"))


def is_about_moving_sticker(message: Message) -> bool:
    """Whether the message is a sticker that moves, or words in answer to one."""
    return is_moving_sticker(message) or (
        bool(message.text) and is_moving_sticker(answered_by(message))
    )
