"""The trained model: for each level of agreement, how often it is seen in one person and in two.

A level weighs log2(m / u), in hundredths and rounded, so that a score is a sum of whole numbers: the same on every
engine, with any number of threads, in any order.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from wholestory.engine.people.comparisons import FIELDS, Field

FORM = 1
SHIPPED = "model.json"


class LinkingModelError(Exception):
    """A model file that cannot be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Chance:
    """How often a level is seen in pairs of one person (`m`) and in pairs of two (`u`)."""

    m: float
    u: float

    @property
    def weight(self) -> int:
        """log2(m / u) in hundredths."""
        return round(100 * math.log2(self.m / self.u))


@dataclass(frozen=True, slots=True)
class LinkingModel:
    """A model: its name and origin, the chances by field and level, and the scores from which verdicts follow.

    `same_from` and `doubtful_from` are scores, and `company` the weight of being seen with the same person, all in
    hundredths of log2.
    """

    name: str
    trained_on: str
    chances: Mapping[str, Mapping[str, Chance]]
    same_from: int
    doubtful_from: int
    company: int

    def weight(self, field: str, level: str) -> int:
        """What a level weighs, in hundredths of log2."""
        return self.chances[field][level].weight

    def as_json(self) -> str:
        """The model as the text of a file."""
        content = {
            "form": FORM,
            "name": self.name,
            "trained_on": self.trained_on,
            "same_from": self.same_from / 100,
            "doubtful_from": self.doubtful_from / 100,
            "company": self.company / 100,
            "fields": {
                field: {level: {"m": chance.m, "u": chance.u} for level, chance in levels.items()}
                for field, levels in self.chances.items()
            },
        }
        return json.dumps(content, indent=2) + "\n"


@cache
def shipped_model() -> LinkingModel:
    """The model that comes with the program."""
    return _read((files(__package__) / SHIPPED).read_text(encoding="utf-8"))


def read_model(path: Path) -> LinkingModel:
    """A model from a file. Raises LinkingModelError with a sentence that says what is wrong and what to do."""
    try:
        return _read(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise LinkingModelError(f"{path} cannot be read; name a file that `wholestory linking train` wrote.") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        what = f"{error.args[0]}" if error.args else "something is missing"
        raise LinkingModelError(
            f"{path} is no linking model of this version ({what}); write one with `wholestory linking train`."
        ) from None


def _read(text: str) -> LinkingModel:
    content = json.loads(text)
    if content["form"] != FORM:
        raise ValueError(f"its form is {content['form']}, not {FORM}")
    same, doubtful, company = (round(100 * content[key]) for key in ("same_from", "doubtful_from", "company"))
    if not 0 < doubtful <= same:
        raise ValueError("doubtful_from must be above 0 and not above same_from")
    chances = {field.id: _chances(field, content["fields"][field.id]) for field in FIELDS}
    return LinkingModel(content["name"], content["trained_on"], chances, same, doubtful, company)


def _chances(field: Field, levels: Mapping[str, Mapping[str, float]]) -> dict[str, Chance]:
    chances = {level.id: Chance(levels[level.id]["m"], levels[level.id]["u"]) for level in field.levels}
    if any(not 0 < share <= 1 for chance in chances.values() for share in (chance.m, chance.u)):
        raise ValueError(f"the shares of {field.id} must lie between 0 and 1")
    return chances
