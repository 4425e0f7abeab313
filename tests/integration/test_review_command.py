"""The main job as a person runs it: an extract in, findings and a report out."""

from __future__ import annotations

import filecmp
import json
from pathlib import Path

from tests.conftest import HOSTILE, Run, SmallExtract, table


def test_the_same_child_in_two_agencies_is_one_story(extract: SmallExtract, wholestory: Run, tmp_path: Path) -> None:
    done = wholestory("review", extract.write(), "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    children = {row["person"]: row["child"] for row in table(tmp_path / "out/children.csv")}
    assert children == {
        "clinic:C1": "clinic:C1",
        "police:P1": "clinic:C1",
        "police:P2": "police:P2",
        "clinic:C3": "clinic:C3",
    }
    (link,) = (row for row in table(tmp_path / "out/links.csv") if row["verdict"] == "same")
    assert (link["one"], link["other"]) == ("clinic:C1", "police:P1")
    assert link["reasons"]


def test_missing_twice_is_a_concern_and_its_duties_are_missed(
    extract: SmallExtract, wholestory: Run, tmp_path: Path
) -> None:
    wholestory("review", extract.write(), "--out", tmp_path / "out")
    concerns = table(tmp_path / "out/concerns.csv")
    missing = [row for row in concerns if row["theme"] == "missing"]
    assert missing
    assert {row["child"] for row in missing} == {"clinic:C1"}
    assert min(row["visible_from"] for row in missing) == "2023-03-18T23:50:00"
    states = {(row["trigger"], row["duty"]): row["state"] for row in table(tmp_path / "out/duties.csv")}
    assert states["police:R1", "return_interview"] == "missed"
    assert states["police:R2", "repeat_missing_review"] == "missed"


def test_counts_reconcile_and_bad_rows_are_set_aside(extract: SmallExtract, wholestory: Run, tmp_path: Path) -> None:
    extract.add("police/records.csv", record_id="R9", kind="incident", recorded_at="2023-02-30")
    extract.add("police/involvements.csv", record_id="R9", person_id="P1", role="subject")
    done = wholestory("review", extract.write(), "--out", tmp_path / "out")
    assert done.returncode == 1
    files = json.loads((tmp_path / "out/summary.json").read_text())["files"]
    for counts in files.values():
        assert counts["read"] == counts["taken"] + counts["rejected"] + counts["not_yet_known"]
    assert files["police/records.csv"]["rejected"] == files["police/involvements.csv"]["rejected"] == 1
    rejected = table(tmp_path / "out/rejected.csv")
    assert {(row["file"], row["column"]) for row in rejected} >= {("records.csv", "recorded_at")}
    assert b"2023-02-30" in (tmp_path / "out/rejected/police/records.csv").read_bytes()


def test_mended_rows_are_taken_beside_their_extract(extract: SmallExtract, wholestory: Run, tmp_path: Path) -> None:
    extract.add("police/records.csv", record_id="R9", kind="incident", recorded_at="2023-02-30", narrative="Seen.")
    extract.add("police/involvements.csv", record_id="R9", person_id="P1", role="subject")
    folder = extract.write()
    wholestory("review", folder, "--out", tmp_path / "out")
    mended = tmp_path / "mended"
    (tmp_path / "out/rejected").rename(mended)
    for path in mended.rglob("records.csv"):
        path.write_bytes(path.read_bytes().replace(b"2023-02-30", b"2023-02-28"))
    done = wholestory("review", folder, "--out", tmp_path / "out2", "--mended", mended)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads((tmp_path / "out2/summary.json").read_text())["records"] == 6


def test_mended_rows_inside_the_output_folder_are_refused(
    extract: SmallExtract, wholestory: Run, tmp_path: Path
) -> None:
    folder = extract.write()
    done = wholestory("review", folder, "--out", tmp_path / "out", "--mended", tmp_path / "out/rejected")
    assert done.returncode == 2
    assert "copy it to a folder of its own" in done.stderr


def test_what_was_not_yet_known_is_left_out_and_counted(extract: SmallExtract, wholestory: Run, tmp_path: Path) -> None:
    done = wholestory("review", extract.write(), "--out", tmp_path / "out", "--as-at", "2023-03-10T09:00")
    assert done.returncode == 0
    counts = json.loads((tmp_path / "out/summary.json").read_text())["files"]["police/records.csv"]
    assert counts == {"read": 3, "taken": 1, "rejected": 0, "not_yet_known": 2, "mended": 0}
    assert not table(tmp_path / "out/concerns.csv")


def test_words_of_a_confidential_record_appear_in_no_output(
    extract: SmallExtract, wholestory: Run, tmp_path: Path
) -> None:
    done = wholestory("review", extract.write(), "--out", tmp_path / "out")
    written = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert written
    for path in written:
        assert "uorntastic" not in path.read_text(encoding="utf-8"), path.name
    assert "uorntastic" not in done.stdout + done.stderr
    assert "A restricted record held by Northshire clinics" in (tmp_path / "out/report.html").read_text()
    rows = [row for row in table(tmp_path / "out/indicators.csv") if row["record"] == "clinic:H1"]
    assert rows
    assert all(row["text"] == row["cue"] == row["because"] == row["phrase"] == "" for row in rows)


def test_restricted_words_come_only_with_a_reason_that_marks_every_page(
    extract: SmallExtract, wholestory: Run, tmp_path: Path
) -> None:
    folder = extract.write()
    reason = "ordered by the family court"
    done = wholestory("review", folder, "--out", tmp_path / "out", "--include-restricted", reason)
    assert done.returncode == 0
    page = (tmp_path / "out/report.html").read_text(encoding="utf-8")
    assert "Quorntastic canary" in page
    assert page.count(reason) == 2 + page.count("<article")
    assert wholestory("review", folder, "--out", tmp_path / "out", "--include-restricted", " ").returncode == 2


def test_a_hostile_narrative_is_only_text(extract: SmallExtract, wholestory: Run, tmp_path: Path) -> None:
    wholestory("review", extract.write(), "--out", tmp_path / "out")
    page = (tmp_path / "out/report.html").read_text(encoding="utf-8")
    assert HOSTILE not in page
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "{{ 7*7 }}" in page


def test_the_same_bytes_with_one_worker_and_with_two_and_run_twice(
    extract: SmallExtract, wholestory: Run, tmp_path: Path
) -> None:
    for number in range(40):
        extract.add("police/people.csv", person_id=f"X{number}", forenames=f"Child{number}", date_of_birth="2011-01-01")
        extract.add(
            "police/records.csv", record_id=f"X{number}", kind="encounter", recorded_at="2023-05-01T10:00",
            narrative="Seen drunk with an older man in a car park.",
        )  # fmt: skip
        extract.add("police/involvements.csv", record_id=f"X{number}", person_id=f"X{number}", role="subject")
    folder = extract.write()
    outs = [tmp_path / name for name in ("one", "two", "again")]
    for out, jobs in zip(outs, ("1", "2", "2"), strict=True):
        assert wholestory("review", folder, "--out", out, "--jobs", jobs).returncode == 0
    names = sorted(path.relative_to(outs[0]) for path in outs[0].rglob("*") if path.is_file())
    for other in outs[1:]:
        same, different, missing = filecmp.cmpfiles(outs[0], other, [str(name) for name in names], shallow=False)
        assert (different, missing) == ([], [])
        assert len(same) == len(names)


def test_what_cannot_run_says_what_to_do(extract: SmallExtract, wholestory: Run, tmp_path: Path) -> None:
    folder = extract.write()
    for words, remedy in (
        (("review", tmp_path / "nowhere", "--out", tmp_path / "out"), "extract"),
        (("review", folder, "--out", folder), "another folder"),
        (("review", folder, "--out", tmp_path / "out", "--as-at", "last week"), "2014-09-30T09:00"),
        (("review", folder, "--out", tmp_path / "out", "--practice", tmp_path / "none"), "indicators/"),
        (("practice", "show", "nothing"), "practice list"),
        (("read", "text", "--person", "mother=Ann"), "parent_carer"),
    ):
        done = wholestory(*words)
        assert done.returncode == 2, words
        assert remedy in done.stderr, done.stderr
        assert "Traceback" not in done.stderr


def test_an_output_folder_with_other_files_is_left_alone(
    extract: SmallExtract, wholestory: Run, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/thesis.txt").write_text("precious")
    done = wholestory("review", extract.write(), "--out", tmp_path / "out")
    assert done.returncode == 2
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["thesis.txt"]


def test_cells_that_a_spreadsheet_would_run_are_made_safe(
    extract: SmallExtract, wholestory: Run, tmp_path: Path
) -> None:
    extract.add("police/records.csv", record_id="=cmd()", kind="incident", recorded_at="never")
    wholestory("review", extract.write(), "--out", tmp_path / "out")
    for path in (tmp_path / "out").glob("*.csv"):
        for row in table(path):
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values()), path.name


def test_reading_one_narrative_shows_the_words_and_what_decided(wholestory: Run) -> None:
    done = wholestory("read", "No bruising seen. Attention seeking.", "--subject", "Keira Moss")
    assert done.returncode == 0
    assert "absent" in done.stdout
    assert "Keira" in done.stdout
    piped = wholestory("read", text="Settled evening.")
    assert "No sign" in piped.stdout


def test_a_local_rule_replaces_the_national_one(extract: SmallExtract, wholestory: Run, tmp_path: Path) -> None:
    national = wholestory("practice", "show", "return_interview").stdout
    assert "72" in national
    local = tmp_path / "local/duties"
    local.mkdir(parents=True)
    (local / "return_interview.toml").write_text("title = 'Half a rule'\n")
    done = wholestory("practice", "check", tmp_path / "local")
    assert done.returncode == 2
    assert "return_interview.toml has no reason" in done.stderr


def test_a_judgement_about_a_person_of_another_extract_is_left_out_and_said(
    extract: SmallExtract, wholestory: Run, tmp_path: Path
) -> None:
    judgements = tmp_path / "judgements.csv"
    judgements.write_text(
        "one,other,verdict,judge,reason,judged_at\n"
        "police:P1,clinic:C1,apart,R. Tolliver,Two cousins.,2023-01-05\n"
        "police:P1,school:S9,same,R. Tolliver,Seen together.,2023-01-05\n",
        encoding="utf-8",
    )
    done = wholestory("review", extract.write(), "--out", tmp_path / "out", "--judgements", judgements)
    assert done.returncode == 0, done.stderr
    assert "not in this extract were left out: 1 of --judgements" in done.stdout
    children = {row["person"]: row["child"] for row in table(tmp_path / "out/children.csv")}
    assert children["police:P1"] == "police:P1"
    assert "school:S9" not in (tmp_path / "out/links.csv").read_text(encoding="utf-8")
