"""Notices to hand out: the shipped text as PDF, or the partner's own file."""

import shutil

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from egnatia.base import node

pytestmark = pytest.mark.django_db
OWN = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _no_own_files():
    yield
    shutil.rmtree(node.current().directory / "law", ignore_errors=True)


def upload(client, content: bytes, language: str = "fa"):
    file = SimpleUploadedFile("notice.pdf", content, "application/pdf")
    return client.post(reverse("notices"), {"language": language, "file": file})


@pytest.mark.parametrize("language", ["en", "ar", "mk"])
def test_shipped_text_is_a_pdf(client, registration_officer, language):
    client.force_login(registration_officer)
    answer = client.get(reverse("notice_file", args=[language]))
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF-")


def test_own_file_takes_its_place_and_goes_again(client, administrator):
    client.force_login(administrator)
    assert upload(client, OWN).status_code == 302
    assert client.get(reverse("notice_file", args=["fa"])).content == OWN
    client.post(reverse("notices"), {"back": "fa"})
    assert client.get(reverse("notice_file", args=["fa"])).content != OWN


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"GIF89a", "not a whole PDF"), (OWN[:-8], "not a whole PDF"), (OWN[:-6] + bytes(6_000_000) + b"%%EOF", "5 MB")],
)
def test_bad_file_is_refused_and_the_old_one_stays(client, administrator, content, told):
    client.force_login(administrator)
    upload(client, OWN)
    answer = upload(client, content)
    assert answer.status_code == 200 and told in answer.content.decode()
    assert client.get(reverse("notice_file", args=["fa"])).content == OWN


def test_only_the_administrator_uploads(client, registration_officer):
    client.force_login(registration_officer)
    assert upload(client, OWN).status_code == 403


def test_unknown_language(client, administrator):
    client.force_login(administrator)
    assert "law.notice.unknown" in client.get(reverse("notice_file", args=["xx"])).content.decode()
    client.post(reverse("notices"), {"back": "../keys/search"})
    assert (node.current().directory / "keys" / "search.key").is_file()
