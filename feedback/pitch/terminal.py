"""The report as a terminal shows it: the text with its findings marked, scores as bars, findings in groups."""

from collections.abc import Iterable, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from feedback.pitch.compare import Piece
from feedback.pitch.model import Analysis, Dimension, Finding, Severity
from feedback.pitch.report import FATES, HEADINGS, TITLES, Change, certainty_in_words, title_of

BAR = 24
GOOD, FAIR = 70, 40
"""Values from which on a bar is green, and from which on it is yellow."""
STYLES = {Severity.MAJOR: "bold red", Severity.MINOR: "yellow", Severity.NOTE: "cyan"}
_PIECES = {"kept": ("  ", "dim"), "reworded": ("~ ", ""), "moved": ("> ", "cyan"), "new": ("+ ", "green")}
_GONE = ("- ", "red strike")
_WORDS = {"same": "", "added": "bold green", "removed": "red strike"}
_FATE_STYLES = {"resolved": "bold green", "new": "bold red", "still": "bold yellow", "moved": "bold cyan"}


def print_analysis(text: str, analysis: Analysis, console: Console) -> None:
    """The report on one text."""
    if analysis.refusal:
        console.print(Panel(_plain(analysis.refusal), title="Not judged", title_align="left", border_style="yellow"))
        return
    found = [finding for severity in HEADINGS for finding in analysis.findings if finding.severity is severity]
    console.print(_head(analysis), _bars(analysis.scores.dimensions), "", sep="\n")
    console.print(
        Panel(_marked(text, found), title="What you wrote", title_align="left", border_style="dim"), "", sep="\n"
    )
    for severity, heading in HEADINGS.items():
        group = [(n, finding) for n, finding in enumerate(found, 1) if finding.severity is severity]
        if group:
            console.print(Text(heading, STYLES[severity]))
            for number, finding in group:
                console.print(_finding(number, finding), "", sep="\n")
    if not found:
        console.print(Text("Nothing to mend was found.", "green"))


def print_change(change: Change, console: Console) -> None:
    """What became of each sentence, of the scores and of the findings."""
    if change.comparison.is_same:
        console.print(Text("Nothing was changed."))
        return
    for piece in change.comparison.pieces:
        console.print(_piece(change, piece))
    refused = [text for text in (change.before.refusal, change.after.refusal) if text]
    if refused:
        console.print(
            "", Panel(_plain(refused[0]), title="Not judged", title_align="left", border_style="yellow"), sep="\n"
        )
        return
    before, after = change.before.scores.overall, change.after.scores.overall
    said = Text.assemble("Overall ", (f"{before:.0f}", "dim"), " \u2192 ", (f"{after:.0f}", _colour(after)))
    console.print("", said, sep="\n")
    for one in change.scores:
        console.print(Text.assemble((f"{one.points:+6.1f}", "green" if one.points > 0 else "red"), f"  {one.name}"))
    for fate, heading in FATES.items():
        titles = [title_of(change, one) for one in change.findings if one.fate == fate]
        if titles:
            console.print("", Text(heading, _FATE_STYLES[fate]), *(Text(f"- {title}") for title in titles), sep="\n")


def _head(analysis: Analysis) -> RenderableType:
    overall = analysis.scores.overall
    said = f"{analysis.words} words, about {analysis.spoken_s:.0f} seconds to say"
    score = Text.assemble((f"{overall:.0f}", f"bold {_colour(overall)}"), (" of 100", "dim"), f"   {said}")
    return Panel(Group(score, "", _plain(analysis.summary)), border_style=_colour(overall))


def _bars(dimensions: Iterable[Dimension]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column()
    table.add_column(justify="right")
    for dimension in dimensions:
        filled = round(dimension.value / 100 * BAR)
        bar = Text.assemble(("\u2501" * filled, _colour(dimension.value)), ("\u2500" * (BAR - filled), "dim"))
        table.add_row(Text(f"  {dimension.title}"), bar, Text(f"{dimension.value:.0f}", _colour(dimension.value)))
    return table


def _marked(text: str, found: Sequence[Finding]) -> Text:
    """The text, each finding's words in its colour with its number behind them; the gravest colour wins."""
    marked = _plain(text)
    for finding in reversed(found):
        if finding.start is not None and finding.end is not None:
            marked.stylize(STYLES[finding.severity], finding.start, finding.end)
    ends: dict[int, list[int]] = {}
    for number, finding in enumerate(found, 1):
        if finding.end is not None:
            ends.setdefault(finding.end, []).append(number)
    parts, last = Text(), 0
    for end in sorted(ends):
        parts.append_text(marked[last:end]).append(f" [{', '.join(map(str, ends[end]))}]", "bold")
        last = end
    parts.append_text(marked[last:])
    parts.rstrip()
    return parts


def _finding(number: int, finding: Finding) -> RenderableType:
    head = Text.assemble(
        (f"{number:>2} ", STYLES[finding.severity]),
        (TITLES[finding.check], "bold"),
        (f"  {certainty_in_words(finding.certainty)}", "dim"),
    )
    body = Group(_plain(finding.seen), _plain(finding.why, "dim"), _plain(f"Try: {finding.try_next}", "green"))
    return Group(head, Padding(body, (0, 0, 0, 3)))


def _piece(change: Change, piece: Piece) -> Table:
    """One sentence behind its sign, further lines under the first."""
    sign, style = _GONE if piece.kind == "gone" else _PIECES[piece.kind]
    words = Text()
    if piece.kind == "reworded":
        told = [(part.text.strip(), _WORDS[part.op]) for part in piece.words if part.text.strip()]
        for place, (part, kind) in enumerate(told):
            words.append(" " if place else "").append_text(_plain(part, kind))
    else:
        text, start, end = (
            (change.old, piece.old_start, piece.old_end)
            if piece.kind == "gone"
            else (change.new, piece.new_start, piece.new_end)
        )
        words = _plain(" ".join(text[start:end].split()), style)
    row = Table.grid()
    row.add_column(width=len(sign))
    row.add_column()
    row.add_row(Text(sign, style), words)
    return row


def _plain(text: str, style: str = "") -> Text:
    """The text, as long as it is; what a terminal would obey instead of showing is no part of it."""
    shown = (sign if sign.isprintable() or sign == "\n" else " " if sign.isspace() else "\ufffd" for sign in text)
    return Text("".join(shown), style)


def _colour(value: float) -> str:
    return "green" if value >= GOOD else "yellow" if value >= FAIR else "red"
