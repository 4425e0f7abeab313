"""How many notes a second are read, beside the least that any program could do with the same words.

    python benchmarks/reading.py [--notes 20000] [--seed 7]

The notes are put together from the pack's own example sentences, so that they carry signs, cues and blaming words
about as often as real ones. In the same run and process: cutting the notes into words, one pass over them for the
beginnings of all the pack's wording (Aho-Corasick, the limit; and the same as one alternation of Python's `re`), our
whole reader by rules, in batches and one by one, and with the encoder beside them. Then one narrative of 1 MB, with
full stops and without. The last lines are peak memory, in processes of their own, at a quarter of the notes and at all.
"""

from __future__ import annotations

import argparse
import platform
import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial

from ahocorasick_rs import AhoCorasick

from wholestory.engine.reading import Note, Reader
from wholestory.engine.reading.encoder import known_sentences, load_suggester
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


def main() -> None:
    """Make the notes, time each way, print the ratio and peak memory."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--notes", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--only-memory", action="store_true", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    started = time.process_time()
    practice = load_practice()
    if chosen.only_memory:
        peak_memory(practice, chosen.notes, chosen.seed)
        return
    reader = Reader(practice.indicators, practice.cues, practice.language, practice.words)
    print(f"Python {platform.python_version()}; pack and reader made ready in {time.process_time() - started:.1f} s")
    texts = notes(practice, chosen.notes, chosen.seed)
    words = sum(len(text.split()) for text in texts) / len(texts)
    print(f"{len(texts):,} notes of {words:.0f} words, seed {chosen.seed}")
    batches = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
    words_met = beginnings(practice)
    automaton = AhoCorasick(words_met)
    limit = timed("the limit: one scan for all wording", len(texts), lambda: scan(automaton, texts))
    some = texts[:1000]
    plain = timed("the same as one alternation of re", len(some), lambda: alternation(words_met, some))
    timed("cutting into words", len(texts), lambda: [words_of(lay_out(batch)[0]) for batch in batches])
    reader.read_many([Note("", text) for text in texts[:1000]])
    found = [0]

    def whole() -> None:
        for batch in batches:
            found[0] += sum(len(reading.mentions) for reading in reader.read_many([Note("", text) for text in batch]))

    ours = timed("our reader, in batches", len(texts), whole)
    few = texts[:200]
    timed("our reader, one note at a time", len(few), lambda: [reader.read("", text) for text in few])
    suggest = load_suggester(known_sentences(practice.sentences, practice.notes))
    both = Reader(practice.indicators, practice.cues, practice.language, practice.words, suggest=suggest)
    with_encoder = timed("rules and encoder", len(few), lambda: both.read_many([Note("", text) for text in few]))
    one, slow, seconds = ours / len(texts), plain / len(some), with_encoder / len(few)
    print(f"mentions a note: {found[0] / len(texts):.1f}; our reader / the limit: {ours / limit:.1f}")
    print(f"rules / alternation of re: {one / slow:.2f}; rules and encoder / rules: {seconds / one:.0f}")
    for label, long in (
        ("1 MB with full stops", " ".join(texts)),
        ("1 MB without", " ".join(texts).replace(".", " ")),
    ):
        narrative = (long * (1_000_000 // len(long) + 1))[:1_000_000]
        timed(label, 1, partial(reader.read, "", narrative))
    for count in (chosen.notes // 4, chosen.notes):
        words_of_command = ["--only-memory", "--notes", str(count), "--seed", str(chosen.seed)]
        subprocess.run([sys.executable, __file__, *words_of_command], check=True)


if __name__ == "__main__":
    main()
