"""What people do with their thumbs: answers, forwards, stickers."""

from tests.whole.conftest import Stage
from tests.whole.orders import orders
from tests.whole.pictures import picture, sticker


async def test_words_in_answer_to_a_picture_bring_it_to_life(stage: Stage) -> None:
    world, chat = stage.api.world, stage.chat(stage.ann)
    bob = stage.person(1002, "Bob")
    theirs = world.send_photo(stage.chat(bob), bob, picture(), caption="my garden")
    world.updates.drop_pending()
    async with stage.bot(user_limit_per_minute=99, user_limit_active=99):
        old = world.send_photo(chat, stage.ann, picture(), caption="it dawns")
        await stage.video(chat)
        forwarded = world.forward(chat, stage.ann, theirs)
        await stage.video(chat, count=2)
        file = world.send_document(chat, stage.ann, picture("PNG"), "a.png", "image/png")
        still = world.send_sticker(chat, stage.ann, sticker())
        for number, answered in enumerate((old, forwarded, file, still)):
            world.send_text(chat, stage.ann, f"it snows {number}", reply_to=answered)
        await stage.video(chat, count=6)
    assert sorted(orders(stage)) == [
        ("img", "it dawns"),
        *(("img", f"it snows {number}") for number in range(4)),
        ("img", "my garden"),
    ]


async def test_an_answer_to_the_picture_that_waits_is_its_prompt(stage: Stage) -> None:
    world, chat = stage.api.world, stage.chat(stage.ann)
    async with stage.bot():
        still = world.send_sticker(chat, stage.ann, sticker())
        await stage.said(chat, "What should happen in it?")
        world.send_text(chat, stage.ann, "it snows", reply_to=still)
        await stage.video(chat)
        stage.write("a wolf")
        await stage.video(chat, count=2)
    assert orders(stage) == [("img", "it snows"), ("text", "a wolf")]


async def test_what_is_no_picture_does_not_become_one_by_an_answer(stage: Stage) -> None:
    world, chat = stage.api.world, stage.chat(stage.ann)
    async with stage.bot():
        moving = world.send_sticker(chat, stage.ann, b"\x1f\x8b", "a.tgs")
        await stage.said(chat, "That sticker is animated")
        world.send_text(chat, stage.ann, "it snows", reply_to=moving)
        notes = world.send_document(chat, stage.ann, b"%PDF", "a.pdf", "application/pdf")
        await stage.said(chat, "I cannot read PDF files")
        world.send_text(chat, stage.ann, "a wolf", reply_to=notes)
        await stage.video(chat)
    assert orders(stage) == [("text", "a wolf")]


async def test_forwarded_words_are_a_prompt(stage: Stage) -> None:
    chat, bob = stage.chat(stage.ann), stage.person(1002, "Bob")
    said = stage.write("a wolf", bob)
    stage.api.world.updates.drop_pending()
    async with stage.bot():
        stage.api.world.forward(chat, stage.ann, said)
        await stage.video(chat)
    assert orders(stage) == [("text", "a wolf")]
