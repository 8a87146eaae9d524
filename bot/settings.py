"""Every setting: from the environment or `.env`, each with its unit, default and reason."""

import hashlib
import hmac
import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AliasChoices,
    AnyHttpUrl,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import NoDecode, SettingsConfigDict

from bot.addresses import Addresses
from bot.provider_settings import Positive, ProviderName, ProviderSettings, SettingsError, parts
from storage.admission import Limits

__all__ = ["ProviderName", "Settings", "SettingsError", "read_settings"]


UserIds = Annotated[frozenset[int], NoDecode, BeforeValidator(parts)]


class Settings(ProviderSettings):
    """What the operator decides. An empty variable counts as not set."""

    model_config = SettingsConfigDict(
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    # Telegram
    bot_token: SecretStr = Field(
        validation_alias=AliasChoices("BOT_TOKEN", "TELEGRAM_BOT_TOKEN"),
        description="the bot's token, from @BotFather",
    )
    admin_ids: UserIds = Field(
        default=frozenset(),
        description="user ids of the admins, comma-separated; @userinfobot tells yours",
    )
    allowed_user_ids: UserIds = Field(
        default=frozenset(),
        description="who may use the bot, comma-separated user ids; empty: everyone",
    )
    telegram_api_url: AnyHttpUrl = Field(
        default=AnyHttpUrl("https://api.telegram.org"),
        description="the Bot API server; one of your own lifts the upload limit to 2000 MB",
    )
    updates: Literal["polling", "webhook"] = Field(
        default="polling",
        description="how updates come: polling needs nothing, webhook needs PUBLIC_URL",
    )

    default_language: Literal["en", "ru", "zh", "pl"] = Field(
        default="en",
        description="for people whose language the bot does not speak, and for alerts to admins "
        "who chose none: en, ru, zh or pl",
    )

    # The HTTP side
    public_url: AnyHttpUrl | None = Field(
        default=None,
        description="where Telegram and providers reach this bot's HTTP side, https",
    )
    http_host: str = Field(default="127.0.0.1", description="where the HTTP side listens")
    http_port: int = Field(default=8080, ge=0, le=65535, description="its port")

    # The store
    database_url: str = Field(
        default="sqlite:///data/bot.db",
        description="sqlite:///path or postgresql://user:password@host/name",
    )
    retention_days: int = Field(
        default=90,
        ge=0,
        le=36500,
        description="jobs that ended so long ago are deleted, in days; 0: never",
    )

    # Pace and limits
    status_poll_seconds: float = Field(
        default=5.0, gt=0, le=300, description="shortest time between two checks of one job, in s"
    )
    job_deadline_minutes: float = Field(
        default=60.0, gt=0, description="after this long without a result a job has expired, in min"
    )
    user_limit_per_minute: Positive = Field(
        default=5,
        description="jobs of one user within 60 s, however they end, which keeps the chat and the "
        "providers from a flood; admins are exempt from all three",
    )
    user_limit_per_day: Positive = Field(
        default=30,
        description="jobs of one user within 24 h, without those that gave that user nothing",
    )
    user_limit_active: Positive = Field(default=3, description="jobs of one user at once")
    moderated_limit_per_day: int = Field(
        default=5,
        ge=0,
        description="prompts of one user that a content check stops on one day (UTC) before that "
        "user is paused until the next, for the account's sake; 0: never",
    )

    # Logs
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="DEBUG, INFO, WARNING or ERROR"
    )
    log_format: Literal["console", "json"] = Field(
        default="console", description="console for people, json for machines"
    )

    @field_validator("bot_token")
    @classmethod
    def _token_looks_like_one(cls, token: SecretStr) -> SecretStr:
        if not re.fullmatch(r"\d+:[\w-]+", token.get_secret_value()):
            raise ValueError("a token looks like 123456:AAH…; @BotFather gives it")
        return token

    @model_validator(mode="after")
    def _webhook_has_an_address(self) -> "Settings":
        if self.updates == "webhook" and self.public_url is None:
            raise ValueError("PUBLIC_URL is missing: UPDATES=webhook needs the bot's https address")
        return self

    def addresses(self) -> Addresses | None:
        """The addresses on this bot's HTTP side; None without PUBLIC_URL."""
        if self.public_url is None:
            return None
        base = str(self.public_url).rstrip("/")
        return Addresses(base=base, secret=self.derived_secret("addresses"))

    def retention(self) -> timedelta | None:
        """How long a job is kept after its end; None: for ever."""
        return timedelta(days=self.retention_days) or None

    def limits(self) -> Limits:
        """What each person may use up."""
        return Limits(
            per_minute=self.user_limit_per_minute,
            per_day=self.user_limit_per_day,
            active=self.user_limit_active,
            moderated=self.moderated_limit_per_day,
        )

    def derived_secret(self, purpose: str) -> str:
        """A secret that only this bot knows, in letters and digits: nothing more to set."""
        token = self.bot_token.get_secret_value().encode()
        return hmac.new(token, purpose.encode(), hashlib.sha256).hexdigest()

    def secrets(self) -> tuple[str, ...]:
        """Every secret value, for the log's last net."""
        found = (getattr(self, name) for name in type(self).model_fields)
        return tuple(one.get_secret_value() for one in found if isinstance(one, SecretStr))


def read_settings(file: Path = Path(".env")) -> Settings:
    """The settings of this process: the environment, and below it `file` where there is one.

    Raises SettingsError with one line that names what is wrong.
    """
    try:
        return Settings(_env_file=file)
    except ValidationError as error:
        raise SettingsError(_one_line(error)) from None


def _one_line(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    name = str(first["loc"][0]).upper() if first["loc"] else ""
    if first["type"] == "missing":
        return f"{name} is missing: {_description(name)}"
    said = first["msg"].removeprefix("Value error, ")
    return f"{name} cannot be used: {said}" if name else said


def _description(name: str) -> str:
    field = "bot_token" if name in {"BOT_TOKEN", "TELEGRAM_BOT_TOKEN"} else name.lower()
    return Settings.model_fields[field].description or ""
