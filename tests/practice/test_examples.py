"""Every worked example of the national pack comes out as its file says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from pathlib import Path

import pytest

from wholestory.engine.duties import run_examples as run_duty_examples
from wholestory.engine.examples import framework_faults, indicator_faults, language_faults, place_faults
from wholestory.engine.patterns import run_examples as run_pattern_examples
from wholestory.engine.reading import Reader
from wholestory.model.findings import Assertion
from wholestory.practice.files import PracticeError
from wholestory.practice.pack import Practice, load_practice

PACK = load_practice()


@lru_cache(maxsize=1)
def reader() -> Reader:
    """The reader of the national pack, compiled once for all examples."""
    return Reader(PACK.indicators, PACK.cues, PACK.language, PACK.words)


CASES: list[tuple[str, Callable[[], Iterable[str]]]] = [
    *((f"indicators/{sign.header.id}", partial(indicator_faults, reader(), sign)) for sign in PACK.indicators),
    *((f"language/{family.header.id}", partial(language_faults, reader(), family)) for family in PACK.language),
    *((f"patterns/{pattern.header.id}", partial(run_pattern_examples, pattern)) for pattern in PACK.patterns),
    *((f"duties/{duty.header.id}", partial(run_duty_examples, duty)) for duty in PACK.duties),
    *((f"places/{kind.header.id}", partial(place_faults, kind)) for kind in PACK.places),
    *((f"inspection/{way.header.id}", partial(framework_faults, way)) for way in PACK.frameworks),
]


@pytest.mark.parametrize("faults", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_the_examples_of_a_rule_come_out_as_its_file_says(faults: Callable[[], Iterable[str]]) -> None:
    assert list(faults()) == []


def test_every_sign_has_examples_of_what_it_is_and_of_what_it_is_not() -> None:
    for sign in PACK.indicators:
        assert len(sign.examples[Assertion.PRESENT.value]) >= 4, sign.header.id
        assert sign.examples["none"], sign.header.id


def test_all_nineteen_duties_and_fifty_signs_ship_switched_on() -> None:
    assert len(PACK.duties) == 19
    assert len(PACK.indicators) == 50
    assert all(duty.header.on for duty in PACK.duties)
    assert all(sign.header.on for sign in PACK.indicators)


def test_every_theme_has_a_pattern() -> None:
    themes = {rule.theme for rule in PACK.patterns}
    assert themes == {
        "sexual_exploitation", "criminal_exploitation", "missing", "physical_harm", "neglect", "domestic_abuse",
        "online_harm", "self_harm", "unheard", "family_support",
    }  # fmt: skip


def local(tmp_path: Path, name: str, text: str) -> Practice:
    """The national pack with one local file laid over it."""
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return load_practice((tmp_path,))


@pytest.mark.parametrize(
    ("name", "text", "lesson"),
    [
        ("patterns/new.toml", "title = 'A pattern'", "has no reason"),
        ("indicators/new.toml", "title = 'A sign'\nphrases = ['a (b']", "never closes it"),
        ("indicators/new.toml", "title = ", "is not readable TOML"),
        ("language/new.toml", "id = 'old'\ntitle = 'Words'", "make the two the same"),
        ("duties/new.toml", "title = 'A duty'", "has no source"),
    ],
)
def test_a_rule_that_cannot_be_trusted_is_refused_with_what_to_write(
    tmp_path: Path, name: str, text: str, lesson: str
) -> None:
    with pytest.raises(PracticeError) as refused:
        local(tmp_path, name, text)
    assert lesson in str(refused.value)
    assert name in str(refused.value)


def test_a_local_file_of_the_same_name_replaces_the_national_rule(tmp_path: Path) -> None:
    national = (Path(__file__).parents[2] / "practice/england/language/naughty_child.toml").read_text(encoding="utf-8")
    changed = local(tmp_path, "language/naughty_child.toml", national.replace('title = "', 'title = "Our own: ', 1))
    (rule,) = (rule for rule in changed.language if rule.header.id == "naughty_child")
    assert rule.header.title.startswith("Our own: ")
    assert changed.digest != PACK.digest
