"""Who is who: candidates scored by Splink, decided one by one, and then looked at together.

Persons who share a blocking key are compared first; then, with those links in hand, persons who are seen with the
same linked person (a mother in two agencies, without a date of birth in either). Where one person fits two in another
agency, the better fit stands and the other is doubtful.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import combinations

from wholestory.engine.people.clusters import clusters_of, left_out
from wholestory.engine.people.company import Company, Involvements, pairs_in_company
from wholestory.engine.people.evidence import Evidence, evidence_of
from wholestory.engine.people.fits import doubt_weaker_fits
from wholestory.engine.people.institutions import find_institutions, without_shared_phones
from wholestory.engine.people.ledger import live_rows
from wholestory.engine.people.leftovers import LEAST_SCORE_LEFT, HeldBack, Left, best_fits
from wholestory.engine.people.model import LinkingModel, shipped_model
from wholestory.engine.people.names import Name
from wholestory.engine.people.profiles import Profile, profile_of
from wholestory.engine.people.reasons import breakdown, reasons_for
from wholestory.engine.people.scorer import Compared, Scorer
from wholestory.engine.people.verdicts import Decision, Setting, contradicts, decide, may_be_slip
from wholestory.model.links import Judgement, Verdict
from wholestory.model.moments import Moment
from wholestory.model.records import Person

Pair = tuple[str, str]

# Nobody is a child in records of the last years who was born so many years before the judgement.
_GROWN = 30


def judge(
    people: Mapping[str, Person],
    involvements: Involvements | None = None,
    *,
    model: LinkingModel | None = None,
    judged_at: Moment | None = None,
) -> tuple[Judgement, ...]:
    """The ledger: who is the same as whom, who may be, and who looks alike and is not.

    `people` maps person key to person; `involvements` maps record key to who was involved; `model` is the shipped one
    unless given. Rows are sorted by their two keys; a pair that nothing speaks for has no row. The same input gives
    the same rows in any order of input.
    """
    return judge_new(people, involvements, (), people.keys(), model=model, judged_at=judged_at)


def judge_new(
    people: Mapping[str, Person],
    involvements: Involvements | None,
    ledger: Iterable[Judgement],
    fresh: Collection[str],
    *,
    model: LinkingModel | None = None,
    judged_at: Moment | None = None,
) -> tuple[Judgement, ...]:
    """The rows to append to a ledger after persons were added or changed.

    `people` and `involvements` are everything there is now, `ledger` what was judged before, and `fresh` the keys of
    the persons who are new or changed: only they are compared, with everybody. What a person judged is never judged
    again. A link that no longer has anything to speak for it comes back as an undone row. What a person judged of
    somebody who is not there (any more) is passed over: it stands again when they come back.
    """
    before = {row.pair: row for row in live_rows(ledger)}
    matcher = _Matcher(
        people, involvements or {}, before, frozenset(fresh), model=model or shipped_model(), judged_at=judged_at
    )
    try:
        after = matcher.rows_after()
    finally:
        matcher.scorer.close()
    added = [replace(row, judged_at=judged_at) for pair, row in after.items() if before.get(pair) != row]
    gone = [
        replace(row, undone_at=judged_at or row.judged_at)
        for pair, row in before.items()
        if pair not in after and not row.by_person
    ]
    return tuple(sorted((*added, *gone), key=lambda row: row.pair))


class _Matcher:
    def __init__(
        self,
        people: Mapping[str, Person],
        involvements: Involvements,
        before: Mapping[Pair, Judgement],
        fresh: frozenset[str],
        *,
        model: LinkingModel,
        judged_at: Moment | None,
    ) -> None:
        profiles = {key: profile_of(people[key]) for key in sorted(people)}
        institutions = find_institutions(profiles.values())
        self.profiles = without_shared_phones(profiles, institutions)
        self.company = Company.of(involvements)
        self.births = _births_by_name(self.profiles.values())
        self.model = model
        self.judged_at = judged_at
        self.fresh = fresh
        self.judge = f"linking model {model.name}"
        self.scorer = Scorer(self.profiles, model, fresh, institutions.addresses)
        self.settled = frozenset(pair for pair, row in before.items() if row.by_person)
        self.rows: dict[Pair, Judgement] = {
            pair: row
            for pair, row in before.items()
            if row.one in profiles and row.other in profiles and (pair in self.settled or fresh.isdisjoint(pair))
        }
        self.held_back = HeldBack()
        for row in self.rows.values():
            if not row.by_person:
                same_agency = profiles[row.one].agency == profiles[row.other].agency
                self.held_back.count_standing(row, same_agency=same_agency)

    def rows_after(self) -> dict[Pair, Judgement]:
        """The judgements that stand once the fresh persons have been judged."""
        self._judge(self.scorer.of_one_number())
        self._judge(self.scorer.candidates())
        self._prefer_the_better_fit()
        # Twice, because a mother who has been linked may link her child.
        for _ in range(2):
            self._judge(self.scorer.compare(self._pairs_in_company()), in_company=True)
            self._prefer_the_better_fit()
        self._link_who_is_left()
        self._look_along_chains()
        self._leave_out_weaker_links()
        return self.rows

    def _judge(self, found: Iterable[Compared], *, in_company: bool = False) -> None:
        for compared in found:
            if (compared.one, compared.other) not in self.settled:
                evidence = self._evidence(compared)
                setting = self._setting(compared, evidence, in_company)
                decision = decide(evidence, setting, self.model)
                if decision:
                    self._enter(compared, evidence, setting, decision)
                    if not (in_company or evidence.agreed):
                        linked = decision.verdict is Verdict.SAME
                        self.held_back.count(decision, same_agency=evidence.same_agency, linked=linked)

    def _evidence(self, compared: Compared) -> Evidence:
        return evidence_of(compared, self.profiles[compared.one], self.profiles[compared.other])

    def _setting(self, compared: Compared, evidence: Evidence, in_company: bool) -> Setting:
        one, other = compared.one, compared.other
        return Setting(
            rare=evidence.names_exact and self._is_rare(one) and self._is_rare(other),
            company=in_company,
            together=evidence.same_agency and self.company.together(one, other),
            generations=self.company.generations(one, other)
            or self._grown_and_child(one, other)
            or self._grown_and_child(other, one),
            parents=self.company.only_adult(one) and self.company.only_adult(other),
        )

    def _grown_and_child(self, one: str, other: str) -> bool:
        born = self.profiles[one].born
        grown = born is not None and self.judged_at is not None and self.judged_at.day.year - born.year >= _GROWN
        return grown and self.profiles[other].born is None and self.company.only_child(other)

    def _is_rare(self, key: str) -> bool:
        return all(len(self.births.get(name, ())) <= 1 for name in self.profiles[key].names)

    def _enter(self, compared: Compared, evidence: Evidence, setting: Setting, decision: Decision) -> None:
        one, other = compared.one, compared.other
        reasons = reasons_for(compared, evidence, setting, decision)
        fields = breakdown(evidence, setting, self.model.company)
        self.rows[one, other] = Judgement(
            one, other, decision.verdict, self.judge, reasons, decision.score / 100, fields
        )

    def _pairs_in_company(self) -> list[Pair]:
        of = clusters_of(self.profiles, tuple(self.rows.values())).of
        touched = {of[key] for key in self.fresh if key in of}
        return [
            pair
            for pair in pairs_in_company(self.company, of, self.profiles, touched)
            if pair not in self.rows or self.rows[pair].verdict is Verdict.DOUBTFUL
        ]

    def _prefer_the_better_fit(self) -> None:
        doubt_weaker_fits(self.rows, {key: profile.agency for key, profile in self.profiles.items()})

    def _link_who_is_left(self) -> None:
        """Where agencies know next to nobody apart who looks so alike, link those left over who fit each other best."""
        if not self.held_back.are_slips():
            return
        lacking = self._lacking()
        left = [key for key, agencies in lacking.items() if agencies]
        considered = {
            (compared.one, compared.other): (compared, evidence)
            for compared in self.scorer.candidates_among(left, LEAST_SCORE_LEFT)
            if (evidence := self._evidence(compared)).same_agency or self._may_be_slip(compared, evidence, lacking)
        }
        agency = {key: profile.agency for key, profile in self.profiles.items()}
        found = (
            Left(one, other, (agency[one], agency[other]), compared.levels.score)
            for (one, other), (compared, _) in considered.items()
        )
        for fit in best_fits(found, lacking, self.held_back.slips_before):
            compared, evidence = considered[fit.one, fit.other]
            before = self.rows.get((fit.one, fit.other))
            why = (*(before.reasons[-1:] if before else ()), self.held_back.why())
            decision = Decision(Verdict.SAME, fit.score, why)
            self._enter(compared, evidence, self._setting(compared, evidence, in_company=False), decision)

    def _lacking(self) -> dict[str, frozenset[str]]:
        """For each person the agencies in which nobody is linked with them."""
        members = clusters_of(self.profiles, tuple(self.rows.values())).members.values()
        everywhere = frozenset(profile.agency for profile in self.profiles.values())
        return {
            key: everywhere - {self.profiles[other].agency for other in cluster}
            for cluster in members
            for key in cluster
        }

    def _may_be_slip(self, compared: Compared, evidence: Evidence, lacking: Mapping[str, frozenset[str]]) -> bool:
        one, other = compared.one, compared.other
        if (one, other) in self.settled or not may_be_slip(evidence):
            return False
        if self.profiles[other].agency not in lacking[one] or self.profiles[one].agency not in lacking[other]:
            return False
        row = self.rows.get((one, other))
        return row is None or row.verdict is not Verdict.APART or self.held_back.is_slip(row.reasons[-1])

    def _look_along_chains(self) -> None:
        """Judge every pair that a chain of links would make one, so that a contradiction along it comes to light."""
        same = [row for row in self.rows.values() if row.verdict is Verdict.SAME]
        chained = [
            pair
            for members in clusters_of(self.profiles, same).members.values()
            for pair in combinations(members, 2)
            if pair not in self.rows
        ]
        for compared in self.scorer.compare(chained):
            evidence = self._evidence(compared)
            setting = self._setting(compared, evidence, in_company=False)
            decision = decide(evidence, setting, self.model)
            if decision is None or decision.verdict is not Verdict.APART:
                decision = contradicts(evidence)
            if decision:
                self._enter(compared, evidence, setting, decision)

    def _leave_out_weaker_links(self) -> None:
        ledger = tuple(self.rows.values())
        why = "Left out: with the stronger links it would bring together persons who are judged apart."
        for row in left_out(clusters_of(self.profiles, ledger), ledger):
            if not row.by_person:
                self.rows[row.pair] = replace(row, verdict=Verdict.DOUBTFUL, reasons=(*row.reasons, why))


def _births_by_name(profiles: Iterable[Profile]) -> dict[Name, frozenset[object]]:
    """For each name the full dates of birth it is recorded with."""
    found: dict[Name, set[object]] = {}
    for profile in profiles:
        for name in profile.names:
            births = found.setdefault(name, set())
            if profile.born and profile.born.day:
                births.add(profile.born)
    return {name: frozenset(births) for name, births in found.items()}
