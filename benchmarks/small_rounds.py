"""How often two small rounds are told apart: where nothing changed, and where practice got much better.

    python benchmarks/small_rounds.py

Draws pairs of rounds of 27, 60 and 120 cases from known shares of grades, and counts how often the comparison of
whole scales tells them apart, beside Fisher's exact test of the good cases alone (scipy) on the same draws.
"""

from __future__ import annotations

import numpy as np
from scipy.stats import fisher_exact

from wholestory.engine.rounds.comparing import chance_of

BEFORE = (0.10, 0.60, 0.30)
AFTER = {"nothing changed": BEFORE, "good from 10% to 30%": (0.30, 0.58, 0.12)}
SIZES = (27, 60, 120)
PAIRS = 400
LEVEL = 0.05


def found(after: tuple[float, ...], size: int, draw: np.random.Generator) -> tuple[float, float]:
    """How often PAIRS of rounds are told apart: by all grades, and by the good cases alone."""
    by_scale = by_good = 0
    for _ in range(PAIRS):
        one, two = (draw.multinomial(size, shares).tolist() for shares in (BEFORE, after))
        by_scale += chance_of(one, two)[0] < LEVEL
        by_good += float(fisher_exact([[one[0], size - one[0]], [two[0], size - two[0]]]).pvalue) < LEVEL
    return by_scale / PAIRS, by_good / PAIRS


def main() -> None:
    """Print one line a size and change."""
    draw = np.random.default_rng(2026)
    print(f"{'':<24} {'cases each':>10} {'all grades':>11} {'good alone':>11}")
    for name, after in AFTER.items():
        for size in SIZES:
            by_scale, by_good = found(after, size, draw)
            print(f"{name:<24} {size:>10} {by_scale:>11.1%} {by_good:>11.1%}")


if __name__ == "__main__":
    main()
