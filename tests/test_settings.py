import re
from pathlib import Path

import pytest

from bot.settings import ProviderName, Settings, SettingsError, read_settings

TOKEN = "42:AAE-token"


def read(folder: Path, **values: str) -> Settings:
    """The settings of an operator who wrote these into `.env`."""
    file = folder / ".env"
    file.write_text("".join(f"{name}={value}\n" for name, value in values.items()))
    return read_settings(file)


def test_the_defaults_need_a_token_and_a_key_only(tmp_path: Path) -> None:
    settings = read(tmp_path, BOT_TOKEN=TOKEN, PIXVERSE_API_KEY="k")
    assert settings.chosen_providers() == (ProviderName.PIXVERSE,)
    assert (settings.user_limit_per_minute, settings.user_limit_per_day) == (5, 30)


@pytest.mark.parametrize("name", ["BOT_TOKEN", "TELEGRAM_BOT_TOKEN"])
def test_the_token_has_two_names(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, **{name: TOKEN}).bot_token.get_secret_value() == TOKEN


def test_lists_have_commas_and_what_is_empty_is_not_set(tmp_path: Path) -> None:
    settings = read(tmp_path, BOT_TOKEN=TOKEN, ADMIN_IDS="1, 2", PROVIDERS="", UNKNOWN="x")
    assert settings.admin_ids == {1, 2}
    assert settings.providers == ()


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({}, "BOT_TOKEN is missing: the bot's token, from @BotFather"),
        ({"BOT_TOKEN": "nonsense"}, "BOT_TOKEN cannot be used: a token looks like 123456:AAH…"),
        ({"UPDATES": "webhook"}, "PUBLIC_URL is missing: UPDATES=webhook needs"),
        ({"HTTP_PORT": "http"}, "HTTP_PORT cannot be used: "),
        ({"ADMIN_IDS": "me"}, "ADMIN_IDS cannot be used: "),
        ({"PROVIDERS": "sora"}, "PROVIDERS cannot be used: "),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    tmp_path: Path, values: dict[str, str], line: str
) -> None:
    token = {"BOT_TOKEN": TOKEN} if values else {}
    with pytest.raises(SettingsError) as error:
        read(tmp_path, **(token | values))
    assert str(error.value).startswith(line)
    assert "\n" not in str(error.value)
    assert "nonsense" not in str(error.value)


@pytest.mark.parametrize("providers", ["", "pixverse"])
def test_a_provider_without_a_key_is_asked_for(tmp_path: Path, providers: str) -> None:
    settings = read(tmp_path, BOT_TOKEN=TOKEN, PROVIDERS=providers)
    with pytest.raises(SettingsError, match="PIXVERSE_API_KEY is missing"):
        settings.chosen_providers()


def test_secrets_do_not_show(tmp_path: Path) -> None:
    settings = read(tmp_path, BOT_TOKEN=TOKEN, PIXVERSE_API_KEY="hush-hush")
    assert TOKEN not in repr(settings)
    assert "hush-hush" not in repr(settings)
    assert set(settings.secrets()) == {TOKEN, "hush-hush"}


def test_derived_secrets_differ_by_purpose_and_tell_nothing_of_the_token(tmp_path: Path) -> None:
    settings = read(tmp_path, BOT_TOKEN=TOKEN)
    one, other = settings.derived_secret("path"), settings.derived_secret("secret")
    assert one != other
    assert re.fullmatch("[0-9a-f]{64}", one)
    assert settings.derived_secret("path") == one


ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", [*Settings.model_fields])
@pytest.mark.parametrize("page", [".env.example", "README.md"])
def test_every_setting_is_documented(page: str, name: str) -> None:
    assert re.search(rf"\b{name.upper()}\b", (ROOT / page).read_text()), name


def test_the_example_file_shows_every_setting_with_its_true_default(tmp_path: Path) -> None:
    example = (ROOT / ".env.example").read_text()
    shown = dict(re.findall(r"^#?([A-Z_]+)=(.*)$", example, re.MULTILINE))
    assert {name.lower() for name in shown} == set(Settings.model_fields)
    assert read(tmp_path, **(shown | {"BOT_TOKEN": TOKEN})) == read(tmp_path, BOT_TOKEN=TOKEN)
