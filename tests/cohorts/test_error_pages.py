"""Pages for what went wrong, drawn with and without a request."""

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views.defaults import bad_request, server_error

from tests.factories import make_user


@pytest.mark.django_db
def test_not_found_greets_the_signed_in_person(signed_in: Any) -> None:
    page = signed_in(make_user("Ann Abel")).get("/nothing/")
    assert page.status_code == 404
    assert "Nothing to read here" in page.content.decode()
    assert ">Ann</summary>" in page.content.decode()


def test_bad_request_and_server_error_need_nothing(rf: RequestFactory) -> None:
    request = rf.get("/")
    bad, broken = bad_request(request, ValueError()), server_error(request)
    assert (bad.status_code, broken.status_code) == (400, 500)
    assert "That request made no sense to us" in bad.content.decode()
    assert "Something broke on our side" in broken.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_gets_a_page_that_says_what_to_do(db: None) -> None:
    page = Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "a@example.org", "password": "b"})
    assert page.status_code == 403
    assert "This form is too old" in page.content.decode()


def test_forbidden_page_renders(rf: RequestFactory) -> None:
    assert "Not with these rights" in render_to_string("403.html", {"user": None}, rf.get("/"))
