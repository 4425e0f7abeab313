"""How many notes a second are read, beside a peer and beside the least that any program could do with the same words.

    python benchmarks/reading.py [--notes 50000] [--seed 7] [--peers FOLDER] [--scored EXTRACT] [--patterns]

The notes are put together from the pack's own example sentences, so that they carry more signs, cues and blaming words
than real ones; rules, limit and peer are timed on the pack's labelled notes too, which are whole. In one run: cutting
the notes into words, one pass over them for the beginnings of all the pack's wording (Aho-Corasick, the limit; and the
same as one alternation of Python's `re`), our whole reader by rules, in batches and one by one. What takes long is
timed on a share of the same notes; the table says how many. With the encoder beside the rules the notes that the pack
holds out are read, which are new to it: a sentence that somebody labelled is read by its label and costs nothing. Then
one narrative of 1 MB, with full stops and without. Seconds are of the processor.

The peer is medspaCy, in a process and an environment of its own (--peers, from requirements-peers-reading.txt), by
`nlp.pipe`, without its log, with its own context rules. Its targets are the wording of all signs as literal phrases
(reading_terms.py says which): as token patterns what cannot be written out would take it about a second a note, going
by some of them. So patterns are given to it (--patterns) only where accuracy is measured, and that takes long.

Accuracy is F1 of current signs, of rules, rules and encoder, and the peer: on an extract with gold/indicators.csv, or
else on the notes that the pack holds out. The first lines are peak memory, in processes of their own, at a quarter of
the notes and at all.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from ahocorasick_rs import AhoCorasick
from reading_scored import Scored, agreement, held_out, of_extract
from reading_terms import Terms, terms_of

from wholestory.engine.reading import Note, Reader
from wholestory.engine.reading.encoder import known_of, load_suggester
from wholestory.engine.reading.tokens import lay_out, words_of
from wholestory.model.findings import CURRENT
from wholestory.practice.expressions import fold
from wholestory.practice.pack import Practice, load_practice
from wholestory.runners.lasting import keep_for_good

HERE = Path(__file__).parent
BATCH = 500


def notes(practice: Practice, count: int, seed: int) -> list[str]:
    """Notes of four to nine example sentences each, the same for the same seed."""
    chance = random.Random(seed)
    sentences = [text for rule in practice.indicators for texts in rule.examples.values() for text in texts]
    sentences += [text for family in practice.language for text in (*family.challenged, *family.left_alone)]
    return [" ".join(chance.choices(sentences, k=chance.randrange(4, 10))) for _ in range(count)]


def timed(label: str, count: int, work: Callable[[], object]) -> float:
    """Run some work over `count` notes and print how many a second it did, in processor time."""
    started = time.process_time()
    work()
    seconds = time.process_time() - started
    print_line(label, count, seconds)
    return seconds


def print_line(label: str, count: int, seconds: float) -> None:
    """Print how many notes a second some way of reading did."""
    print(f"{label:<44} {count:>7,} notes {seconds:8.2f} s  {count / seconds:>12,.0f} notes/s", flush=True)


def beginnings(practice: Practice) -> list[str]:
    """The literal beginnings of words of which all the pack's wording holds one."""
    rules = [expression for rule in practice.indicators for some in rule.wording.values() for expression in some]
    rules += [expression for cue in practice.cues for expression in (*cue.before, *cue.after, *cue.anywhere)]
    rules += [expression for family in practice.language for expression in family.phrases]
    return sorted({anchor for expression in rules for anchor in expression.anchors})


def scan(automaton: AhoCorasick, texts: list[str]) -> int:
    """Scan every note once for the beginnings of all wording, and count what is met."""
    return sum(len(automaton.find_matches_as_indexes(fold(text), overlapping=True)) for text in texts)


def alternation(words: list[str], texts: list[str]) -> int:
    """The same with one regular expression, the longest beginnings first."""
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})")
    return sum(1 for text in texts for _ in pattern.finditer(fold(text)))


def peak_memory(practice: Practice, count: int, seed: int) -> None:
    """Read notes by rules, made batch by batch, and print this process's peak memory."""
    reader = Reader(practice.indicators, practice.cues, practice.language, practice.words)
    for start in range(0, count, BATCH):
        reader.read_many([Note("", text) for text in notes(practice, min(BATCH, count - start), seed + start)])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory for {count:,} notes{'':<22} {peak:8,.0f} MB", flush=True)


def with_encoder(practice: Practice) -> Reader:
    """A reader by rules and encoder that has read nothing yet."""
    suggest = load_suggester(known_of(practice))
    return Reader(practice.indicators, practice.cues, practice.language, practice.words, suggest=suggest)


class Peer:
    """medspaCy with our terms, asked in a process of its own."""

    def __init__(self, folder: Path, terms: Terms) -> None:
        self._python = folder / "bin" / "python"
        self._terms = terms
        if not self._python.exists():
            subprocess.run([sys.executable, "-m", "venv", folder], check=True)
            wanted = HERE / "requirements-peers-reading.txt"
            subprocess.run([self._python, "-m", "pip", "install", "--quiet", "-r", wanted], check=True)

    def read(self, texts: list[str], *, patterns: bool = False) -> Any:
        """Its versions, the current signs of each text and its seconds."""
        terms = asdict(self._terms) | {"phrases": sorted(self._terms.phrases)}
        with tempfile.TemporaryDirectory() as scratch:
            given, said, answer = (Path(scratch) / name for name in ("terms.json", "texts.json", "answer.json"))
            given.write_text(json.dumps(terms if patterns else terms | {"patterns": []}), encoding="utf-8")
            said.write_text(json.dumps(texts), encoding="utf-8")
            subprocess.run([self._python, HERE / "reading_peer.py", given, said, answer], check=True)
            return json.loads(answer.read_text(encoding="utf-8"))


def compare_accuracy(scored: Scored, readers: dict[str, Reader], peer: Peer, *, patterns: bool) -> None:
    """Print how far each way of reading agrees with what a careful reader finds."""
    print(f"current signs on {scored.title}, {len(scored.notes)} notes")
    found = {
        name: [
            {mention.indicator for mention in reading.mentions if mention.assertion in CURRENT}
            for reading in reader.read_many(scored.notes)
        ]
        for name, reader in readers.items()
    }
    narratives = [note.narrative for note in scored.notes]
    found["medspaCy"] = peer.read(narratives)["current"]
    if patterns:
        found["medspaCy, with patterns"] = peer.read(narratives, patterns=True)["current"]
    for name, signs in found.items():
        tally = agreement(scored, signs)
        figures = f"precision {tally.precision:.3f}  recall {tally.recall:.3f}  F1 {tally.f1:.3f}"
        print(f"  {name:<42} {figures}", flush=True)


def compare_new(rules: Reader, both: Reader, peer: Peer, texts: list[str]) -> None:
    """Time reading with the encoder, which has met none of these notes, beside the peer."""
    words = sum(len(text.split()) for text in texts) / len(texts)
    print(f"{len(texts)} notes of {words:.0f} words that are new to the encoder")
    notes_of = [Note("", text) for text in texts]
    rules.read_many(notes_of)
    alone = timed("our reader", len(texts), lambda: rules.read_many(notes_of))
    beside = timed("rules and encoder", len(texts), lambda: both.read_many(notes_of))
    theirs = peer.read(texts)
    print_line(theirs["versions"], len(texts), theirs["seconds"])
    one, other = beside / alone, theirs["seconds"] / beside
    print(f"rules and encoder / rules: {one:.0f}; notes a second, rules and encoder / medspaCy: {other:.2f}")


def compare_whole(rules: Reader, peer: Peer, automaton: AhoCorasick, texts: list[str]) -> None:
    """Time rules, the limit and the peer on whole notes as people write them, of which most sentences say nothing."""
    words = sum(len(text.split()) for text in texts) / len(texts)
    print(f"{len(texts):,} whole labelled notes of {words:.0f} words")
    notes_of, some = [Note("", text) for text in texts], texts[:500]
    rules.read_many(notes_of)
    limit = timed("the limit: one scan for all wording", len(texts), lambda: scan(automaton, texts))
    ours = timed("our reader, in batches", len(texts), lambda: rules.read_many(notes_of))
    theirs = peer.read(some)
    print_line(theirs["versions"], len(some), theirs["seconds"])
    ratio = theirs["seconds"] / len(some) / (ours / len(texts))
    print(f"our reader / the limit: {ours / limit:.1f}; notes a second, rules / medspaCy: {ratio:.1f}")


def compare_speed(practice: Practice, rules: Reader, both: Reader, peer: Peer, texts: list[str]) -> None:
    """Time each way of reading and print how they stand to one another."""
    batches = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
    words_met = beginnings(practice)
    automaton = AhoCorasick(words_met)
    limit = timed("the limit: one scan for all wording", len(texts), lambda: scan(automaton, texts))
    some, few = texts[:1000], texts[:200]
    plain = timed("the same as one alternation of re", len(some), lambda: alternation(words_met, some))
    timed("cutting into words", len(texts), lambda: [words_of(lay_out(batch)[0]) for batch in batches])
    rules.read_many([Note("", text) for text in some])
    found = [0]

    def whole() -> None:
        for batch in batches:
            found[0] += sum(len(reading.mentions) for reading in rules.read_many([Note("", text) for text in batch]))

    ours = timed("our reader, in batches", len(texts), whole)
    timed("our reader, one note at a time", len(few), lambda: [rules.read("", text) for text in few])
    theirs = peer.read(some)
    print_line(theirs["versions"], len(some), theirs["seconds"])
    one, slow, other = ours / len(texts), plain / len(some), theirs["seconds"] / len(some)
    print(f"mentions a note: {found[0] / len(texts):.1f}; our reader / the limit: {ours / limit:.1f}")
    print(f"rules / alternation of re: {one / slow:.2f}; notes a second, rules / medspaCy: {other / one:.1f}")
    compare_whole(rules, peer, automaton, [note.narrative for note in practice.notes])
    compare_new(rules, both, peer, [note.narrative for note in held_out(practice).notes])
    for label, long in (
        ("1 MB with full stops", " ".join(texts)),
        ("1 MB without", " ".join(texts).replace(".", " ")),
    ):
        narrative = (long * (1_000_000 // len(long) + 1))[:1_000_000]
        timed(label, 1, partial(rules.read, "", narrative))


def main() -> None:
    """Make the notes, time each way, print the ratios, accuracy and peak memory."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--notes", type=int, default=50_000)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--peers", type=Path, default=HERE.parent / ".venv-peers-reading")
    options.add_argument("--scored", type=Path, help="an extract with gold/indicators.csv")
    options.add_argument("--patterns", action="store_true", help="measure the peer's accuracy with patterns too")
    options.add_argument("--only-memory", action="store_true", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.only_memory:
        peak_memory(load_practice(), chosen.notes, chosen.seed)
        return
    # Before anything large is loaded here: a process counts the peak of the one that starts it as its own.
    for count in (chosen.notes // 4, chosen.notes):
        words_of_command = ["--only-memory", "--notes", str(count), "--seed", str(chosen.seed)]
        subprocess.run([sys.executable, __file__, *words_of_command], check=True)
    started = time.process_time()
    practice = load_practice()
    rules = Reader(practice.indicators, practice.cues, practice.language, practice.words)
    print(f"Python {platform.python_version()}; pack and reader made ready in {time.process_time() - started:.1f} s")
    readers = {"rules": rules, "rules and encoder": with_encoder(practice)}
    terms = terms_of(practice, rules)
    print(
        f"of {terms.expressions:,} expressions for signs medspaCy is given {terms.written_out:,} written out, and of "
        f"the others what was found by them: {len(terms.phrases):,} phrases"
        + (f"; as patterns {len(terms.patterns):,} ({terms.left_out} left out)" if chosen.patterns else "")
    )
    peer = Peer(chosen.peers, terms)
    scored = of_extract(chosen.scored) if chosen.scored else held_out(practice)
    compare_accuracy(scored, readers, peer, patterns=chosen.patterns)
    texts = notes(practice, chosen.notes, chosen.seed)
    words = sum(len(text.split()) for text in texts) / len(texts)
    print(f"{len(texts):,} notes of {words:.0f} words, seed {chosen.seed}")
    # A reader that keeps no answers from what it was just asked.
    both = with_encoder(practice)
    # As the program does when what lasts is ready, and as the peer does.
    keep_for_good()
    compare_speed(practice, rules, both, peer, texts)


if __name__ == "__main__":
    main()
