from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    name = "feedback"
    verbose_name = _("Feedback")

    def ready(self) -> None:
        from feedback import pitch, receivers  # noqa: F401, PLC0415  # connects the signal once the models are loaded

        pitch.use_threads(settings.TAGGER_THREADS)
