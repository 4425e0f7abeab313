"""Files that show that an action was done: taken only as what they are, handed out unchanged, never lost."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, transaction
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from tests.integration.web.recommending import user, walked
from wholestory.web.improvement.actions.evidence import attach, take_off
from wholestory.web.improvement.evidence_files import MOST_BYTES, EvidenceError, check, plain_name
from wholestory.web.improvement.models import Evidence
from wholestory.web.log.models import Entry

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": default}


def _office(*parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for part in parts:
            packed.writestr(part, "<x/>")
    return made.getvalue()


def _attached(content: bytes = PDF, name: str = "note.pdf") -> Evidence:
    return attach(action=walked(), file=SimpleUploadedFile(name, content), shows="The note.", by=user("lead"))


def test_a_file_is_attached_read_and_logged(signed_in: SignedIn, tmp_path: Path) -> None:
    action, lead = walked(), signed_in("lead")
    address = reverse("attach_evidence", args=[action.recommendation_id, action.pk])
    sent = {"file": SimpleUploadedFile("../../The note.PDF", PDF), "shows": "What every officer was sent."}
    assert 'enctype="multipart/form-data"' in lead.get(address).content.decode()
    lead.post(address, sent)
    kept = Evidence.objects.get()
    assert kept.name == "The note.pdf" and kept.size == len(PDF)
    (stored,) = (tmp_path / "evidence").iterdir()
    assert "note" not in stored.name and stored.read_bytes() == PDF
    answer = signed_in("inspector").get(reverse("evidence", args=[kept.pk]))
    assert answer.getvalue() == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="The note.pdf"'
    assert answer["Content-Type"] == "application/octet-stream" and answer["X-Content-Type-Options"] == "nosniff"
    logged = Entry.objects.filter(what="exported").latest("id")
    assert logged.details == {"evidence": kept.pk} and logged.who == "inspector@example.org"
    assert "The note.pdf" in lead.get(action.recommendation.get_absolute_url()).content.decode()


@pytest.mark.parametrize("name", ["supervisor", "commissioner", "recorder", "administrator"])
def test_nobody_else_gets_a_file(signed_in: SignedIn, name: str) -> None:
    kept = _attached()
    assert signed_in(name).get(reverse("evidence", args=[kept.pk])).status_code == 403


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", _office("[Content_Types].xml", "word/document.xml")),
        ("a.xlsx", _office("[Content_Types].xml", "xl/workbook.xml")),
        ("a.png", b"\x89PNG\r\n\x1a\n...."),
        ("a.JPG", b"\xff\xd8\xff\xe0"),
        ("a.csv", "day,seen\n1,“four”\n".encode()),
    ],
)
def test_what_a_file_is_by_its_content_is_taken(name: str, content: bytes) -> None:
    check(io.BytesIO(content), plain_name(name), len(content))


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.pdf", b"<html><script>", "no .pdf file by its content"),
        ("a.png", PDF, "no .png file by its content"),
        ("a.docx", _office("[Content_Types].xml", "xl/workbook.xml"), "no .docx file by its content"),
        ("a.docx", b"PK\x03\x04 broken", "no .docx file by its content"),
        ("a.docx", _office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "holds a macro"),
        ("a.txt", b"\x00\x01", "no .txt file by its content"),
        ("a.csv", b"\xff\xfe", "not in UTF-8"),
        ("a.pdf", b"", "is empty"),
        ("a.exe", b"MZ", "Choose a file that ends in"),
        ("a.pdf.html", b"<html>", "Choose a file that ends in"),
        ("..", b"x", "Choose a file that ends in"),
        (".pdf", PDF, "Choose a file that ends in"),
    ],
)
def test_what_a_file_only_says_it_is_is_refused(name: str, content: bytes, why: str) -> None:
    with pytest.raises(EvidenceError, match=why):
        check(io.BytesIO(content), plain_name(name), len(content))


def test_a_file_is_not_too_large_and_its_name_does_not_mislead(signed_in: SignedIn) -> None:
    with pytest.raises(EvidenceError, match="larger than 20 MB"):
        check(io.BytesIO(PDF), "a.pdf", MOST_BYTES + 1)
    assert plain_name("C:\\notes\\sent\u202efdp.pdf") == "sentfdp.pdf"
    assert len(plain_name("n" * 500 + ".pdf")) == 120
    action = walked()
    address = reverse("attach_evidence", args=[action.recommendation_id, action.pk])
    page = signed_in("lead").post(address, {"file": SimpleUploadedFile("a.pdf", b"MZ"), "shows": "It."})
    assert "no .pdf file by its content" in page.content.decode() and not Evidence.objects.exists()


def test_taken_off_it_is_offered_no_more_and_stays_on_record(signed_in: SignedIn, tmp_path: Path) -> None:
    kept, lead = _attached(), signed_in("lead")
    lead.post(reverse("take_off_evidence", args=[kept.pk]), {"why": "A draft was attached by mistake."})
    page = lead.get(kept.action.recommendation.get_absolute_url()).content.decode()
    assert "Taken off" in page and "A draft was attached by mistake." in page and "note.pdf" in page
    refused = lead.get(reverse("evidence", args=[kept.pk]))
    assert refused.status_code == 403 and "taken off" in refused.content.decode()
    assert len(list((tmp_path / "evidence").iterdir())) == 1
    with pytest.raises(Error), transaction.atomic():
        Evidence.objects.filter(pk=kept.pk).delete()


def test_a_file_that_changed_or_went_is_not_handed_out(signed_in: SignedIn, tmp_path: Path) -> None:
    kept, lead = _attached(), signed_in("lead")
    (stored,) = (tmp_path / "evidence").iterdir()
    stored.write_bytes(PDF + b"changed")
    assert "no longer what was attached" in lead.get(reverse("evidence", args=[kept.pk])).content.decode()
    stored.unlink()
    assert "not where it was put" in lead.get(reverse("evidence", args=[kept.pk])).content.decode()
    outcomes = Entry.objects.filter(what="refused").values_list("details__outcome", flat=True)
    assert {"changed", "not there"} <= set(outcomes)


def test_a_file_cannot_be_exchanged() -> None:
    kept = _attached()
    with pytest.raises(Error), transaction.atomic():
        Evidence.objects.filter(pk=kept.pk).update(digest="0" * 64)
    take_off(evidence=kept, why="It names somebody.", by=user("lead"))
