"""The ledger: what stands of it, what people settle, what comes to it later, and which doubts come first."""

from dataclasses import replace
from pathlib import Path

import pytest
from click import ClickException

from wholestory.cli.judgements import read_judgements
from wholestory.engine.people import clusters_of, judge, judge_new, live_rows, unsettled
from wholestory.model.links import Judgement, Verdict
from wholestory.model.moments import Moment, PartialDate
from wholestory.model.records import Involvement, Person

HOME = "7 Fenton Row"
NOW, LATER = Moment.parse("2024-03-01"), Moment.parse("2024-04-01")


def person(key: str, forenames: str = "Marnie", born: str = "2009-05-17", address: str = HOME) -> Person:
    birth = PartialDate.parse(born) if born else None
    return Person(key, key.split(":", maxsplit=1)[0], forenames, "Pellworth", date_of_birth=birth, address=address)


def people(*persons: Person) -> dict[str, Person]:
    return {one.key: one for one in persons}


def settled(one: str, other: str, verdict: Verdict) -> Judgement:
    return Judgement(
        one, other, verdict, "R. Tolliver", ("Both were seen at the door.",), by_person=True, judged_at=NOW
    )


def test_a_persons_judgement_goes_before_the_models_until_it_is_undone() -> None:
    link = Judgement("a:1", "b:1", Verdict.SAME, "a model", (), 30.0)
    apart = settled("a:1", "b:1", Verdict.APART)
    assert clusters_of(["a:1", "b:1"], [link]).of["b:1"] == "a:1"
    assert clusters_of(["a:1", "b:1"], [link, apart]).of["b:1"] == "b:1"
    assert clusters_of(["a:1", "b:1"], [apart, link]).of["b:1"] == "b:1"
    assert live_rows([link, apart, replace(apart, undone_at=LATER)]) == (link,)


def test_an_undone_link_stands_no_longer() -> None:
    link = Judgement("a:1", "b:1", Verdict.SAME, "a model", (), 30.0)
    ledger = [link, replace(link, undone_at=LATER)]
    assert live_rows(ledger) == ()
    assert clusters_of(["a:1", "b:1"], ledger).members == {"a:1": ("a:1",), "b:1": ("b:1",)}


def test_a_new_person_joins_without_judging_the_rest_again() -> None:
    before = people(person("a:1"), person("b:1"))
    ledger = judge(before, judged_at=NOW)
    after = before | people(person("c:1", "Marni"))
    added = judge_new(after, {}, ledger, {"c:1"}, judged_at=LATER)
    assert {row.pair for row in added} == {("a:1", "c:1"), ("b:1", "c:1")}
    assert {row.judged_at for row in added} == {LATER}
    assert clusters_of(after, (*ledger, *added)).members == {"a:1": ("a:1", "b:1", "c:1")}
    assert {(row.pair, row.verdict) for row in (*ledger, *added)} == {
        (row.pair, row.verdict) for row in judge(after, judged_at=LATER)
    }


def test_a_changed_person_whose_link_has_nothing_left_to_speak_for_it_is_unlinked() -> None:
    before = people(person("a:1"), person("b:1"))
    ledger = judge(before, judged_at=NOW)
    after = before | people(person("b:1", "Ottoline", "1988-11-02", "91 Gant Street"))
    added = judge_new(after, {}, ledger, {"b:1"}, judged_at=LATER)
    assert [row.undone_at for row in added] == [LATER]
    assert clusters_of(after, (*ledger, *added)).of["b:1"] == "b:1"


def test_what_a_person_judged_is_not_judged_again() -> None:
    both = people(person("a:1"), person("b:1"))
    ledger = (settled("a:1", "b:1", Verdict.APART),)
    assert judge_new(both, {}, ledger, both) == ()


def test_judgements_are_read_from_a_table_and_a_bad_row_is_said(tmp_path: Path) -> None:
    path = tmp_path / "judgements.csv"
    head, row = (
        "one,other,verdict,judge,reason,judged_at,undone_at",
        "b:1,a:1,apart,R. Tolliver,Two brothers.,2024-03-01,",
    )
    path.write_text(f"{head}\n{row}\n", encoding="utf-8")
    (found,) = read_judgements(path)
    assert (found.pair, found.verdict, found.by_person, found.judged_at) == (("a:1", "b:1"), Verdict.APART, True, NOW)
    path.write_text(f"{head}\n{row.replace('apart', 'perhaps')}\n", encoding="utf-8")
    with pytest.raises(ClickException, match="line 2: the verdict must be same or apart"):
        read_judgements(path)


def test_doubts_are_in_order_of_the_records_that_hang_on_them() -> None:
    ledger = [
        Judgement("a:1", "b:1", Verdict.DOUBTFUL, "a model", (), 19.0),
        Judgement("a:2", "b:2", Verdict.DOUBTFUL, "a model", (), 14.0),
        Judgement("a:2", "c:2", Verdict.DOUBTFUL, "a model", (), 18.0),
        Judgement("b:2", "c:2", Verdict.SAME, "a model", (), 30.0),
    ]
    keys = ["a:1", "a:2", "b:1", "b:2", "c:2"]
    records = {f"a:r{place}": (Involvement("a:2", "subject"), Involvement("c:2", "subject")) for place in range(3)} | {
        "a:r9": (Involvement("a:1", "subject"),)
    }
    found = unsettled(ledger, clusters_of(keys, ledger), records)
    assert [(one.row.pair, one.records, one.persons) for one in found] == [
        (("a:2", "c:2"), 3, 3),
        (("a:1", "b:1"), 0, 2),
    ]


def test_a_link_shows_each_field_with_its_weight_and_the_weights_make_the_score() -> None:
    (row,) = judge(people(person("a:1"), person("b:1", "Marni")))
    assert [found.field for found in row.fields] == ["forename", "surname", "birth", "place"]
    assert round(sum(found.weight for found in row.fields), 2) == row.score
    assert row.level("forename") == "variant"


def test_residents_of_one_home_with_one_name_and_no_births_are_for_a_person_to_settle() -> None:
    home = "Larch House, 4 Cobb Lane"
    names = ["Pellworth", "Haddenham", "Tolliver", "Birtles", "Carrow"]
    residents = [replace(person(f"a:{name}", "Sam", "2008-01-02", home), surname=name) for name in names]
    one, other = person("a:1", born="", address=home), person("b:1", born="", address=home)
    rows = {row.pair: row for row in judge(people(*residents, one, other))}
    assert rows["a:1", "b:1"].level("place") == "institution"
    assert "many unrelated people share" in " ".join(rows["a:1", "b:1"].reasons)


def test_a_grown_namesake_at_the_same_address_is_not_the_child() -> None:
    mother, child = person("a:1", born="1985-06-01"), person("b:1", born="")
    roles = {"b:r1": (Involvement("b:1", "subject"),)}
    (row,) = judge(people(mother, child), roles, judged_at=NOW)
    assert row.verdict is Verdict.DOUBTFUL
    assert any("grown up" in reason for reason in row.reasons)


@pytest.mark.parametrize("names", [("Eleanor Stephanie", "Ella Sarah"), ("Billy", "Liam")])
def test_brothers_and_sisters_whose_names_have_forms_in_common_are_not_linked_without_a_birth(
    names: tuple[str, str],
) -> None:
    one, other = person("a:1", names[0]), person("b:1", names[1], born="")
    (row,) = judge(people(one, other))
    assert row.verdict is Verdict.DOUBTFUL
