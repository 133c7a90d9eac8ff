"""From a page to a PDF, by the Chromium that is there. The only place that starts one.

It gets one file and the static files beside it, has no network (every name and address, loopback too, leads to a proxy
that is not there), a profile of its own that is gone afterwards, and `LIMIT_S`. One prints at a time on a machine: the
lock is a file's, which the kernel lets go of with the process that holds it.
"""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from feedback.charts.report import Report
from feedback.exceptions import NoBrowser, PrinterBusy, PrintFailed

LIMIT_S = 60
NAMES = ("chromium", "chromium-browser", "google-chrome")
STYLES = ("css/tokens.css", "css/report.css")
PLOTLY, SCRIPT = "plotly/plotly.min.js", "js/report.js"
NOWHERE = "http://127.0.0.1:9"
OPTIONS = (
    "--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-extensions",
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-sync",
    "--disable-quic", "--disable-dev-shm-usage", "--no-pdf-header-footer", "--virtual-time-budget=20000",
    "--allow-file-access-from-files",  # so that the page's script finds its modules beside it
    f"--proxy-server={NOWHERE}", "--proxy-bypass-list=<-loopback>", "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip


def print_report(report: Report) -> bytes:
    """The report as a PDF. Raises NoBrowser, PrinterBusy, PrintFailed."""
    browser = find_browser()
    if browser is None:
        raise NoBrowser
    html = render_to_string("feedback/report/report.html", print_context(report))
    with hold_printer(), tempfile.TemporaryDirectory(prefix="coachhub-print-") as folder:
        return print_html(browser, html, Path(folder))


@contextlib.contextmanager
def hold_printer() -> Iterator[None]:
    """Nobody else prints here meanwhile. Raises PrinterBusy where somebody does."""
    path = settings.HOME / "run" / "print.lock"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PrinterBusy from None
        yield


def find_browser() -> str | None:
    """What COACHHUB_CHROMIUM names, else the first that the system has."""
    if settings.CHROMIUM:
        return shutil.which(str(settings.CHROMIUM))
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def print_context(report: Report) -> dict[str, Any]:
    """Of the template, with addresses of files instead of the site's."""
    return {
        "report": report,
        "is_file": True,
        "errors": [],
        "is_filtered": False,
        "styles": [_file(name) for name in STYLES],
        "plotly": _file(PLOTLY),
        "script": _file(SCRIPT),
    }


def _file(name: str) -> str:
    found = finders.find(name)
    if not found:
        raise PrintFailed
    return Path(str(found)).as_uri()


def print_html(browser: str, html: str, folder: Path) -> bytes:
    """The page as a PDF, made in an empty folder. Raises PrintFailed."""
    page, pdf = folder / "report.html", folder / "report.pdf"
    page.write_text(html, encoding="utf-8")
    command = [browser, *OPTIONS, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={pdf}", page.as_uri()]
    if os.geteuid() == 0:
        command.insert(1, "--no-sandbox")  # Chromium refuses to put root into one
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder,
        env={"HOME": str(folder), "PATH": os.defpath, "LANG": "C.UTF-8"}, start_new_session=True,
    )  # fmt: skip
    try:
        process.wait(LIMIT_S)
    except subprocess.TimeoutExpired:
        raise PrintFailed from None
    finally:
        with contextlib.suppress(ProcessLookupError):  # its helpers, and itself where it did not end
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.returncode or not pdf.is_file():
        raise PrintFailed
    return pdf.read_bytes()
