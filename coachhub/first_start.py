"""What a start needs before the processes: folders, tables, static files; demo data or an admin if it is the first."""

import getpass
import hashlib
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.core.validators import validate_email
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from coachhub import env
from coachhub.supervisor import end_with_parent
from cohorts.models import User

Say = Callable[[str], None]
WHERE_ADMIN_COMES_FROM = (
    "The database is empty and there is no terminal to ask for the first admin: "
    "set COACHHUB_ADMIN_EMAIL and COACHHUB_ADMIN_PASSWORD."
)


def prepare(say: Say) -> None:
    """Everything, each part only when it is due. Raises CommandError with a sentence."""
    make_folders()
    migrate(say)
    collecting = _start_collecting(say)
    is_empty = not User.objects.exists()
    if is_empty and settings.DEMO:
        say(
            "Loading the demo: three cohorts with their candidates, drafts and reviews. Only the first start does this."
        )
        if _manage("load_demo").wait():
            raise CommandError("The demo could not be loaded; what was wrong stands above.")
    elif is_empty:
        make_first_admin(say)
    if collecting is not None:
        if collecting.wait():
            raise CommandError("The static files could not be collected; what was wrong stands above.")
        _stamp_file().write_text(_static_hash())
    connections.close_all()


def make_folders() -> None:
    settings.HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
    (settings.HOME / "run").mkdir(mode=0o700, exist_ok=True)
    settings.MAIL_DIR.mkdir(parents=True, exist_ok=True)
    folder = env.broker_socket(settings.HOME).parent
    folder.mkdir(mode=0o700, exist_ok=True)
    # Where everybody may write, somebody else may have made it before us.
    found = folder.lstat()
    is_ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o077
    if settings.HOME not in folder.parents and not is_ours:
        raise CommandError(f"{folder} must belong to you and be closed to others: the broker's socket lies there.")


def migrate(say: Say) -> None:
    executor = MigrationExecutor(connection)
    due = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if due:
        say(f"Preparing the database: {len(due)} migrations.")
        call_command("migrate", interactive=False, verbosity=0)


def make_first_admin(say: Say) -> None:
    """From the environment, else asked on the terminal. Raises CommandError when neither is there or fits."""
    if settings.FIRST_ADMIN_EMAIL:
        email, password = settings.FIRST_ADMIN_EMAIL, settings.FIRST_ADMIN_PASSWORD
        objection = _objection(email, password)
        if objection:
            raise CommandError(f"COACHHUB_ADMIN_EMAIL, COACHHUB_ADMIN_PASSWORD: {objection}")
    elif sys.stdin.isatty():
        email, password = _ask_for_admin(say)
    else:
        raise CommandError(WHERE_ADMIN_COMES_FROM)
    User.objects.create_superuser(email, password, name=email.split("@")[0])
    say(f"{email} is the first admin.")


def _ask_for_admin(say: Say) -> tuple[str, str]:
    say("The database is empty. Who is the first admin?")
    while True:
        try:
            email = input("E-mail: ").strip()
            password = getpass.getpass("Password: ")
            again = getpass.getpass("Password again: ")
        except EOFError:
            raise CommandError(WHERE_ADMIN_COMES_FROM) from None
        objection = "The two passwords differ." if password != again else _objection(email, password)
        if not objection:
            return email, password
        say(objection)


def _objection(email: str, password: str) -> str:
    """Why these two will not do, or ""."""
    try:
        validate_email(email)
        validate_password(password, User(email=email))
    except ValidationError as refused:
        return " ".join(refused.messages)
    return ""


def _start_collecting(say: Say) -> "subprocess.Popen[bytes] | None":
    """`collectstatic` beside the rest, when a static file has changed since the last one."""
    stamp = _stamp_file()
    if settings.DEBUG or (stamp.is_file() and stamp.read_text() == _static_hash()):
        return None
    say("Compressing static files. Only the first start and upgrades do.")
    return _manage("collectstatic", "--noinput", "--clear", "--verbosity", "0")


def _stamp_file() -> Path:
    """Beside the folder of the files, which `collectstatic --clear` empties."""
    folder: Path = settings.STATIC_ROOT
    return folder.with_name(f"{folder.name}.stamp")


def _static_hash() -> str:
    """Of names, sizes and times of all static files, and of where they are collected: about 20 ms."""
    lines = sorted(_static_files())
    return hashlib.sha256("\n".join([str(settings.STATIC_ROOT), *lines]).encode()).hexdigest()


def _static_files() -> Iterator[str]:
    for finder in get_finders():
        for path, storage in finder.list(["CVS", ".*", "*~"]):
            status = Path(storage.path(path)).stat()
            yield f"{path} {status.st_size} {status.st_mtime_ns}"


def _manage(*arguments: str) -> subprocess.Popen[bytes]:
    """A management command in a process of its own, so that its memory goes with it."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments], cwd=settings.BASE_DIR, preexec_fn=end_with_parent
    )
