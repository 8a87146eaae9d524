"""Handlers translate, nothing more: what a person sent goes to intake, what intake says goes back.

In a private chat every text is a prompt. In a group the bot is silent unless it is addressed: by
/video, in a caption too, or by a reply to one of its messages.
"""

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message, Update

from bot.i18n.words import Notice
from bot.intake.sent import Decision, Sent
from bot.intake.service import Intake
from bot.telegram.commands import commanded, is_command, words_of
from bot.telegram.press import Press
from bot.telegram.refusals import Refusals
from bot.telegram.sent import answered_by, by_bot, moves, picture_answered, picture_in, sent_by
from bot.telegram.talk import Talk

IN_PRIVATE = F.chat.type == ChatType.PRIVATE
IN_GROUP = F.chat.type.in_({ChatType.GROUP, ChatType.SUPERGROUP})
WITH_PICTURE = F.photo | F.document | F.sticker | F.video | F.video_note
"""What may have a picture, or end with one."""
ASKED = {
    "picture-ask": "picture-ask-group",
    "video-ask": "video-ask-group",
    "album-ask": "album-ask-group",
}
"""What intake wants to know of each picture, here and in a group; all else is a refusal."""


def prompts() -> Router:
    """The handlers of everything that may become a video; other commands come before them."""
    router = Router(name="prompts")
    router.message.register(video_command, Command("video"))
    router.message.register(unknown_command, IN_PRIVATE, is_command)
    router.message.register(moving_sticker, IN_PRIVATE, is_about_moving_sticker)
    router.message.register(in_private, IN_PRIVATE, F.text | WITH_PICTURE)
    router.message.register(not_understood, IN_PRIVATE)
    router.message.register(in_group, IN_GROUP, is_answer_to_bot)
    router.message.register(further_in_group, IN_GROUP, F.media_group_id)
    router.callback_query.register(pressed)
    return router


def is_answer_to_bot(message: Message, bot: Bot) -> bool:
    """Whether the message answers one of the bot's, and is no command to somebody."""
    return by_bot(message.reply_to_message, bot) and not is_command(message)


def is_about_moving_sticker(message: Message) -> bool:
    """Whether the message is a sticker that moves, or words in answer to one."""
    return moves(message) or (bool(message.text) and moves(answered_by(message)))


async def in_private(
    message: Message, event_update: Update, intake: Intake, talk: Talk, refusals: Refusals
) -> None:
    """A prompt, a picture with one, a picture alone, or words in answer to a picture."""
    words, picture = words_of(message), picture_in(message) or picture_answered(message)
    sent = sent_by(message, update_id=event_update.update_id, words=words, picture=picture)
    await _take(sent, intake, talk, refusals)


async def in_group(
    message: Message, event_update: Update, intake: Intake, talk: Talk, refusals: Refusals
) -> None:
    """The same in a group, said to the bot by answering it. A sticker there is small talk."""
    if words_of(message) or (picture_in(message) and not message.sticker):
        await in_private(message, event_update, intake, talk, refusals)


async def further_in_group(
    message: Message, event_update: Update, intake: Intake, talk: Talk, refusals: Refusals
) -> None:
    """The rest of an album whose caption was said to the bot; it is addressed to nobody."""
    sent = sent_by(message, update_id=event_update.update_id, words="", picture=picture_in(message))
    if sent is not None:
        await reply(await intake.take_further(sent), talk, refusals)


async def video_command(
    message: Message,
    command: CommandObject,
    event_update: Update,
    intake: Intake,
    talk: Talk,
    refusals: Refusals,
) -> None:
    """/video with a prompt: on a picture, or in answer to a message that has the rest."""
    picture = picture_in(message) or picture_in(message.reply_to_message)
    words = commanded(message, command)
    if not words and picture is None:
        await talk.say(Notice("prompt-missing"))
        return
    sent = sent_by(message, update_id=event_update.update_id, words=words, picture=picture)
    await _take(sent, intake, talk, refusals)


async def _take(sent: Sent | None, intake: Intake, talk: Talk, refusals: Refusals) -> None:
    await reply(await intake.take(sent) if sent is not None else None, talk, refusals)


async def reply(said: Notice | Decision | None, talk: Talk, refusals: Refusals) -> None:
    """Say what intake says. May raise ChatError."""
    if isinstance(said, Decision):
        await talk.ask(said)
    elif said is not None and said.key in ASKED and talk.is_private:
        await talk.say(said)
    elif said is not None and said.key in ASKED:  # only an answer to the bot is meant for it
        await talk.say(Notice(ASKED[said.key]), asks=True)
    elif said is not None:
        await refusals.refuse(talk, said)


async def unknown_command(_message: Message, talk: Talk, refusals: Refusals) -> None:
    """A mistyped command is no prompt: it would cost a video."""
    await refusals.refuse(talk, Notice("unknown-command"))


async def moving_sticker(_message: Message, talk: Talk, refusals: Refusals) -> None:
    """Only one that stands still is a picture."""
    await refusals.refuse(talk, Notice("sticker-moves"))


async def not_understood(_message: Message, talk: Talk, refusals: Refusals) -> None:
    """A voice message, a place: nothing that the bot works with."""
    await refusals.refuse(talk, Notice("only-text-or-picture"))


async def pressed(_query: CallbackQuery, press: Press) -> None:
    """A button that nobody knows: another version of the bot has shown it."""
    await press.answer(Notice("too-old"))
