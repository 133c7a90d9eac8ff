"""The report as a PDF, by a real Chromium that has no network."""

import re
import socket
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from feedback import printing
from feedback.charts.report import Audience, make_report
from feedback.reports.dashboard.scope import Scope
from tests.chromium import executable
from tests.factories import make_candidate, make_coach, make_cohort, make_enrolment, make_intro, make_version

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_the_report_becomes_a_pdf_and_asks_the_network_for_nothing(tmp_path: Path) -> None:
    coach = make_coach()
    cohort = make_cohort(coach, name="Autumn")
    for number in range(30):
        make_version(make_intro(make_enrolment(cohort, make_candidate(f"Candidate {number}"), coach)))
    report = make_report(Scope(cohort, coach.user), Audience.COACH)
    html = str(render_to_string("feedback/report/report.html", printing.print_context(report)))
    with socket.create_server(("127.0.0.1", 0)) as server:
        there = f"http://127.0.0.1:{server.getsockname()[1]}/"
        html = re.sub(r"<meta http-equiv=.*?>", "", html)  # the browser alone has to keep it in
        html = html.replace("</main>", f'<img src="{there}"><iframe src="{there}"></iframe></main>')
        pdf = printing.print_html(str(executable()), html, tmp_path)
        server.settimeout(0)
        with pytest.raises(BlockingIOError):
            server.accept()
    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) >= 2
    assert len(pdf) > 20_000  # with drawings in it
