"""What is not judged, and the one sentence that says why."""

import pytest

from feedback.pitch import DIMENSIONS, VERDICTS, Analysis, Settings, analyse
from feedback.pitch.language import refusal
from tests.pitch.examples import pool
from training.corpora import load

GERMAN = (
    "Ich habe drei Jahre lang in einem kleinen Verlag gearbeitet und dort gelernt, wie man einen Text kürzt,"
    " ohne dass"
    " die Autorin es merkt. Ich möchte bei Ihnen arbeiten, weil Sie die Übersetzer auf dem Umschlag nennen."
)
FRENCH = (
    "Je voudrais travailler avec vous parce que j'ai toujours aimé les bateaux et que votre atelier est le seul"
    " qui les"
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


ADVERT = (
    "We are looking for an analyst who enjoys clean data. You will own our reports and work with our teams. You have"
    " three years of experience and a degree. We offer flexible hours and a pension. The ideal candidate is"
    " curious. Apply"
    " by Friday and join our team."
)
RECIPE = (
    "Take two onions and cut them very fine. Put the butter into the pan and wait until it is brown. Then add"
    " the onions,"
    " the flour and the milk, and stir for ten minutes. Salt comes last. It is good with bread, and on the next"
    " day it is"
    " even better."
)
CODE = (
    "def find(items, wanted):\n    for index, item in enumerate(items):\n        if item == wanted:\n           "
    " return {index:"
    " item}\n    return {}\n\nmy_list = [1, 2, 3]; print(find(my_list, 2)); it_is_a_test = True # this is not"
    " for you to read"
)


@pytest.mark.parametrize("text", [ADVERT, RECIPE, CODE * 2], ids=["advert", "recipe", "program"])
def test_what_is_no_introduction_is_not_judged(text: str) -> None:
    analysis = analyse(text)
    assert "introducing themselves" in (analysis.refusal or "")
    assert judged(analysis)[1] == ()


@pytest.mark.parametrize(
    "text",
    [
        "Welder since 2009. Certified for steel and alloy. Led a crew of nine. Reduced rework by a third."
        " Seeking a position"
        " in a yard with apprentices. Fluent in English and Polish. Driving licence. Notice period of two"
        " months. Good"
        " knowledge of drawings and of the sea.",
        "You are looking for somebody who answers letters. My team says that you will never find one who likes"
        " it more.",
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
    assert [text for text in texts if refusal(text)] == []


def test_strange_settings_are_survived() -> None:
    analysis = analyse("I want to build boats with my aunt.", settings=Settings(0, 0, 0))
    assert analysis.refusal is None
    assert analysis.spoken_s == 0.0
