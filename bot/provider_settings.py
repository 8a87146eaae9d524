"""The settings of the video systems; `settings.Settings` has them all."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, AnyHttpUrl, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode


class SettingsError(Exception):
    """The settings cannot be used; the text is one line for the operator."""


class ProviderName(StrEnum):
    """The video systems, in the order in which they are preferred."""

    PIXVERSE = "pixverse"
    GATEWAY = "gateway"
    MODELVERSE = "modelverse"
    APIXO = "apixo"
    PIXVERSE_WEB = "pixverse_web"


CREDENTIALS = {
    ProviderName.PIXVERSE: ("pixverse_api_key",),
    ProviderName.GATEWAY: ("gateway_api_key", "gateway_base_url", "gateway_app_bundle_id"),
    ProviderName.MODELVERSE: ("modelverse_api_key",),
    ProviderName.APIXO: ("apixo_api_key",),
    ProviderName.PIXVERSE_WEB: ("pixverse_web_username", "pixverse_web_password"),
}
"""What each cannot be used without."""
ONLY_WHEN_NAMED = frozenset({ProviderName.PIXVERSE_WEB})
"""Unofficial, so never used merely because its credentials are there."""


def key_setting(provider: str) -> str:
    """The setting to look at when a provider refuses its key."""
    if provider == ProviderName.PIXVERSE_WEB:
        return "PIXVERSE_WEB_PASSWORD"
    return f"{provider.upper()}_API_KEY"


def parts(value: Any) -> Any:
    """A comma-separated text as its parts."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


Names = Annotated[tuple[ProviderName, ...], NoDecode, BeforeValidator(parts)]
Positive = Annotated[int, Field(gt=0)]
Credits = Annotated[float, Field(ge=0)]


class ProviderSettings(BaseSettings):
    """What the operator decides about the video systems."""

    providers: Names = Field(
        default=(),
        description="names in order of preference; empty: every one that has credentials",
    )

    # The PixVerse open platform
    pixverse_api_key: SecretStr | None = Field(
        default=None, description="the PixVerse platform's key, from platform.pixverse.ai"
    )
    pixverse_base_url: AnyHttpUrl = Field(
        default=AnyHttpUrl("https://app-api.pixverse.ai"),
        description="its address; https://app-api.pixverseai.cn in China",
    )
    pixverse_model: Literal["v3.5", "v4", "v4.5", "v5", "v5.5", "v5.6", "v6", "c1"] = Field(
        default="v6", description="the model that makes the videos"
    )
    pixverse_requests_per_second: float = Field(
        default=1.0, gt=0, le=100, description="requests of every kind, per second"
    )
    pixverse_max_running: Positive = Field(
        default=2, description="jobs running there at once; your plan's limit"
    )
    pixverse_webhook_id: int | None = Field(
        default=None, description="the id of the webhook registered in its console"
    )
    pixverse_webhook_secret: SecretStr | None = Field(
        default=None, description="that webhook's secret"
    )
    pixverse_low_balance: Credits = Field(
        default=100, description="admins hear when fewer credits are left; 0: never"
    )

    # A PixVerse gateway of one's own
    gateway_api_key: SecretStr | None = Field(
        default=None,
        validation_alias=AliasChoices("GATEWAY_API_KEY", "API_KEY"),
        description="the key of your PixVerse gateway",
    )
    gateway_base_url: AnyHttpUrl | None = Field(default=None, description="the gateway's address")
    gateway_app_bundle_id: str | None = Field(
        default=None, description="the app_bundle_id that the gateway expects"
    )
    gateway_requests_per_minute: float = Field(
        default=10.0, gt=0, le=6000, description="submits, per minute"
    )
    gateway_max_running: Positive = Field(default=2, description="jobs running there at once")

    # UCloud Modelverse
    modelverse_api_key: SecretStr | None = Field(
        default=None, description="the Modelverse key, from console.ucloud.cn"
    )
    modelverse_base_url: AnyHttpUrl = Field(
        default=AnyHttpUrl("https://api.modelverse.cn"),
        description="its address; https://api.umodelverse.ai overseas",
    )
    modelverse_model: str = Field(default="pixverse-v6", description="the model")
    modelverse_max_running: Positive = Field(default=3, description="jobs running there at once")

    # APIXO
    apixo_api_key: SecretStr | None = Field(
        default=None, description="the APIXO key, from apixo.ai"
    )
    apixo_base_url: AnyHttpUrl = Field(
        default=AnyHttpUrl("https://api.apixo.ai"), description="its address"
    )
    apixo_model: str = Field(default="wan-2-5", description="the model: wan-2-5 or wan-2-5-video")
    apixo_route: Literal["auto", "value", "official"] = Field(
        default="auto", description="which of its suppliers is used: auto, value or official"
    )
    apixo_max_running: Positive = Field(default=3, description="jobs running there at once")
    apixo_low_balance: Credits = Field(
        default=1, description="admins hear when fewer dollars are left; 0: never"
    )

    # A PixVerse web account
    pixverse_web_username: str | None = Field(
        default=None, description="the name of a PixVerse account; unofficial, at your own risk"
    )
    pixverse_web_password: SecretStr | None = Field(default=None, description="its password")
    pixverse_web_base_url: AnyHttpUrl = Field(
        default=AnyHttpUrl("https://app-api.pixverse.ai"), description="the website's API"
    )
    pixverse_web_max_running: Positive = Field(default=2, description="jobs running there at once")
    pixverse_web_low_balance: Credits = Field(
        default=100, description="admins hear when fewer credits are left; 0: never"
    )

    def chosen_providers(self) -> tuple[ProviderName, ...]:
        """The providers to use, in order of preference; raises SettingsError when there is none."""
        for name in self.providers:
            if missing := self._missing(name):
                raise SettingsError(f"{missing.upper()} is missing: PROVIDERS names {name}")
        complete = (name for name in ProviderName if not self._missing(name))
        unnamed = tuple(name for name in complete if name not in ONLY_WHEN_NAMED)
        chosen = tuple(dict.fromkeys(self.providers)) or unnamed
        if not chosen:
            raise SettingsError(
                "PIXVERSE_API_KEY is missing: create a key on platform.pixverse.ai and set it"
            )
        return chosen

    def provider_hosts(self) -> frozenset[str]:
        """The hosts of the chosen providers, as their addresses name them."""
        urls = (getattr(self, f"{name}_base_url") for name in self.chosen_providers())
        return frozenset(url.host.strip("[]") for url in urls)

    def low_balance(self, name: str) -> Decimal:
        """Below what the admins want to hear of a provider's balance; 0: never."""
        return Decimal(str(getattr(self, f"{name}_low_balance", 0)))

    def _missing(self, name: ProviderName) -> str | None:
        """The first credential that a provider lacks."""
        return next((one for one in CREDENTIALS[name] if getattr(self, one) is None), None)
