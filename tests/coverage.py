"""Lines and branches that the tests run, by SlipCover: it rewrites our modules as they are imported.

coverage.py traces every line of every library, too, which took the suite as long again. Each process
writes what it saw to COVERAGE_FOLDER; `python -m slipcover --merge` adds it up.
"""

import atexit
import json
import os
from pathlib import Path

from slipcover import FileMatcher, ImportManager, Slipcover

SOURCES = ["coachhub", "cohorts", "feedback"]
OMITTED = ["*/migrations/*"]


NEVER = 1_000_000
"""SlipCover may look through all objects for functions that are seen through: here that costs more than it saves."""


def measure(folder: Path) -> None:
    """From here on; modules that are imported already are not seen."""
    seen = Slipcover(branch=True, d_miss_threshold=NEVER, source=SOURCES, omit=OMITTED)
    ImportManager(seen, FileMatcher(sources=SOURCES, omit=OMITTED)).__enter__()
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{os.getpid()}.json"
    atexit.register(lambda: place.write_text(json.dumps(seen.get_coverage())))


if "COVERAGE_FOLDER" in os.environ:
    measure(Path(os.environ["COVERAGE_FOLDER"]))
