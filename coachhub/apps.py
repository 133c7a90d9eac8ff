from django.apps import AppConfig
from django.contrib.staticfiles import apps as staticfiles


class CoachhubConfig(AppConfig):
    name = "coachhub"
    default = True

    def ready(self) -> None:
        from coachhub import system_checks  # noqa: F401, PLC0415  # registers them once settings stand


class StaticFilesConfig(staticfiles.StaticFilesConfig):
    """Leaves out what no page asks for and `collectstatic` would spend most of its time on.

    Of Plotly's package data only plotly.min.js is served; the API has no browsable pages.
    """

    ignore_patterns = [
        *staticfiles.StaticFilesConfig.ignore_patterns,
        *("widgetbundle.js", "datasets", "templates"),
        "rest_framework",
    ]
