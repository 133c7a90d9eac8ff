"""The one place that finds a Chromium for the tests; as a program it gets one where there is none.

CHROMIUM names one; else the system's is taken, else Playwright's own. `python -m tests.chromium` installs Debian's when
root runs it, else Playwright's in the cache of the user.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The shell draws the same pages for a fifth less."""
QUIET = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
"""Without a network, Chromium otherwise waits and complains."""


def executable() -> str | None:
    """Of the system's Chromium; None when Playwright's own is the one to use."""
    return os.environ.get("CHROMIUM") or next((found for name in NAMES if (found := shutil.which(name))), None)


def starts() -> bool:
    found = executable()
    with sync_playwright() as playwright:
        if not Path(found or playwright.chromium.executable_path).is_file():
            return False
        playwright.chromium.launch(executable_path=found, args=QUIET).close()
    return True


def install() -> None:
    has_apt = os.geteuid() == 0 and shutil.which("apt-get") is not None
    if has_apt:
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False)
        for name in NAMES[:2]:
            command = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", name]
            if subprocess.run(command, env=environment, check=False).returncode == 0:
                break
    if executable() is None:
        command = [sys.executable, "-m", "playwright", "install", *(["--with-deps"] if has_apt else []), "chromium"]
        subprocess.run(command, check=False)


if __name__ == "__main__":
    if not starts():
        install()
        if not starts():
            sys.exit("There is no Chromium for the browser tests: install one, or name it in CHROMIUM.")
