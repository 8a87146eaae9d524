"""From a picture's reference in a chat to its reference at a provider. Buys nothing."""

from bot.chat import Chat, FileGone
from bot.intake.images import PictureRefused, fit
from bot.intake.references import MAX_PICTURE_BYTES, picture_gone, video_behind
from bot.providers.base import Provider
from bot.worker.frames import Frames
from storage.jobs import Job
from storage.store import Store


class Pictures:
    """Fetches, fits and uploads, and remembers each upload on its job."""

    def __init__(self, *, store: Store, chat: Chat) -> None:
        self._store = store
        self._chat = chat
        self._frames = Frames()

    async def uploaded(self, job: Job, provider: Provider) -> Job:
        """The job with an upload at this provider for each of its pictures; what is there stays.

        Raises PictureRefused, ChatError, ProviderError and LeaseLostError.
        """
        done = job.uploads if job.uploads_at == provider.name else ()
        for picture in job.request.pictures[len(done) :]:
            jpeg = await fit(await self._fetched(picture), provider.capabilities.picture)
            done = (*done, await provider.upload(jpeg, job_id=job.id))
            job = await self._store.jobs.note(job, uploads=done, uploads_at=provider.name)
        return job

    async def _fetched(self, picture: str) -> bytes:
        video = video_behind(picture)
        try:
            data = await self._chat.fetch_file(video or picture, max_bytes=MAX_PICTURE_BYTES)
        except FileGone as gone:
            raise PictureRefused(picture_gone(picture, gone)) from gone
        return data if video is None else await self._frames.last(data)
