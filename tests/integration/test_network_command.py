"""The network command as a person runs it: tables, a graph that other tools open, and plain words."""

from __future__ import annotations

import filecmp
from pathlib import Path

import networkx as nx
import pytest

from tests.conftest import Run, SmallExtract, table

FILES = ("links.csv", "network.graphml", "nodes.csv", "recurring.csv")
CANARY = "Quorntastic"


@pytest.fixture
def sharing(extract: SmallExtract) -> Path:
    """The small extract, with a car that two children were seen in and a restricted record that holds it as well."""
    for record in ("R1", "R3"):
        extract.add("police/items.csv", record_id=record, item_type="vehicle", value="QX58 ABC\x0b<van>", person_id="")
    extract.add("police/items.csv", record_id="R3", item_type="venue", value="Northshire High School", person_id="")
    extract.add("clinic/items.csv", record_id="H1", item_type="vehicle", value=f"QX58 ABC {CANARY}", person_id="")
    extract.add("clinic/items.csv", record_id="H1", item_type="address", value=f"9 {CANARY} Row", person_id="")
    return extract.write()


def test_it_writes_tables_and_a_graph_and_says_what_recurs(sharing: Path, wholestory: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = wholestory("network", sharing, "--out", out)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in out.iterdir()) == list(FILES)
    assert "vehicle QX58 ABC: 2 children, from 4 March 2023 to 1 April 2023 (police:R1, police:R3)" in done.stdout
    (car,) = (row for row in table(out / "recurring.csv") if row["kind"] == "vehicle")
    assert (car["children"], car["records"]) == ("2", "police:R1|police:R3")
    graph = nx.read_graphml(out / "network.graphml")
    rows = table(out / "links.csv")
    assert {frozenset(edge) for edge in graph.edges} == {frozenset((row["one"], row["other"])) for row in rows}
    assert graph.nodes["vehicle:QX58ABC"]["label"] == "QX58 ABC"
    assert graph.edges["clinic:C1", "vehicle:QX58ABC"]["first"] == "2023-03-04"


def test_an_institution_stands_among_the_nodes_with_the_reason_and_in_no_link(
    sharing: Path, wholestory: Run, tmp_path: Path
) -> None:
    done = wholestory("network", sharing, "--out", tmp_path / "out")
    assert "1 place or thing links nobody" in done.stdout
    (school,) = (row for row in table(tmp_path / "out/nodes.csv") if row["kind"] == "venue")
    assert school["links_nobody_because"] == "a school, a college, a nursery, by its words"
    assert school["node"] not in {row["other"] for row in table(tmp_path / "out/links.csv")}


def test_no_word_of_a_restricted_record_is_written_or_said(sharing: Path, wholestory: Run, tmp_path: Path) -> None:
    done = wholestory(
        "network", sharing, "--out", tmp_path / "out", "--child", "clinic:C1", "--between", "police:P2", "clinic:C1"
    )
    written = "".join((tmp_path / "out" / name).read_text(encoding="utf-8") for name in FILES)
    assert CANARY.casefold() not in (written + done.stdout + done.stderr).casefold()
    assert "a restricted record held by Northshire clinics" in written
    assert "A restricted record held by Northshire clinics" in done.stdout


def test_the_same_extract_gives_the_same_bytes(sharing: Path, wholestory: Run, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        wholestory("network", sharing, "--out", tmp_path / folder)
    assert filecmp.cmpfiles(tmp_path / "one", tmp_path / "two", FILES, shallow=False) == (list(FILES), [], [])


def test_a_childs_circle_and_the_way_to_another_are_said_with_their_records(
    sharing: Path, wholestory: Run, tmp_path: Path
) -> None:
    done = wholestory(
        "network", sharing, "--out", tmp_path / "out", "--child", "police:P1", "--between", "police:P1", "police:P2"
    )
    assert "Who and what the records link with Robin Ashgrove (clinic:C1):" in done.stdout
    assert (
        "Vehicle QX58 ABC, on 4 March 2023 (police:R1): also linked with Sasha Birchall (police:P2), in police:R3"
        in done.stdout
    )
    assert "Robin Ashgrove and vehicle QX58 ABC: seen with on 4 March 2023 (police:R1)" in done.stdout


def test_two_persons_without_a_way_and_two_keys_of_one_person_are_said(
    sharing: Path, wholestory: Run, tmp_path: Path
) -> None:
    done = wholestory("network", sharing, "--out", tmp_path / "out", "--between", "police:P1", "clinic:C3")
    assert "Kit Cotterill (clinic:C3): the records show no way." in done.stdout
    done = wholestory("network", sharing, "--out", tmp_path / "out", "--between", "police:P1", "clinic:C1")
    assert "are one person." in done.stdout


def test_a_key_that_nobody_has_is_refused_with_how_keys_are_written(
    sharing: Path, wholestory: Run, tmp_path: Path
) -> None:
    done = wholestory("network", sharing, "--out", tmp_path / "out", "--child", "P1")
    assert done.returncode == 2
    assert "Nobody in this extract has the key P1. Keys are written agency:person_id" in done.stderr


def test_the_circle_of_an_adult_is_refused_with_what_to_ask_instead(
    extract: SmallExtract, wholestory: Run, tmp_path: Path
) -> None:
    extract.add("police/people.csv", person_id="P9", forenames="Lowell", surname="Gannet", date_of_birth="1980-01-02")
    extract.add("police/involvements.csv", record_id="R1", person_id="P9", role="suspect")
    done = wholestory("network", extract.write(), "--out", tmp_path / "out", "--child", "police:P9")
    assert done.returncode == 2
    assert "police:P9 is no child in these records" in done.stderr


def test_a_folder_that_holds_something_else_is_refused(sharing: Path, wholestory: Run, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("Dear all")
    done = wholestory("network", sharing, "--out", other)
    assert done.returncode == 2
    assert "holds files that are not a network" in done.stderr
    assert wholestory("network", sharing, "--out", sharing).returncode == 2


def test_an_extract_that_shares_nothing_is_told_so(extract: SmallExtract, wholestory: Run, tmp_path: Path) -> None:
    done = wholestory("network", extract.write(), "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "No adult, vehicle, phone, account or place recurs across children." in done.stdout
    assert table(tmp_path / "out/recurring.csv") == []


def test_it_follows_the_judgements_and_the_day_that_a_review_was_made_with(
    sharing: Path, wholestory: Run, tmp_path: Path
) -> None:
    judgements = tmp_path / "judgements.csv"
    judgements.write_text(
        "one,other,verdict,judge,reason,judged_at\n"
        "police:P1,clinic:C1,apart,R. Tolliver,Two cousins.,2023-01-05\n"
        "police:P1,school:S9,same,R. Tolliver,Seen together.,2023-01-05\n",
        encoding="utf-8",
    )
    done = wholestory(
        "network", sharing, "--out", tmp_path / "out", "--judgements", judgements, "--as-at", "2023-03-31T09:00"
    )
    assert done.returncode == 0, done.stderr
    assert "As at 2023-03-31" in done.stdout
    assert "left out: 1 of --judgements" in done.stdout
    nodes = {row["node"]: row for row in table(tmp_path / "out/nodes.csv")}
    assert nodes["vehicle:QX58ABC"]["children"] == "1"
    assert wholestory("network", sharing, "--out", tmp_path / "out", "--as-at", "soon").returncode == 2


def test_it_takes_agencies_own_files(wholestory: Run, tmp_path: Path) -> None:
    source = tmp_path / "ssda903"
    source.mkdir()
    (source / "header.csv").write_text(
        "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n7,1,04/05/2010,WBRI,UN1,,\n", encoding="utf-8"
    )
    (source / "missing.csv").write_text(
        "CHILD,DOB,MISSING,MIS_START,MIS_END\n7,04/05/2010,M,08/03/2021,09/03/2021\n", encoding="utf-8"
    )
    done = wholestory("network", source, "--out", tmp_path / "out", "--child", "ssda903:7")
    assert done.returncode == 0, done.stderr
    assert "Who and what the records link with" in done.stdout
    assert (tmp_path / "out/extract/extract.toml").is_file()
    assert wholestory("network", source, "--out", tmp_path / "out").returncode == 0
