from bot.i18n.words import Words
from bot.worker.alarm import Alarm
from storage.store import Store
from tests.silent_chat import SilentChat
from tests.still_clock import StillClock


async def test_a_trouble_that_one_process_met_is_over_when_another_finds_all_well(
    store: Store, clock: StillClock
) -> None:
    one, other = (
        Alarm(
            alerts=store.alerts,
            people=store.people,
            chat=SilentChat(),
            admins=frozenset({1}),
            words=Words(),
            clock=clock,
        )
        for _ in range(2)
    )
    await one.all_well("pixverse")
    for _ in range(2):
        await other.ring("pixverse", "no-credits")
        [alert] = await store.alerts.claim(now=clock.now())
        await store.alerts.told(alert, now=clock.now())
        await other.ring("pixverse", "no-credits")
        assert await store.alerts.claim(now=clock.now()) == []
        await one.all_well("pixverse")
