"""Users, people and the bot alike."""

from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class User:
    """One account. `language_code` None: the person's app tells none."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    is_deactivated: bool = False
