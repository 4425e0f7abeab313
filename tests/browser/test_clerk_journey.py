"""A records clerk's morning, with and without JavaScript: takes an extract in, mends its rows, undoes it; settles a
doubtful link side by side, parts a wrong one, and takes both back."""

from __future__ import annotations

import io
import re
import time
import zipfile
from pathlib import Path

import pytest

from tests.browser.acts import Visitor
from tests.browser.conftest import Site
from tests.integration.web.uploading import zipped

# Background work may take this long on a machine that does much else.
_LONGEST_WORK_SECONDS = 120

_TABLES = {
    "police/people.csv": (
        "person_id,forenames,surname,date_of_birth\nQ1,Robin,Ashgrove,2009-05-04\nQ2,Sasha,Birchall,2010-02-03\n"
    ),
    "police/records.csv": (
        "record_id,kind,happened_from,recorded_at,narrative\n"
        "Q10,missing_episode,2024-03-04T20:00,2024-03-04T23:50,Not home by ten. Back at half eleven.\n"
        "Q11,incident,2024-02-30,2024-03-01T09:00,Seen at the station with friends.\n"
        "Q12,incident,,no day,Seen in the park.\n"
    ),
    "police/involvements.csv": "record_id,person_id,role\nQ10,Q1,subject\nQ11,Q2,subject\nQ12,Q2,subject\n",
}


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    """An extract of the clerk's own agency with two rows that cannot be taken, and a row that goes with each."""
    folder = tmp_path / "extract"
    (folder / "police").mkdir(parents=True)
    (folder / "extract.toml").write_text(
        'as_at = 2024-06-14T09:00:00\n[agencies.police]\nkind = "police"\ntitle = "Wold and Marsh Police"\n'
    )
    for file, text in _TABLES.items():
        (folder / file).write_text(text)
    packed = tmp_path / "extract.zip"
    packed.write_bytes(zipped(folder))
    return packed


@pytest.mark.parametrize("javascript", [True, False])
def test_an_extract_is_taken_mended_and_undone_as_one(site: Site, extract: Path, javascript: bool) -> None:
    clerk = Visitor(site, "clerk", javascript=javascript)
    clerk.goes_to("/imports/")
    clerk.presses("Upload and read it")
    clerk.meets_the_problem("Choose a file.")
    clerk.page.get_by_label("The extract").set_input_files(extract)
    clerk.presses("Upload and read it")
    _waits_until_it_is(clerk, "Done")
    clerk.sees("extract.zip", "police/records.csv, line 3", "police/records.csv, line 4", "4 rows wait to be mended.")
    assert _counts(clerk, "police/records.csv") == ["3", "1", "2", "0", "0"]
    _mend_on_screen(clerk)
    _mend_by_file(clerk)
    _undo(clerk)


def _waits_until_it_is(clerk: Visitor, state: str) -> None:
    """Looks again, as the page offers, until the background work is done."""
    given_up = time.monotonic() + _LONGEST_WORK_SECONDS
    while time.monotonic() < given_up:
        if clerk.main.count(f"{state}. Uploaded"):
            return
        clerk.follows("Look again")
    raise AssertionError(clerk.main)


def _counts(clerk: Visitor, file: str) -> list[str]:
    """Read, taken, rejected, mended, not yet known."""
    header = clerk.page.get_by_role("rowheader", name=file, exact=True)
    return clerk.page.get_by_role("row").filter(has=header).get_by_role("cell").all_inner_texts()


def _mend_on_screen(clerk: Visitor) -> None:
    clerk.follows("police/records.csv, line 3")
    clerk.sees("The cell at fault: happened_from, which says “2024-02-30”.")
    clerk.page.get_by_label("happened_from").fill("2024-02-29")
    clerk.presses("Hand in the mended row")
    clerk.sees("The row is handed in. The extract is read again with it.")
    _waits_until_it_is(clerk, "Done")
    assert _counts(clerk, "police/records.csv") == ["3", "1", "2", "1", "0"]


def _mend_by_file(clerk: Visitor) -> None:
    with clerk.page.expect_download() as download:
        clerk.page.get_by_role("link", name="Download the rows still to be mended").click()
    mended = io.BytesIO()
    with zipfile.ZipFile(download.value.path()) as rows, zipfile.ZipFile(mended, "w") as out:
        for name in rows.namelist():
            out.writestr(name, rows.read(name).replace(b"no day", b"2024-03-02T10:00"))
    clerk.presses("Hand in mended rows")
    clerk.sees("Choose the zip of mended rows.")
    clerk.page.get_by_label("The mended rows").set_input_files(
        {"name": "mended.zip", "mimeType": "application/zip", "buffer": mended.getvalue()}
    )
    clerk.presses("Hand in mended rows")
    clerk.sees("The rows are handed in. The extract is read again with them.")
    _waits_until_it_is(clerk, "Done")
    assert _counts(clerk, "police/records.csv") == ["3", "1", "2", "2", "0"]


def _undo(clerk: Visitor) -> None:
    clerk.presses("Undo this import")
    clerk.meets_the_problem("Write the reason.")
    clerk.page.get_by_label("Why is it to be undone?").fill("It was the file of another force.")
    clerk.presses("Undo this import")
    _waits_until_it_is(clerk, "Undone")
    clerk.finds_it_sound()
    clerk.follows("All imports")
    clerk.sees("extract.zip", "Undone")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_doubtful_link_is_settled_side_by_side_and_taken_back(site: Site, javascript: bool) -> None:
    clerk = Visitor(site, "clerk", javascript=javascript)
    clerk.goes_to("/doubtful/")
    clerk.sees("Samuel Wray", "Too little agrees to be sure.")
    clerk.follows(re.compile("Samuel Wray"))
    address = clerk.page.url
    clerk.sees("Doubtful", "Side by side", "What would change if they are one", "The records that would join")
    clerk.presses("Put it on record")
    clerk.meets_the_problem("Choose one of the three.", "Write the reason.")
    clerk.page.get_by_label("The same person", exact=True).check()
    clerk.page.get_by_label("Why?").fill("His school told us on the telephone that he moved.")
    clerk.presses("Put it on record")
    clerk.sees(
        "It is on record, and every finding that rested on it was worked out anew.", "Held to be the same person"
    )
    clerk.goes_to("/doubtful/")
    clerk.sees("No link that you may settle is doubtful.")
    clerk.goes_to(address)
    clerk.page.get_by_role("button", name=re.compile("^Undo what")).click()
    clerk.sees("It is taken back, and what the linking model said stands again.", "Samuel Wray")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_wrong_link_is_parted_and_that_is_taken_back(site: Site, javascript: bool) -> None:
    clerk = Visitor(site, "clerk", javascript=javascript)
    clerk.goes_to("/persons/police:N4007/")
    clerk.sees("Held to be one person", "The links that hold them together", "Tobias Lindqvist")
    clerk.follows(re.compile("part them if they are not the same"))
    address = clerk.page.url
    clerk.page.get_by_label("Not the same person").check()
    clerk.page.get_by_label("Why?").fill("Two brothers: their mother told us so.")
    clerk.presses("Put it on record")
    clerk.sees("Held to be two people", "What would change if they are one")
    clerk.goes_to("/persons/police:N4007/")
    clerk.finds_it_sound()
    clerk.goes_to(address)
    clerk.page.get_by_role("button", name=re.compile("^Undo what")).click()
    clerk.sees("It is taken back")
    clerk.goes_to("/persons/police:N4007/")
    clerk.sees("The links that hold them together", "part them if they are not the same")
