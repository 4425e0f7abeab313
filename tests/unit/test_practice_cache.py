"""What is kept for the next start: the same pack and the same readings, and nothing that others could have written."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from wholestory.engine.reading import Involved, Reader
from wholestory.engine.reading.encoder import known_of, known_sentences
from wholestory.practice.cache import SETTING, Cache, key_of
from wholestory.practice.pack import Practice, load_practice
from wholestory.practice.plain import NotPlainError, as_json, from_json

CONTENT = b"worked out"


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """An empty cache that holds one content already."""
    made = Cache(tmp_path / "cache")
    made.write("kind", "key", CONTENT)
    return made


def file_of(cache: Cache) -> Path:
    assert cache.folder is not None
    return cache.folder / "kind-key"


def test_what_is_kept_is_read_again(cache: Cache) -> None:
    assert cache.read("kind", "key") == CONTENT
    assert cache.read("kind", "other") is None


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def change_a_byte(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1] + b"!")


def empty(file: Path) -> None:
    file.write_bytes(b"")


def let_others_write(file: Path) -> None:
    file.chmod(0o666)


def let_others_write_the_folder(file: Path) -> None:
    file.parent.chmod(0o777)


def put_a_link_there(file: Path) -> None:
    moved = file.rename(file.with_name("elsewhere"))
    file.symlink_to(moved)


def put_a_folder_there(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize(
    "harm",
    [
        cut_short,
        change_a_byte,
        empty,
        let_others_write,
        let_others_write_the_folder,
        put_a_link_there,
        put_a_folder_there,
    ],
)
def test_what_cannot_be_trusted_is_taken_for_absent(cache: Cache, harm: Callable[[Path], None]) -> None:
    harm(file_of(cache))
    assert cache.read("kind", "key") is None


def test_where_nothing_can_be_written_nothing_is_kept_and_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    cache = Cache(tmp_path / "file" / "cache")
    cache.write("kind", "key", CONTENT)
    assert cache.read("kind", "key") is None


def test_only_the_newest_of_a_kind_are_kept(cache: Cache) -> None:
    for number in range(9):
        cache.write("kind", str(number), CONTENT)
        os.utime(file_of(cache).with_name(f"kind-{number}"), (number, number))
    cache.write("other", "key", CONTENT)
    cache.write("kind", "newest", CONTENT)
    assert cache.read("kind", "newest") == CONTENT
    assert cache.read("other", "key") == CONTENT
    assert cache.folder is not None
    assert len(list(cache.folder.iterdir())) == 5


def test_the_setting_moves_the_cache_or_switches_it_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv(SETTING, raising=False)
    assert Cache.of_user() == Cache(tmp_path / "wholestory")
    monkeypatch.setenv(SETTING, str(tmp_path / "own"))
    assert Cache.of_user() == Cache(tmp_path / "own")
    monkeypatch.setenv(SETTING, "off")
    assert Cache.of_user() == Cache(None)


def test_keys_tell_parts_apart() -> None:
    assert key_of("ab", "c") != key_of("a", "bc")
    assert key_of("ab", "c") == key_of("ab", b"c")


@pytest.fixture(scope="module")
def anew() -> Practice:
    """The national pack, made from its files."""
    return load_practice(cache=Cache(None))


def test_a_kept_pack_is_the_same_pack(anew: Practice, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    assert load_practice(cache=cache) == anew
    assert cache.folder is not None
    assert [path.name.partition("-")[0] for path in cache.folder.iterdir()] == ["practice"]
    kept = load_practice(cache=cache)
    assert kept == anew
    assert kept.sentences == anew.sentences
    assert kept.notes == anew.notes


def test_a_changed_pack_is_not_read_from_the_cache(anew: Practice, tmp_path: Path) -> None:
    cache, local = Cache(tmp_path / "cache"), tmp_path / "local"
    (local / "words").mkdir(parents=True)
    national = (anew.folders[0] / "words/vehicle.toml").read_text(encoding="utf-8")
    (local / "words/vehicle.toml").write_text(national, encoding="utf-8")
    load_practice((local,), cache)
    (local / "words/vehicle.toml").write_text(national.replace('"car"', '"carriage"'), encoding="utf-8")
    assert "carriage" in load_practice((local,), cache).words["vehicle"]


def test_kept_graphs_read_the_same(anew: Practice, tmp_path: Path) -> None:
    parts = (anew.indicators, anew.cues, anew.language, anew.words)
    cache = Cache(tmp_path / "cache")
    first, kept, made = (Reader(*parts, cache=one) for one in (cache, cache, Cache(None)))
    sentences = [text for rule in anew.indicators for texts in rule.examples.values() for text in texts]
    narrative = " ".join(sentences)
    assert first.read("", narrative, Involved()) == made.read("", narrative, Involved())
    assert kept.read("", narrative, Involved()) == made.read("", narrative, Involved())


def test_kept_sentences_to_compare_with_are_the_same(anew: Practice, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    load_practice(cache=cache)
    made = known_of(anew, cache)
    assert made == known_sentences(anew.sentences, anew.notes)
    kept = load_practice(cache=cache)
    assert known_of(kept, cache) == made
    # A kept pack opens its sentences and notes only where something asks for them.
    assert not {"sentences", "notes"} & set(vars(kept))


def test_sentences_to_compare_with_follow_from_the_pack(tmp_path: Path) -> None:
    cache, local = Cache(tmp_path / "cache"), tmp_path / "local"
    (local / "sentences").mkdir(parents=True)
    before = set(known_of(load_practice((local,), Cache(None)), cache))
    labelled = "register,says,text\npolice,none,the kettle was on when staff came down\n"
    (local / "sentences/hygiene.csv").write_text(labelled, encoding="utf-8")
    after = known_of(load_practice((local,), Cache(None)), cache)
    assert [sentence.text for sentence in after if sentence not in before] == ["the kettle was on when staff came down"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        '{"@": "subprocess:Popen", "of": ["true"]}',
        '{"@": "wholestory.practice.plain:from_json", "of": ["1", {}]}',
        '{"@": "wholestory.model.records:Record", "of": []}',
        '{"@": "time", "of": ["yesterday"]}',
    ],
)
def test_only_values_of_a_pack_are_made(text: str) -> None:
    with pytest.raises(NotPlainError):
        from_json(text, {})


def test_what_has_no_plain_form_is_not_written() -> None:
    with pytest.raises(NotPlainError, match="object has no plain form"):
        as_json((object(),), {})
