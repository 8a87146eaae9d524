"""Pictures that were uploaded, and how an order names one.

An order names it by the path and the URL of the copy, as the web page does, or by its id, as one
client does. Here the path is that of the upload's `img_url`, with or without its first slash.
"""

from urllib.parse import urlsplit

from bot.demo.sandbox.pixverse.orders import Fields
from bot.demo.sandbox.pixverse.refusal import Refusal
from bot.demo.sandbox.shot import Picture

PATH_FIELD, URL_FIELD, ID_FIELD = "customer_img_path", "customer_img_url", "img_id"
PICTURE_FIELDS = (PATH_FIELD, URL_FIELD, ID_FIELD)


class Uploads:
    """The account's pictures by number."""

    def __init__(self) -> None:
        self._pictures: dict[int, Picture] = {}
        self._named: dict[tuple[str, str], int] = {}

    def keep(self, number: int, picture: Picture, url: str) -> None:
        """Add a picture whose copy is at `url`."""
        self._pictures[number] = picture
        self._named[URL_FIELD, url] = number
        self._named[PATH_FIELD, urlsplit(url).path.lstrip("/")] = number

    def picture(self, number: int) -> Picture:
        """A picture that was uploaded."""
        return self._pictures[number]

    def number_in(self, fields: Fields) -> int:
        """The one picture that an order names. Raises Refusal."""
        numbers = {self._by_name(name, fields.text(name)) for name in self._names_in(fields)}
        if fields.has(ID_FIELD):
            numbers.add(fields.picture_id(ID_FIELD))
        if not numbers <= self._pictures.keys():
            raise Refusal(400032)
        if len(numbers) > 1:
            raise Refusal(400017, "the fields name different pictures")
        return numbers.pop()

    def _names_in(self, fields: Fields) -> tuple[str, ...]:
        """Path and URL come together, or not at all where there is an id."""
        names = PATH_FIELD, URL_FIELD
        lacking = [name for name in names if not fields.text(name)]
        if not lacking:
            return names
        if len(lacking) == 2 and fields.has(ID_FIELD):
            return ()
        raise Refusal(400011, lacking[0])

    def _by_name(self, name: str, value: str) -> int:
        wanted = value.lstrip("/") if name == PATH_FIELD else value
        return self._named.get((name, wanted), 0)
