"""A sandbox's money: what the account holds, and every purchase with the key it was made under."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal

Amount = int | Decimal


class TooPoor(Exception):  # noqa: N818 (a fact, and named like one)
    """The account does not hold the price. Nothing was taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """One order that was paid. `taken` says how much came out of which pot."""

    number: int
    what: str
    key: str
    price: Decimal
    taken: Mapping[str, Decimal]
    at: datetime
    refunded_at: datetime | None = None


class Books:
    """Pots of money, emptied in the order in which they are named."""

    def __init__(self, pots: Mapping[str, Amount]) -> None:
        self._pots = {name: Decimal(amount) for name, amount in pots.items()}
        self._purchases: dict[int, Purchase] = {}

    @property
    def pots(self) -> Mapping[str, Decimal]:
        """What every pot holds now."""
        return dict(self._pots)

    @property
    def balance(self) -> Decimal:
        """What all pots hold now."""
        return sum(self._pots.values(), Decimal(0))

    @property
    def purchases(self) -> tuple[Purchase, ...]:
        """Every purchase, refunded ones too, the oldest first."""
        return tuple(self._purchases.values())

    @property
    def spent(self) -> Decimal:
        """The price of all purchases that were not refunded."""
        kept = (purchase.price for purchase in self.purchases if purchase.refunded_at is None)
        return sum(kept, Decimal(0))

    def under(self, key: str) -> tuple[Purchase, ...]:
        """The purchases made under this idempotency key; more than one is a double charge."""
        return tuple(purchase for purchase in self.purchases if purchase.key == key)

    def buy(self, *, number: int, what: str, key: str, price: Amount) -> Purchase:
        """Take the price for production `number`. Raises TooPoor."""
        if price > self.balance:
            raise TooPoor
        due = Decimal(price)
        taken: dict[str, Decimal] = {}
        for name, held in self._pots.items():
            taken[name] = min(held, due)
            due -= taken[name]
            self._pots[name] = held - taken[name]
        purchase = Purchase(
            number=number,
            what=what,
            key=key,
            price=Decimal(price),
            taken=taken,
            at=datetime.now(UTC),
        )
        self._purchases[number] = purchase
        return purchase

    def refund(self, number: int) -> None:
        """Put a purchase back where it came from, once; unknown numbers cost nothing."""
        purchase = self._purchases.get(number)
        if purchase is None or purchase.refunded_at is not None:
            return
        for name, amount in purchase.taken.items():
            self._pots[name] += amount
        self._purchases[number] = replace(purchase, refunded_at=datetime.now(UTC))

    def fill(self, pot: str, amount: Amount) -> None:
        """Set what a pot holds."""
        self._pots[pot] = Decimal(amount)
