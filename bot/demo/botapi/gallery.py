"""Makes media of files, and finds media again by its file_id."""

from bot.demo.botapi.files import FileStore, FileType, StoredFile, Upload, suffix_of
from bot.demo.botapi.film import Film, look_at
from bot.demo.botapi.media import Document, Media, Photo, PhotoSize, Sticker, Video, reissued
from bot.demo.botapi.pictures import MAX_BYTES, Jpeg, telegram_sizes, thumbnail_of
from bot.demo.botapi.refusals import bad_request


class Gallery:
    """All media that was ever sent. Its `make_` methods work for a while: not for a loop."""

    def __init__(self, files: FileStore) -> None:
        self.files = files
        self._shown: dict[str, Media] = {}

    def make_photo(self, file: StoredFile) -> Photo:
        """A photo of a picture file. Raises Refused when Telegram would not take it."""
        # The size is judged first: a large file is not read.
        if file.size > MAX_BYTES:
            raise bad_request(
                f"File of size {file.size} bytes is too big for a photo;"
                f" the maximum size is {MAX_BYTES} bytes"
            )
        sizes = (self._size(jpeg, "Photo") for jpeg in telegram_sizes(file.content))
        photo = Photo(sizes=tuple(sizes))
        self._remember(photo)
        return photo

    def make_document(self, upload: Upload) -> Document:
        """A file as it is."""
        suffix = suffix_of(upload.name, upload.mime_type)
        document = Document(
            file_id=self.files.issue(upload.file, "Document", suffix),
            file=upload.file,
            name=upload.name,
            mime_type=upload.mime_type,
        )
        self._remember(document)
        return document

    def make_video(
        self,
        upload: Upload,
        *,
        width: int = 0,
        height: int = 0,
        duration: int = 0,
        thumbnail: StoredFile | None = None,
        cover: StoredFile | None = None,
    ) -> Video | Document:
        """A video; what is no MP4 becomes a document, as at Telegram. Facts given win over found.

        A given thumbnail wins over the first frame.
        """
        film = look_at(upload.file.path)
        if film is None:
            return self.make_document(upload)
        video = Video(
            file_id=self.files.issue(upload.file, "Video", ".mp4"),
            file=upload.file,
            name=upload.name,
            mime_type="video/mp4",
            width=width or film.width,
            height=height or film.height,
            duration=duration or film.duration,
            thumbnail=self._thumbnail(film, thumbnail),
            cover=() if cover is None else self.make_photo(cover).sizes,
        )
        self._remember(video)
        return video

    def make_sticker(self, file: StoredFile, name: str) -> Sticker:
        """A sticker; its name tells of which kind."""
        file_id = self.files.issue(file, "Sticker", suffix_of(name, ""))
        sticker = Sticker(file_id=file_id, file=file, name=name)
        self._remember(sticker)
        return sticker

    def again(self, file_id: str, wanted: FileType) -> Media | None:
        """The media that a file_id was given out with, under new ids; None when it is unknown.

        Raises Refused when it is of another type than wanted.
        """
        media = self._shown.get(file_id)
        if media is None:
            return None
        if type(media).__name__ != wanted:
            raise bad_request(f"Can't use file of type {type(media).__name__} as {wanted}")
        return self.anew(media)

    def anew(self, media: Media) -> Media:
        """The same media for another message, as in a forward."""
        again = reissued(media, self.files)
        self._remember(again)
        return again

    def _remember(self, media: Media) -> None:
        sizes = media.sizes if isinstance(media, Photo) else (media,)
        self._shown.update((shown.file_id, media) for shown in sizes)

    def _size(self, jpeg: Jpeg, kind: FileType) -> PhotoSize:
        file = self.files.add(jpeg.content)
        file_id = self.files.issue(file, kind, ".jpg")
        return PhotoSize(
            file_id=file_id, file=file, width=jpeg.width, height=jpeg.height, type=kind
        )

    def _thumbnail(self, film: Film, given: StoredFile | None) -> PhotoSize:
        jpeg = thumbnail_of(given.content) if given is not None else film.thumbnail
        return self._size(jpeg, "Thumbnail")
