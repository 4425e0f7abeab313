#!/usr/bin/env python3
"""Trains the sentence encoder further, on the practice pack's labelled sentences and then on its labelled notes too.

    python training/train.py --base FOLDER --out encoder.pt [--epochs 5] [--then 3] [--notes a b]
    python training/train.py --base FOLDER --from encoder.pt --out more.pt --epochs 0 --then 2 --notes a b d e

FOLDER holds `model.safetensors` and `vocab.txt` of the published encoder (see training/README.md); with `--from`, an
encoder that was trained before learns further. What says the same of the same sign is drawn together and the rest
apart (supervised contrast), and a linear reading of the signs keeps the vectors apart where a batch holds no contrast.
With sentences held out, prints how often the nearest of the others names their sign.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from network import WIDTH, Network, published
from torch import Tensor, nn
from torch.nn import functional

from wholestory.engine.reading.encoder import known_sentences
from wholestory.engine.reading.encoder.wordpiece import WordPieces
from wholestory.model.findings import Assertion
from wholestory.practice.files import PracticeError, national_folder
from wholestory.practice.notes import LabelledNote, load_notes
from wholestory.practice.pack import load_practice
from wholestory.practice.sentences import LabelledSentence

_BATCH, _TOGETHER, _PARTS = 96, 4, 4
_SHARPNESS = 0.07
# All six layers of the published encoder.
LAYERS = tuple(range(6))


class Batches:
    """Sentences as numbers of pieces, embedded in parts of like length so that little is padded."""

    def __init__(self, pieces: WordPieces, network: Network) -> None:
        self._pieces = pieces
        self._network = network

    def embed(self, texts: Sequence[str]) -> Tensor:
        """One row a text, in the order of `texts`."""
        numbers = [self._pieces.numbers(text) for text in texts]
        order = sorted(range(len(texts)), key=lambda place: len(numbers[place]))
        size = -(-len(order) // _PARTS) if len(order) <= _BATCH else _BATCH
        parts = [order[start : start + size] for start in range(0, len(order), size)]
        rows = torch.cat([self._part([numbers[place] for place in part]) for part in parts])
        back = torch.empty(len(order), dtype=torch.long)
        back[torch.tensor(order)] = torch.arange(len(order))
        return rows[back]

    def _part(self, numbers: Sequence[list[int]]) -> Tensor:
        longest = max(map(len, numbers))
        padded = torch.tensor([one + [0] * (longest - len(one)) for one in numbers])
        present = torch.tensor([[1.0] * len(one) + [0.0] * (longest - len(one)) for one in numbers])
        found: Tensor = self._network(padded, present)
        return found


def classes_of(sentences: Sequence[LabelledSentence]) -> Tensor:
    """Rows of 0 and 1: what each sentence says (a sign, or its absence; the last column: nothing)."""
    signs = sorted({sign for sentence in sentences for sign, _ in sentence.says})
    columns = {key: place for place, key in enumerate((sign, gone) for sign in signs for gone in (False, True))}
    rows = torch.zeros(len(sentences), len(columns) + 1)
    for place, sentence in enumerate(sentences):
        for sign, assertion in sentence.says:
            rows[place, columns[sign, assertion is Assertion.ABSENT]] = 1
        if not sentence.says:
            rows[place, -1] = 1
    return rows


def loss_of(rows: Tensor, says: Tensor, reading: nn.Linear) -> Tensor:
    """The contrast of a batch's vectors by what they say, and half the error of the linear reading."""
    itself = torch.eye(len(rows), dtype=torch.bool)
    alike = (rows @ rows.T / _SHARPNESS).masked_fill(itself, -1e9)
    same = (says[:, :-1] @ says[:, :-1].T > 0).float().masked_fill(itself, 0)
    logs = alike - torch.logsumexp(alike, 1, keepdim=True)
    paired = same.sum(1) > 0
    contrast = -((logs * same).sum(1)[paired] / same.sum(1)[paired]).mean()
    read = functional.linear(rows, reading.weight * 20, reading.bias)
    return contrast + 0.5 * functional.binary_cross_entropy_with_logits(read, says, reduction="none").sum(1).mean()


def batches(sentences: Sequence[LabelledSentence], chance: random.Random) -> list[list[int]]:
    """Shuffled batches in which sentences of one file stand a few together, so that each has something to be near."""
    by_file: dict[str, list[int]] = {}
    for place in chance.sample(range(len(sentences)), len(sentences)):
        by_file.setdefault(sentences[place].file, []).append(place)
    groups = [places[at : at + _TOGETHER] for places in by_file.values() for at in range(0, len(places), _TOGETHER)]
    chance.shuffle(groups)
    order = [place for group in groups for place in group]
    return [order[at : at + _BATCH] for at in range(0, len(order) - _BATCH + 1, _BATCH)]


def right_sign(batcher: Batches, known: Sequence[LabelledSentence], asked: Sequence[LabelledSentence]) -> float:
    """How often the single nearest known sentence shares a sign (or none) with the one asked about."""
    with torch.no_grad():
        nearest = batcher.embed([one.text for one in asked]) @ batcher.embed([one.text for one in known]).T
    found = 0
    for one, place in zip(asked, nearest.argmax(1).tolist(), strict=True):
        mine, theirs = ({sign for sign, _ in sentence.says} for sentence in (one, known[place]))
        found += bool(mine & theirs) or mine == theirs
    return found / len(asked)


def train(
    network: Network, batcher: Batches, sentences: Sequence[LabelledSentence], *, epochs: int, rate: float, seed: int
) -> None:
    """Train `network` in place; `rate` is how far it moves at a step, at its fastest."""
    says = classes_of(sentences)
    reading = nn.Linear(WIDTH, says.shape[1])
    nn.init.normal_(reading.weight, std=0.02)
    nn.init.constant_(reading.bias, -4.0)
    chance = random.Random(seed)
    steps = epochs * (len(sentences) // _BATCH)
    groups = [{"params": network.parameters(), "lr": rate}, {"params": reading.parameters(), "lr": 1e-3}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    pace = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: min(1, step / 50) * max(0.02, 1 - step / steps))
    start = time.perf_counter()
    for epoch in range(epochs):
        network.train()
        total = 0.0
        for batch in batches(sentences, chance):
            loss = loss_of(batcher.embed([sentences[place].text for place in batch]), says[batch], reading)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            pace.step()
            total += loss.item()
        print(
            f"epoch {epoch + 1}: loss {total / (steps / epochs):.3f}, {time.perf_counter() - start:.0f} s", flush=True
        )
    network.eval()


def notes_of(names: Sequence[str]) -> tuple[LabelledNote, ...]:
    """The labelled notes of some of the pack's files. Raises PracticeError."""
    folder, faults = national_folder(), list[str]()
    signs = frozenset(path.stem for path in (folder / "indicators").glob("*.toml"))
    notes = load_notes([folder / "notes" / f"{name}.txt" for name in names], signs, faults)
    if faults:
        raise PracticeError(faults)
    return notes


def main() -> None:
    """Read the pack, train in two turns, say what was learnt and save the weights."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--base", type=Path, required=True)
    options.add_argument("--from", dest="trained", type=Path, help="weights that were trained before, to go on from")
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--epochs", type=int, default=5, help="turns over the labelled sentences")
    options.add_argument("--then", type=int, default=3, help="further turns over them and the labelled notes")
    options.add_argument("--notes", nargs="*", default=["a", "b"], help="the files of labelled notes to learn from")
    options.add_argument("--rate", type=float, default=4e-5, help="how far those further turns move at a step")
    options.add_argument("--hold-out", type=float, default=0.0)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--threads", type=int, default=1)
    chosen = options.parse_args()
    torch.manual_seed(chosen.seed)
    torch.set_num_threads(chosen.threads)
    practice = load_practice()
    sentences = list(practice.sentences)
    random.Random(chosen.seed).shuffle(sentences)
    place = int(len(sentences) * chosen.hold_out)
    held, kept = sentences[:place], sentences[place:]
    network = published(chosen.base / "model.safetensors", LAYERS)
    if chosen.trained:
        network.load_state_dict(torch.load(chosen.trained)["state"])
    batcher = Batches(WordPieces.of((chosen.base / "vocab.txt").read_text(encoding="utf-8")), network)
    if chosen.epochs:
        train(network, batcher, kept, epochs=chosen.epochs, rate=5e-5, seed=chosen.seed)
    known = known_sentences(kept, notes_of(chosen.notes))
    train(network, batcher, known, epochs=chosen.then, rate=chosen.rate, seed=chosen.seed)
    if held:
        print(f"held out: {right_sign(batcher, kept, held):.3f} of {len(held)} read as the right sign")
    torch.save({"layers": LAYERS, "state": network.state_dict()}, chosen.out)


if __name__ == "__main__":
    main()
