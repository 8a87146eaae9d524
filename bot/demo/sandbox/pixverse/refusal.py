"""What the platform says no with."""

from collections.abc import Mapping

MESSAGES: Mapping[int, str] = {
    400: "invalid media",
    401: "Invalid API Key",
    403: "No credits available",
    500: "Internal Server Error",
    10001: "Token is invalid",
    10002: "Token is expired",
    10003: "API key can not be empty",
    10005: "The account has logged in elsewhere",
    400011: "Required parameter is empty",
    400013: "Invalid parameter type",
    400017: "Invalid parameter",
    400018: "The length of the prompt is too long",
    400019: "The length of the negative prompt is too long",
    400032: "Invalid image id",
    400033: "Invalid trace id",
    500008: "The requested data does not exist",
    500030: "The image is too large",
    500031: "Failed to read the image information",
    500032: "The image format is not supported",
    500033: "The image dimensions are not supported",
    500044: "You have reached the limit for concurrent generations",
    500047: "Invalid source media",
    500052: "The image did not pass moderation",
    500063: "The prompt did not pass moderation",
    500070: "The template is not activated",
    500090: "Insufficient balance",
    500200: "User does not exist.",
}


class Refusal(Exception):  # noqa: N818 (an answer, and named like one)
    """A call that is not carried out. `snake` asks for the envelope in err_code's spelling."""

    def __init__(
        self, code: int, about: str = "", *, http_status: int = 200, snake: bool = False
    ) -> None:
        message = MESSAGES.get(code, "Unknown error")
        super().__init__(f"{message}: {about}" if about else message)
        self.code = code
        self.http_status = http_status
        self.snake = snake
