"""How many notes a second are read, beside the least that any program could do with the same words.

    python benchmarks/reading.py [--notes 20000] [--seed 7]

The notes are put together from the pack's own example sentences, so that they carry signs, cues and blaming words
about as often as real ones. In the same run and process: cutting the notes into words, one pass over them for the
beginnings of all the pack's wording (Aho-Corasick, the limit), and our whole reader, in batches and one by one. Then
one narrative of 1 MB, with full stops and without. The last line is peak memory.
"""

from __future__ import annotations

import argparse
import platform
import random
import resource
import time
from collections.abc import Callable
from functools import partial

from ahocorasick_rs import AhoCorasick

from wholestory.engine.reading import Note, Reader
from wholestory.engine.reading.tokens import lay_out, words_of
from wholestory.practice.expressions import fold
from wholestory.practice.pack import Practice, load_practice

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
    print(f"{label:<44} {seconds:8.2f} s  {count / seconds:>12,.0f} notes/s", flush=True)
    return seconds


def scan(practice: Practice, texts: list[str]) -> int:
    """Scan every note once for the beginnings of all wording, and count what is met."""
    rules = [expression for rule in practice.indicators for some in rule.wording.values() for expression in some]
    rules += [expression for cue in practice.cues for expression in (*cue.before, *cue.after, *cue.anywhere)]
    rules += [expression for family in practice.language for expression in family.phrases]
    automaton = AhoCorasick(sorted({anchor for expression in rules for anchor in expression.anchors}))
    return sum(len(automaton.find_matches_as_indexes(fold(text), overlapping=True)) for text in texts)


def main() -> None:
    """Make the notes, time each way, print the ratio and peak memory."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--notes", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=7)
    chosen = options.parse_args()
    started = time.process_time()
    practice = load_practice()
    reader = Reader(practice.indicators, practice.cues, practice.language, practice.words)
    print(f"Python {platform.python_version()}; pack and reader made ready in {time.process_time() - started:.1f} s")
    texts = notes(practice, chosen.notes, chosen.seed)
    words = sum(len(text.split()) for text in texts) / len(texts)
    print(f"{len(texts):,} notes of {words:.0f} words, seed {chosen.seed}")
    batches = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
    limit = timed("the limit: one scan for all wording", len(texts), lambda: scan(practice, texts))
    timed("cutting into words", len(texts), lambda: [words_of(lay_out(batch)[0]) for batch in batches])
    reader.read_many([Note("", text) for text in texts[:1000]])
    found = [0]

    def whole() -> None:
        for batch in batches:
            found[0] += sum(len(reading.mentions) for reading in reader.read_many([Note("", text) for text in batch]))

    ours = timed("our reader, in batches", len(texts), whole)
    few = texts[:200]
    timed("our reader, one note at a time", len(few), lambda: [reader.read("", text) for text in few])
    print(f"mentions a note: {found[0] / len(texts):.1f}; our reader / the limit: {ours / limit:.1f}")
    for label, long in (
        ("1 MB with full stops", " ".join(texts)),
        ("1 MB without", " ".join(texts).replace(".", " ")),
    ):
        narrative = (long * (1_000_000 // len(long) + 1))[:1_000_000]
        timed(label, 1, partial(reader.read, "", narrative))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
