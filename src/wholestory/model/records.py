"""What agencies hand over, as frozen values: people, records, who was involved, and the things that were seen.

Every key is global to the extract: `agency:person_id` and `agency:record_id`. Columns that the interchange does
not name are kept in `extra`, in the order of the file, and shown with their record.
"""

from __future__ import annotations

from dataclasses import dataclass

from wholestory.model.moments import Moment, PartialDate

AGENCY_KINDS = (
    "police",
    "social_care",
    "health",
    "education",
    "care_home",
    "youth_justice",
    "probation",
    "voluntary",
)

ROLES = ("subject", "child", "parent_carer", "suspect", "associate", "witness", "reporter", "professional")

ITEM_TYPES = ("vehicle", "phone", "online_account", "address", "venue")

HANDLINGS = ("ordinary", "restricted", "confidential_source")

WHAT_HAPPENED = (
    "missing_episode",
    "incident",
    "allegation",
    "crime",
    "intelligence",
    "encounter",
    "arrest",
    "custody",
    "health_attendance",
    "school_absence",
    "exclusion",
    "observation",
    "contact",
    "placement_start",
    "placement_end",
)

WHAT_WAS_DONE = (
    "vulnerability_notice",
    "supervisor_review",
    "risk_assessment",
    "prevention_interview",
    "return_interview",
    "referral",
    "referral_decision",
    "strategy_discussion",
    "section47_enquiry",
    "assessment",
    "child_protection_conference",
    "core_group",
    "plan_review",
    "visit",
    "child_view",
    "police_protection",
    "investigation_opened",
    "victim_interview",
    "suspect_action",
    "investigation_closed",
    "warning_notice",
    "nrm_referral",
    "information_shared",
    "challenge",
    "challenge_reply",
)

RECORD_KINDS = frozenset(WHAT_HAPPENED + WHAT_WAS_DONE)


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency of the extract: its folder name, its kind (one of AGENCY_KINDS) and its title for people."""

    name: str
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number given by a scheme, such as `nhs` or `upn`, as written and without the scheme."""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class Person:
    """One person as one agency knows them. The same child has another key in every agency."""

    key: str
    agency: str
    forenames: str = ""
    surname: str = ""
    aliases: tuple[str, ...] = ()
    date_of_birth: PartialDate | None = None
    sex: str = ""
    ethnicity: str = ""
    postcode: str = ""
    address: str = ""
    phones: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """The name as written, or a sentence that there is none."""
        return " ".join(part for part in (self.forenames, self.surname) if part) or "name not recorded"


@dataclass(frozen=True, slots=True)
class Involvement:
    """A person's part in a record: one of ROLES."""

    person: str
    role: str
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A vehicle, phone, account, address or venue seen in a record; `person` is empty while it is nobody's."""

    item_type: str
    value: str
    person: str = ""
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One record of one agency, with everyone involved and everything seen.

    `kind` is one of RECORD_KINDS or, kept as it stands, a kind that the interchange does not know. `responds_to`
    holds record keys. `handling` is one of HANDLINGS; see `is_restricted`.
    """

    key: str
    agency: str
    agency_kind: str
    kind: str
    recorded_at: Moment
    happened_from: Moment | None = None
    happened_to: Moment | None = None
    district: str = ""
    place: str = ""
    narrative: str = ""
    outcome: str = ""
    responds_to: tuple[str, ...] = ()
    author_role: str = ""
    handling: str = "ordinary"
    involvements: tuple[Involvement, ...] = ()
    items: tuple[Item, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def is_restricted(self) -> bool:
        """Whether its words (narrative, place, outcome, items) may appear in no output."""
        return self.handling != "ordinary"

    @property
    def when(self) -> Moment:
        """When it happened, else when it was recorded."""
        return self.happened_from or self.recorded_at

    @property
    def ended(self) -> Moment:
        """When it ended, else when it happened."""
        return self.happened_to or self.when

    def people_as(self, *roles: str) -> tuple[str, ...]:
        """The keys of the persons involved in any of the roles, in the order of the file."""
        return tuple(involvement.person for involvement in self.involvements if involvement.role in roles)
