"""`python -m feedback.pitch`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from feedback.pitch import analyse
from tests.pitch.examples import pool
from training.corpora import FOLDER

GOOD = pool("good")[0]


def run(*arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
    """Exit code, standard output and standard error."""
    done = subprocess.run(
        [sys.executable, "-m", "feedback.pitch", *arguments], input=stdin, capture_output=True, check=False
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_report_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "intro.txt"
    path.write_text(pool("weak")[0].text, encoding="utf-8")
    code, out, err = run(str(path), "--company", "Brightwater")
    assert (code, err) == (0, "")
    assert out.startswith("Overall ")
    for said in ("Why this role", "First of all", "- The résumé comes first (quite sure)", "Try: "):
        assert said in out
    assert max(map(len, out.splitlines())) <= 88


def test_standard_input_is_read_for_a_dash() -> None:
    code, out, err = run("-", "--json", "--company", GOOD.company, stdin=GOOD.text.encode())
    data = json.loads(out)
    assert (code, err) == (0, "")
    assert data["scores"]["overall"] == analyse(GOOD.text, company=GOOD.company).scores.overall
    assert data["refusal"] is None


def test_text_that_is_not_judged_ends_with_1() -> None:
    assert run("-", stdin=b"") == (1, "There are no words here to judge yet.\n", "")


def test_missing_file_is_one_sentence(tmp_path: Path) -> None:
    path = str(tmp_path / "none.txt")
    assert run(path) == (2, "", f"{path} cannot be read: No such file or directory.\n")


def test_folder_is_one_sentence(tmp_path: Path) -> None:
    assert run(str(tmp_path)) == (2, "", f"{tmp_path} cannot be read: Is a directory.\n")


def test_other_encoding_is_one_sentence() -> None:
    assert run("-", stdin="Ich möchte".encode("latin-1")) == (
        2,
        "",
        "Standard input is not UTF-8 text (byte 5 is not).\n",
    )


def test_no_file_is_one_sentence() -> None:
    assert run() == (2, "", "Name a file to read, or - for standard input (--help says more).\n")


def test_help_documents_exit_codes() -> None:
    code, out, _ = run("--help")
    assert code == 0
    assert "exit codes:" in out


def test_wrong_pace_is_refused() -> None:
    code, _, err = run("-", "--words-per-minute", "0")
    assert code == 2
    assert "0 is not a positive number" in err


def test_json_lines_answer_every_line_and_name_the_wrong_one() -> None:
    asked = [
        json.dumps({"id": 1, "text": GOOD.text, "kind": "written", "company": GOOD.company, "role": None}),
        "{not json",
        "",
        json.dumps({"id": 2, "text": "\u2028 \ud800"}),
    ]
    code, out, err = run("--jsonl", stdin="\n".join(asked).encode())
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 2
    assert err == "Line 2 is no JSON object with a text.\n"
    assert [answer["id"] for answer in answers] == [1, 2]
    assert answers[0]["verdicts"]["has_role_why"] is True
    assert set(answers[0]["scores"]) == {"overall", "why_role", "why_team", "balance", "warmth", "telling"}
    assert answers[1]["sentences"] == []
    assert answers[1]["refusal"]


def test_json_lines_of_a_corpus(tmp_path: Path) -> None:
    lines = b"".join((FOLDER / "writer1.jsonl").read_bytes().splitlines(keepends=True)[:24])
    code, out, err = run("--jsonl", stdin=lines)
    answers = [json.loads(line) for line in out.splitlines()]
    asked = [json.loads(line) for line in lines.decode().splitlines()]
    assert (code, err) == (0, "")
    assert [answer["id"] for answer in answers] == [row["id"] for row in asked]
    for answer, row in zip(answers, asked, strict=True):
        for span in answer["sentences"] + [finding for finding in answer["findings"] if finding["start"] is not None]:
            assert 0 <= span["start"] < span["end"] <= len(row["text"])


def test_compare_tells_what_became_of_sentences_scores_and_findings(tmp_path: Path) -> None:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text("I weld small boats in Cork. The pay is better here, and that is why I applied.", encoding="utf-8")
    new.write_text("I weld big boats in Cork. What I miss is seeing them sail, at [Company].", encoding="utf-8")
    code, out, err = run("--compare", str(old), str(new))
    assert (code, err) == (0, "")
    sentences, scores, *found = out.rstrip().split("\n\n")
    assert sentences.split("\n") == [
        "~ I weld [-small] [+big] boats in Cork.",
        "- The pay is better here, and that is why I applied.",
        "+ What I miss is seeing them sail, at [Company].",
    ]
    first, *parts = scores.split("\n")
    before, after = (int(word) for word in first.split() if word.isdigit())
    assert sum(float(part.split()[0]) for part in parts) == pytest.approx(after - before, abs=1.5)
    fates = {part.split("\n")[0]: part.split("\n")[1:] for part in found}
    assert "- Pay as a motive" in fates["Mended"]
    assert "- A placeholder was left in" in fates["New"]

    code, out, err = run("--compare", str(old), str(new), "--json")
    data = json.loads(out)
    assert {"old": None, "fate": "new"}.items() <= next(f for f in data["findings"] if f["fate"] == "new").items()
    assert [piece["kind"] for piece in data["sentences"]] == ["reworded", "gone", "new"]

    assert run("--compare", str(old), str(old)) == (0, "Nothing was changed.\n", "")
    assert run("--compare", str(old), str(new), "--jsonl")[0] == 2
