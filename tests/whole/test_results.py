"""What one can do with a finished video, and with one that a person brings."""

import io
import re
from typing import Any

from aiohttp import web
from PIL import Image

from bot.demo.botapi.chats import Message
from bot.demo.botapi.files import Upload
from bot.demo.botapi.people import User
from bot.demo.botapi.views import media_json
from bot.demo.faults import Handler, cut
from tests.demo.pictures import film
from tests.whole.conftest import Stage, refused
from tests.whole.pictures import picture
from tests.whole.remembering import later
from tests.whole.serving import served_by


def orders(stage: Stage) -> list[str]:
    """What was bought, in its order."""
    return [purchase.what for purchase in stage.videos.books.purchases]


def uploaded(stage: Stage) -> list[Image.Image]:
    """The pictures that go up from now on."""
    pictures: list[Image.Image] = []

    async def kept(request: web.Request, handler: Handler) -> web.StreamResponse:
        field = (await request.post())["image"]
        assert isinstance(field, web.FileField)
        pictures.append(Image.open(io.BytesIO(field.file.read())))
        return await handler(request)

    stage.videos.faults.add("upload", kept, times=9)
    return pictures


def silent(stage: Stage) -> dict[str, Any]:
    """A video without sound, as Telegram tells of it."""
    gallery = stage.api.world.gallery
    sent = gallery.make_document(Upload(gallery.files.add(film()), "a.mp4", "video/mp4"))
    document = media_json(sent)["document"]
    return {
        "animation": document | {"width": 320, "height": 180, "duration": 2},
        "document": document,
    }


async def test_a_video_that_is_sent_goes_on_from_its_last_frame(stage: Stage) -> None:
    pictures = uploaded(stage)
    chat, world = stage.chat(stage.ann), stage.api.world
    async with stage.bot(user_limit_per_minute=9):
        world.send_video(chat, stage.ann, film(), caption="it snows")
        assert (await stage.video(chat)).caption == "it snows"
        world.send_other(chat, stage.ann, **silent(stage))
        await stage.said(chat, "What should happen next?")
        stage.write("it rains")
        assert (await stage.video(chat, count=2)).caption == "it rains"
        world.send_document(chat, stage.ann, b"MZ", "a.mp4", "video/mp4", caption="it thaws")
        await stage.said(chat, "I found no last frame")
        huge = film() + b"\0" * (20 * 1024 * 1024)
        world.send_video(chat, stage.ann, huge, caption="it thaws")
        await stage.said(chat, "larger than 20 MB")
    assert orders(stage) == ["img"] * 2
    assert [picture.size for picture in pictures] == [(320, 180)] * 2
    assert [round(value, -1) for value in pictures[0].getpixel((9, 9))] == [90, 0, 120]  # type: ignore[union-attr]


async def finished(
    stage: Stage, prompt: str, *, count: int = 1, user: User | None = None
) -> Message:
    """A video that a person asked for, with its buttons."""
    user = user or stage.ann
    stage.write(prompt, user)
    return await stage.video(stage.chat(user), count=count)


async def press(stage: Stage, card: Message, act: str, user: User | None = None) -> str:
    """A person presses one of the buttons; what they read over the chat."""
    [data] = [one for one in card.buttons.values() if one.startswith(f"{act}:")]
    answer = await stage.api.world.press(card.chat, user or stage.ann, card.id, data)
    return answer.text or ""


def acts(card: Message) -> list[list[str]]:
    return [[one["callback_data"].split(":")[0] for one in row] for row in card.inline_keyboard]


async def test_again_makes_one_more_at_a_time_with_another_seed(stage: Stage) -> None:
    bea = stage.person(1002, "Bea")
    chat = stage.chat(stage.ann)
    async with stage.bot(user_limit_per_minute=9):
        card = await finished(stage, "a wolf --seed 7 --quality 360p")
        assert acts(card) == [["again", "edit"], ["longer", "frame"], ["options"]]
        stage.videos.hold()
        assert await press(stage, card, "again") == "Another one is on its way."
        assert await press(stage, card, "again") == "It is on its way already."
        assert await press(stage, card, "again", bea) == "This is somebody else’s video."
        stage.videos.release()
        second = await stage.video(chat, count=2)
        assert second.reply_to is card
        await press(stage, card, "again")
        assert (await stage.video(chat, count=3)).reply_to is card
        question = await stage.command(chat, "/forget", "Shall I forget you?")
        await press(stage, question, "forget")
        for act in ("again", "longer", "edit"):
            assert "no longer works" in await press(stage, card, act)
    asked = [call.body for call in stage.videos.calls if call.name == "text"]
    assert [one["quality"] for one in asked] == ["360p"] * 3
    assert asked[0]["seed"] == 7
    assert len({one["seed"] for one in asked}) == 3


async def test_longer_lets_a_video_go_on_and_says_when_nobody_can_any_more(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    async with served_by(stage, "modelverse,apixo") as (modelverse, apixo):
        card = await finished(stage, "a wolf")
        assert "The video goes on" in await press(stage, card, "longer")
        longer = await stage.video(chat, count=2)
        assert longer.reply_to is card
        assert [one.what for one in modelverse.books.purchases][-1] in {"extend", "video"}
        assert apixo.books.purchases == ()
    async with served_by(stage, "apixo"):
        assert "No video service here can extend that video" in await press(stage, longer, "longer")
        stage.api.world.send_text(chat, stage.ann, "it runs", reply_to=longer)
        card = await stage.video(chat, count=3)  # from the last frame
        assert acts(card) == [["again", "edit"], ["frame"], ["options"]]
    assert len(stage.api.calls_of("getFile")) == 1


async def asked(stage: Stage, card: Message, act: str, words: str) -> Message:
    """The question that a button brings; the phone is set to answer it."""
    assert await press(stage, card, act) == ""
    question = await stage.said(card.chat, words)
    assert question.reply_markup is not None
    assert question.reply_markup["force_reply"] is True
    return question


async def test_another_prompt_keeps_pictures_and_options_but_for_its_flags(stage: Stage) -> None:
    chat, world = stage.chat(stage.ann), stage.api.world
    pictures = uploaded(stage)
    async with stage.bot(user_limit_per_minute=9):
        words = "a <wolf> --quality 360p --seed 7"
        world.send_photo(chat, stage.ann, picture(size=(320, 200)), caption=words)
        card = await stage.video(chat)
        question = await asked(stage, card, "edit", "What should the prompt be?")
        assert question.reply_to is card
        assert question.marked("code") == ["a <wolf>"]
    async with stage.bot(later(hours=24 * 60), user_limit_per_minute=9):
        answer = world.send_text(chat, stage.ann, "a fox --quality 540p", reply_to=question)
        assert (await stage.video(chat, count=2)).reply_to is answer
        world.send_text(chat, stage.ann, "a fox --wings", reply_to=question)
        await stage.said(chat, "I do not know --wings")
    first, second = [call.body for call in stage.videos.calls if call.name == "img"]
    assert (second["prompt"], second["quality"], second["seed"]) == ("a fox", "540p", 7)
    assert first["quality"] == "360p"
    assert [picture.size for picture in pictures] == [(320, 200)] * 2


async def test_an_answer_that_is_edited_is_still_one(stage: Stage) -> None:
    """What it says nothing of stays as it was, whether it made a video before or was refused."""
    chat, world = stage.chat(stage.ann), stage.api.world
    async with stage.bot(user_limit_per_minute=9):
        card = await finished(stage, "a wolf --quality 360p")
        question = await asked(stage, card, "edit", "What should the prompt be?")
        answer = world.send_text(chat, stage.ann, "a fox", reply_to=question)
        await stage.video(chat, count=2)
        world.tell_again(answer)
        world.edit_text(answer, "an owl")
        offer = await stage.said(chat, "uses your earlier words")
        [data] = offer.buttons.values()
        await world.press(chat, stage.ann, offer.id, data)
        await stage.video(chat, count=3)
        refused_one = world.send_text(chat, stage.ann, "a cat --wings", reply_to=question)
        await stage.said(chat, "I do not know --wings")
        world.edit_text(refused_one, "a cat")
        await stage.video(chat, count=4)
    made = [call.body for call in stage.videos.calls if call.name == "text"]
    assert [one["prompt"] for one in made] == ["a wolf", "a fox", "an owl", "a cat"]
    assert [one["quality"] for one in made] == ["360p"] * 4
    assert len([one for one in chat.from_bot if "earlier words" in one.content.text]) == 1


async def test_a_question_is_answered_by_whose_video_it_is_about(stage: Stage) -> None:
    group = stage.api.world.group(-1001, "Friends", [stage.ann, stage.admin], supergroup=True)
    world, pictures = stage.api.world, uploaded(stage)
    async with stage.bot():
        prompt = world.send_text(group, stage.ann, "/video a wolf")
        card = await stage.video(group)
        question = await asked(stage, card, "frame", "What happens next?")
        assert question.reply_to is prompt  # so that her phone is set to answer, and no other
        world.send_text(group, stage.admin, "it flies", reply_to=question)
        await stage.said(group, "You have no video #1")
        world.send_text(group, stage.ann, "it runs", reply_to=question)
        assert (await stage.video(group, count=2)).caption == "it runs"
    assert orders(stage) == ["text", "img"]
    assert len(pictures) == 1


async def test_words_in_answer_to_a_video_go_on_from_there(stage: Stage) -> None:
    chat, world = stage.chat(stage.ann), stage.api.world
    async with served_by(stage, "modelverse", user_limit_per_minute=9) as (modelverse,):
        card = await finished(stage, "a wolf --quality 720p")
        answer = world.send_text(chat, stage.ann, "it runs", reply_to=card)
        assert (await stage.video(chat, count=2)).reply_to is answer
        theirs = world.send_video(chat, stage.ann, film())
        await stage.said(chat, "What should happen next?")
        world.send_text(chat, stage.ann, "it snows", reply_to=theirs)
        await stage.video(chat, count=3)
        group = stage.api.world.group(-1001, "Friends", [stage.ann, stage.admin])
        world.send_text(group, stage.ann, "/video a fox")
        hers = await stage.video(group)
        world.send_text(group, stage.admin, "it sleeps", reply_to=hers)
        await stage.video(group, count=2)
        bought = [one.what for one in modelverse.books.purchases]
    assert bought == ["text", "video", "image", "text", "image"]


async def test_show_brings_a_job_by_its_number(stage: Stage) -> None:
    bea, chat = stage.person(1002, "Bea"), stage.chat(stage.ann)
    stage.api.faults.add("editMessageMedia", cut(carried_out=True))  # it is there already, then
    async with stage.bot(user_limit_per_minute=9):
        card = await finished(stage, "a wolf")
        await stage.said(chat, "Your video is ready")
        stage.write("a fox #failed")
        await stage.said(chat, "No video this time")
        stage.videos.hold()
        stage.write("a bear")
        await stage.said(chat, "Generating")
        asked = stage.write("/show #1")
        shown = await stage.video(chat, count=2)
        assert (shown.reply_to, shown.buttons) == (asked, card.buttons)
        assert re.fullmatch("#1 · .* ago\n\na wolf", shown.caption or "")
        assert shown.video is not None
        assert card.video is not None
        assert shown.video.file_unique_id == card.video.file_unique_id
        failed = await stage.command(chat, "/show 2", "could not make this one")
        assert list(failed.buttons.values()) == ["retry:2"]
        being_made = await stage.command(chat, "/show 3", "#3: being made, requested")
        assert list(being_made.buttons.values()) == ["cancel:3"]
        await stage.command(chat, "/show 4", "You have no video #4")
        await stage.command(chat, "/show me", "Write its number")
        await stage.command(stage.chat(bea), "/show 1", "You have no video #1")
        stage.api.faults.add("sendVideo", refused(400, "Bad Request: wrong remote file identifier"))
        await stage.command(chat, "/show 1", "no longer has #1")
        stage.videos.release()
    assert len(orders(stage)) == 3
