"""A better wording in the place of words that blame, where it can stand there and the sentence is still one."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from wholestory.model.findings import LanguageFinding

_WHOM = r"s?he|they|(?:the|this|our|your) (?:child|young person|pupil|student|girl|boy|yp)|yp|young person"
# What may stand between the one meant and the words, and goes with them.
_BETWEEN = (
    r"(?:is|was|are|were|has|have|had|been|being|be|keeps|kept|continues to|continued to|again|always|also|"
    r"often|now|still|just|constantly|continually|clearly|very|so|a|an|the)"
)
_BEGINS_A_SENTENCE = re.compile(r"(?:^|[.;:!?\n])\s*$")


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that may blame: why, and what to say instead. `mark` names them in the form, whatever else is rewritten.

    `start` is where the better wording would begin in the narrative, in code points: before the words where it brings
    the child's name and so replaces her part of the sentence too; none where it is advice and can stand nowhere.
    """

    finding: LanguageFinding
    instead: str
    start: int | None

    @property
    def mark(self) -> str:
        """A name for the words and the rule, safe in a form."""
        content = f"{self.finding.term}\0{self.finding.text.casefold()}"
        return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def in_place(self, narrative: str) -> str:
        """The narrative with the better wording in the place of the words; unchanged where it can stand nowhere."""
        if self.start is None:
            return narrative
        return narrative[: self.start] + self.instead.rstrip(".") + narrative[self.finding.end :]


def wording_for(finding: LanguageFinding, narrative: str, forename: str) -> Wording:
    """The better wording for words in a narrative about the child of that forename, which may be empty."""
    name = forename or "the child"
    return Wording(finding, finding.suggestion.replace("{child}", name), _begins(finding, narrative, name))


def _begins(finding: LanguageFinding, narrative: str, name: str) -> int | None:
    if finding.suggestion[:1].islower():
        return finding.start
    if not finding.suggestion.startswith("{child} "):
        return None
    before = narrative[: finding.start]
    whom = re.search(rf"\b(?:{re.escape(name)}|{_WHOM})\s+(?:{_BETWEEN}\s+)*$", before, re.IGNORECASE)
    if whom:
        return whom.start()
    return finding.start if _BEGINS_A_SENTENCE.search(before) else None
