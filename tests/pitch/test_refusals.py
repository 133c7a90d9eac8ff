"""What is not judged, and the one sentence that says why."""

import pytest

from feedback.pitch import DIMENSIONS, VERDICTS, Analysis, Settings, analyse
from tests.pitch.examples import pool
from training.corpora import load

GERMAN = (
    "Ich habe drei Jahre lang in einem kleinen Verlag gearbeitet und dort gelernt, wie man einen Text kürzt, ohne dass"
    " die Autorin es merkt. Ich möchte bei Ihnen arbeiten, weil Sie die Übersetzer auf dem Umschlag nennen."
)
FRENCH = (
    "Je voudrais travailler avec vous parce que j'ai toujours aimé les bateaux et que votre atelier est le seul qui les"
    " répare encore à la main. Je sais souder, et mon équipe dit que je suis patient."
)
SPANISH = (
    "Quiero trabajar con ustedes porque me gusta la gente y porque su taller es el mejor de la ciudad. Soy soldador."
)
INDONESIAN = (
    "Saya ingin bekerja di sini karena saya suka membuat perahu dan belajar dari orang lain setiap hari bersama tim."
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "There are no words here to judge yet."),
        (" \n\t ", "There are no words here to judge yet."),
        ("... !!! ???", "only signs"),
        ("😀😀😀 👍", "only signs"),
        ("12345 67 89", "only signs"),
        ("Hello there", "too few words"),
        ("a word " * 20_000, "up to 20,000 are read"),
        ("\x00\x01\x02PK\x03\x04" * 50, "not look like text"),
        ("\udcff\ud800" * 30, "not look like text"),
        (GERMAN, "only English is judged"),
        (FRENCH, "only English is judged"),
        (SPANISH, "only English is judged"),
        (INDONESIAN, "only English is judged"),
        ("我想在你们公司工作,因为我喜欢船。", "only English is judged"),
        ("أريد أن أعمل معكم لأنني أحب القوارب والناس", "only English is judged"),
        ("Я хочу работать с вами, потому что люблю лодки и людей.", "only English is judged"),
    ],
)
def test_refused_text_gets_one_sentence_and_no_judgement(text: str, said: str) -> None:
    analysis = analyse(text)
    assert said in (analysis.refusal or "")
    assert judged(analysis) == ((), (), 0.0, tuple(DIMENSIONS), {0.0}, dict.fromkeys(VERDICTS, False))
    assert analysis.summary == analysis.refusal


def judged(analysis: Analysis) -> tuple[object, ...]:
    scores = analysis.scores
    return (
        analysis.sentences,
        analysis.findings,
        scores.overall,
        tuple(dimension.key for dimension in scores.dimensions),
        {dimension.value for dimension in scores.dimensions},
        dict(analysis.verdicts),
    )


@pytest.mark.parametrize(
    "text",
    [
        "I want to build boats with my aunt. She says \u202eshalom\u202c to everybody 😀.",
        "My name is 王小明 and I want to build boats with people who like the sea.",
        "I want to build boats.\r\nI can weld.\x0c\r\nYou build boats.",
        "i want to build boats " * 30,
    ],
)
def test_unusual_english_is_judged(text: str) -> None:
    analysis = analyse(text)
    assert analysis.refusal is None
    assert analysis.sentences


def test_no_introduction_in_english_is_refused() -> None:
    texts = [i.text for i in load()] + [example.text for example in (*pool("good"), *pool("weak"))]
    assert [text for text in texts if analyse(text).refusal] == []


def test_strange_settings_are_survived() -> None:
    analysis = analyse("I want to build boats with my aunt.", settings=Settings(0, 0, 0))
    assert analysis.refusal is None
    assert analysis.spoken_s == 0.0
