"""The first matcher: plain rules, careful, every judgement with its reasons.

It compares persons who share a blocking key, then, with those links in hand, persons who are seen with the same
linked person (a mother in two agencies, without a date of birth in either). Where one person fits two in another
agency, the better fit stands and the other is doubtful.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import combinations

from wholestory.engine.people.blocking import candidate_pairs
from wholestory.engine.people.clusters import clusters_of, left_out
from wholestory.engine.people.company import Company, pairs_in_company
from wholestory.engine.people.evidence import Birth, Evidence, Profile, profile_of, weigh
from wholestory.engine.people.names import Name
from wholestory.engine.people.verdicts import Setting, decide, reasons_for, strength_of
from wholestory.model.links import Judgement, Verdict
from wholestory.model.records import Involvement, Person

JUDGE = "first matcher 1"

Rows = dict[tuple[str, str], Judgement]


def judge(
    people: Mapping[str, Person], involvements: Mapping[str, tuple[Involvement, ...]] | None = None
) -> tuple[Judgement, ...]:
    """The ledger: who is the same as whom, who may be, and who looks alike and is not.

    `people` maps person key to person; `involvements` maps record key to who was involved. Rows are sorted by their
    two keys; a pair that nothing speaks for has no row. The same input gives the same rows in any order of input.
    """
    return _Matcher(people, involvements or {}).ledger()


class _Matcher:
    def __init__(self, people: Mapping[str, Person], involvements: Mapping[str, tuple[Involvement, ...]]) -> None:
        self.profiles: dict[str, Profile] = {key: profile_of(people[key]) for key in sorted(people)}
        self.company = Company.of(involvements)
        self.births = _births_by_name(self.profiles.values())
        self.rows: Rows = {}

    def ledger(self) -> tuple[Judgement, ...]:
        for one, other in candidate_pairs(self.profiles):
            self._judge(one, other, in_company=False)
        self._prefer_the_better_fit()
        # Twice, because a mother who has been linked may link her child.
        for _ in range(2):
            of = clusters_of(self.profiles, tuple(self.rows.values())).of
            for one, other in pairs_in_company(self.company, of, self.profiles):
                found = self.rows.get((one, other))
                if found is None or found.verdict is Verdict.DOUBTFUL:
                    self._judge(one, other, in_company=True)
            self._prefer_the_better_fit()
        self._look_along_chains()
        self._leave_out_weaker_links()
        return tuple(self.rows[pair] for pair in sorted(self.rows))

    def _judge(self, one: str, other: str, *, in_company: bool) -> None:
        evidence = weigh(self.profiles[one], self.profiles[other])
        setting = self._setting(one, other, evidence, in_company)
        verdict = decide(evidence, setting)
        if verdict:
            self._enter(one, other, evidence, setting, verdict)

    def _setting(self, one: str, other: str, evidence: Evidence, in_company: bool) -> Setting:
        return Setting(
            rare=evidence.names.exact and self._is_rare(one) and self._is_rare(other),
            company=in_company,
            together=evidence.same_agency and self.company.together(one, other),
            generations=self.company.generations(one, other),
        )

    def _is_rare(self, key: str) -> bool:
        return all(len(self.births.get(name, ())) <= 1 for name in self.profiles[key].names)

    def _enter(self, one: str, other: str, evidence: Evidence, setting: Setting, verdict: Verdict) -> None:
        reasons = reasons_for(self.profiles[one], self.profiles[other], evidence, setting)
        self.rows[one, other] = Judgement(one, other, verdict, JUDGE, reasons, strength_of(evidence, setting))

    def _prefer_the_better_fit(self) -> None:
        """Where one person fits several of one agency who are not each other, only the best fit stands.

        Weaker fits go first: what looks like a tie between twins is often settled from the other side.
        """
        for ties in (False, True):
            for (person, _), found in self._fits().items():
                if len(found) > 1:
                    self._keep_the_best(person, sorted(found), ties)

    def _fits(self) -> dict[tuple[str, str], list[tuple[int, str]]]:
        """For each person and agency the persons there who are judged the same, with the strength negated."""
        fits: dict[tuple[str, str], list[tuple[int, str]]] = {}
        for (one, other), row in self.rows.items():
            if row.verdict is Verdict.SAME:
                fits.setdefault((one, self.profiles[other].agency), []).append((-row.strength, other))
                fits.setdefault((other, self.profiles[one].agency), []).append((-row.strength, one))
        return fits

    def _keep_the_best(self, person: str, fits: list[tuple[int, str]], ties: bool) -> None:
        best, chosen = fits[0]
        rivals = [fit for fit in fits[1:] if not self._may_be_one(chosen, fit[1], tied=fit[0] == best)]
        if ties and any(strength == best for strength, _ in rivals):
            rivals.append(fits[0])
        for strength, rival in rivals:
            if ties or strength != best:
                self._doubt(person, rival, f"{person} fits more than one person of that agency.")

    def _may_be_one(self, one: str, other: str, *, tied: bool) -> bool:
        """Whether two of one agency are judged the same, or are namesakes of one birth that nothing tells apart."""
        row = self.rows.get((min(one, other), max(one, other)))
        if row is None or row.verdict is Verdict.APART:
            return False
        evidence = weigh(self.profiles[one], self.profiles[other])
        alike = evidence.names.exact and evidence.birth == Birth.FULL and evidence.address is not False
        return row.verdict is Verdict.SAME or (tied and alike)

    def _doubt(self, one: str, other: str, why: str) -> None:
        pair = (min(one, other), max(one, other))
        row = self.rows[pair]
        if row.verdict is Verdict.SAME:
            self.rows[pair] = replace(row, verdict=Verdict.DOUBTFUL, reasons=(*row.reasons, why))

    def _look_along_chains(self) -> None:
        """Judge every pair that a chain of links would make one, so that a contradiction along it comes to light."""
        same = [row for row in self.rows.values() if row.verdict is Verdict.SAME]
        for members in clusters_of(self.profiles, same).members.values():
            for one, other in combinations(members, 2):
                if (one, other) not in self.rows:
                    evidence = weigh(self.profiles[one], self.profiles[other])
                    setting = self._setting(one, other, evidence, in_company=False)
                    if _contradicts(evidence) or decide(evidence, setting) is Verdict.APART:
                        self._enter(one, other, evidence, setting, Verdict.APART)

    def _leave_out_weaker_links(self) -> None:
        ledger = tuple(self.rows.values())
        for row in left_out(clusters_of(self.profiles, ledger), ledger):
            why = "Left out: with the stronger links it would bring together persons who are judged apart."
            self._doubt(row.one, row.other, why)


def _contradicts(evidence: Evidence) -> bool:
    far_in_age = evidence.birth == Birth.CONFLICT and (evidence.years_apart > 2 or not evidence.names.agree)
    return not evidence.agreed and (bool(evidence.conflicting) or far_in_age)


def _births_by_name(profiles: Iterable[Profile]) -> dict[Name, frozenset[object]]:
    """For each name the full dates of birth it is recorded with."""
    found: dict[Name, set[object]] = {}
    for profile in profiles:
        for name in profile.names:
            births = found.setdefault(name, set())
            if profile.born and profile.born.day:
                births.add(profile.born)
    return {name: frozenset(births) for name, births in found.items()}
