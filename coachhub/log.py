import logging

HEALTH_PATH = "/healthz"


class NotAboutHealth(logging.Filter):
    """Drops what Django logs of a 503 from /healthz: whoever asks reads the answer, and asks again and again."""

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(getattr(record, "request", None), "path_info", "") != HEALTH_PATH
