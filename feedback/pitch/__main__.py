"""The engine on the command line."""

import argparse
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feedback.pitch import Kind, Settings, analyse, carry_findings, compare, explain
from feedback.pitch.report import WIDTH, Change, as_answer, as_dict, as_text, change_as_dict, change_as_text

if TYPE_CHECKING:
    from rich.console import Console

EPILOG = """exit codes:
  0  the text was judged (or compared)
  1  the text was not judged, and the report says why (not with --jsonl, where each answer has its own "refusal")
  2  wrong arguments; an input that is missing, a folder or not UTF-8; with --jsonl a line that is no such object
"""


class WrongInputError(Exception):
    """An input that cannot be read; its message is one sentence for the person."""


def main(arguments: list[str]) -> int:
    """Run the command line; see EPILOG for what is returned."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return _run(options)
    except WrongInputError as wrong:
        print(wrong, file=sys.stderr)
        return 2
    except BrokenPipeError:
        # whoever reads has seen enough; without this Python complains once more while it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(options: argparse.Namespace) -> int:
    settings = Settings(options.words_per_minute, options.target, options.limit)
    if options.compare:
        if options.jsonl:
            raise WrongInputError(
                "--compare prints text or, with --json, one JSON object; --jsonl does not go with it."
            )
        old, new = map(_text, options.compare)
        change = _change(old, new, options, settings)
        if options.json:
            print(json.dumps(change_as_dict(change), indent=1))
        elif console := _console():
            from feedback.pitch.terminal import print_change  # noqa: PLC0415 -- as in _console

            print_change(change, console)
        else:
            print(change_as_text(change))
        return 0
    if options.jsonl:
        return _answer_lines(_text(options.file or "-").split("\n"), settings)
    if not options.file:
        raise WrongInputError("Name a file to read, or - for standard input (--help says more).")
    text = _text(options.file)
    analysis = analyse(text, role=options.role, company=options.company, kind=options.kind, settings=settings)
    if options.json:
        print(json.dumps(as_dict(analysis), indent=1))
    elif console := _console():
        from feedback.pitch.terminal import print_analysis  # noqa: PLC0415 -- as in _console

        print_analysis(text, analysis, console)
    else:
        print(as_text(analysis))
    return 1 if analysis.refusal else 0


def _change(old: str, new: str, options: argparse.Namespace, settings: Settings) -> Change:
    about = {"role": options.role, "company": options.company, "kind": options.kind}
    before = analyse(old, settings=settings, **about)
    after = analyse(new, settings=settings, earlier=old, **about)
    comparison = compare(old, new)
    findings = carry_findings(old, before.findings, new, after.findings, comparison)
    return Change(old, new, before, after, comparison, findings, explain(before.scores, after.scores))


def _answer_lines(lines: Iterable[str], settings: Settings) -> int:
    wrong = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        asked = _asked(line)
        if asked is None:
            print(f"Line {number} is no JSON object with a text.", file=sys.stderr)
            wrong = 2
            continue
        analysis = analyse(
            asked["text"],
            role=str(asked.get("role") or ""),
            company=str(asked.get("company") or ""),
            kind=str(asked.get("kind") or Kind.WRITTEN),
            settings=settings,
        )
        print(json.dumps(as_answer(asked.get("id"), analysis)))
    return wrong


def _asked(line: str) -> dict[str, Any] | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) and isinstance(row.get("text"), str) else None


def _text(name: str) -> str:
    """What a file, or standard input for "-", holds."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise WrongInputError(f"{name} cannot be read: {reason}.") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = "Standard input" if name == "-" else name
        raise WrongInputError(f"{place} is not UTF-8 text (byte {error.start} is not).") from error


def _console() -> "Console | None":
    """Standard output where it is a terminal; None for a pipe, a file, or a terminal that can only print."""
    if not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        return None
    from rich.console import Console  # noqa: PLC0415 -- a tenth of a second, which only a terminal needs

    console = Console(highlight=False)
    console.width = min(console.width, WIDTH)
    return console


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m feedback.pitch",
        description="Say what an interview introduction does towards its aim, and what to try next.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    defaults = Settings()
    parser.add_argument("file", nargs="?", metavar="FILE", help="a UTF-8 text, or - for standard input")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="everything that was found, as one JSON object")
    form.add_argument(
        "--jsonl", action="store_true", help='a JSON object {"id", "kind", "role", "company", "text"} a line'
    )
    parser.add_argument(
        "--compare",
        nargs=2,
        metavar=("OLD", "NEW"),
        help="what became of sentences, findings and scores between two texts (with --json as one JSON object)",
    )
    parser.add_argument("--role", default="", help="the role applied for")
    parser.add_argument("--company", default="", help="the company applied to")
    parser.add_argument("--kind", choices=[kind.value for kind in Kind], default=Kind.WRITTEN.value)
    parser.add_argument("--words-per-minute", type=_positive, default=defaults.words_per_minute, metavar="N")
    parser.add_argument("--target", type=_positive, default=defaults.target_s, metavar="SECONDS")
    parser.add_argument("--limit", type=_positive, default=defaults.limit_s, metavar="SECONDS")
    return parser


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a positive number")
    return value


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
