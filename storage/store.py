"""The store: one open database and what is kept in it, by noun."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.admission import Admission
from storage.albums import Albums
from storage.alerts import Alerts
from storage.broadcasts import Broadcasts
from storage.budgets import Budgets
from storage.by_hand import ByHand
from storage.cancelling import Cancelling
from storage.chats import Chats
from storage.claims import Claims
from storage.database import Database
from storage.forgetting import Forgetting
from storage.history import History
from storage.hosted import Hosted
from storage.inbox import Inbox
from storage.joblist import Jobs
from storage.nonces import Nonces
from storage.people import People
from storage.proposals import Proposals
from storage.records import Records
from storage.sessions import Sessions
from storage.standings import Standings
from storage.stats import Stats
from storage.switches import Switches
from storage.waiting import Waiting


@dataclass(frozen=True, slots=True)
class Store:
    """Everything that must survive. One implementation serves SQLite and PostgreSQL."""

    database: Database
    inbox: Inbox
    admission: Admission
    waiting: Waiting
    albums: Albums
    proposals: Proposals
    chats: Chats
    people: People
    standings: Standings
    switches: Switches
    claims: Claims
    jobs: Jobs
    cancelling: Cancelling
    by_hand: ByHand
    records: Records
    history: History
    stats: Stats
    budgets: Budgets
    alerts: Alerts
    broadcasts: Broadcasts
    hosted: Hosted
    nonces: Nonces
    sessions: Sessions
    forgetting: Forgetting

    @classmethod
    async def open(cls, url: str) -> "Store":
        """Open the store behind an address, see `Database.open`; raises StoreError."""
        database = await Database.open(url)
        store = cls(
            database=database,
            inbox=Inbox(database),
            admission=Admission(database),
            waiting=Waiting(database),
            albums=Albums(database),
            proposals=Proposals(database),
            chats=Chats(database),
            people=People(database),
            standings=Standings(database),
            switches=Switches(database),
            claims=Claims(database),
            jobs=Jobs(database),
            cancelling=Cancelling(database),
            by_hand=ByHand(database),
            records=Records(database),
            history=History(database),
            stats=Stats(database),
            budgets=Budgets(database),
            alerts=Alerts(database),
            broadcasts=Broadcasts(database),
            hosted=Hosted(database),
            nonces=Nonces(database),
            sessions=Sessions(database),
            forgetting=Forgetting(database),
        )
        if database.single_process:
            await store.claims.void_leases()
            await store.alerts.void_claims()
        return store

    async def try_out(self, *, now: datetime) -> None:
        """Write something. Raises StoreError where nothing can be written, as on a full disk."""
        await self.budgets.reserve("health", interval=timedelta(0), now=now)

    async def close(self) -> None:
        """Close the database."""
        await self.database.close()
