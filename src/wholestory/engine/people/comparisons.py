"""How far two persons agree, field by field: every level once, as the SQL that finds it and the words that say it.

Levels are tried in order, and the last one (no SQL) is what remains. A field that one of the two does not have is
not compared and weighs nothing. Columns are those of `table`; `_l` and `_r` are the two persons.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """One way in which two persons' values may stand to each other."""

    id: str
    says: str
    sql: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is compared: the SQL by which it is not known of one, and its levels, the closest first."""

    id: str
    unknown: str
    levels: tuple[Level, ...]

    def level(self, place: int) -> Level | None:
        """The level that Splink numbers `place`: it counts from the last; -1 is not known of one."""
        return None if place < 0 else self.levels[len(self.levels) - 1 - place]

    def place(self, level: str) -> int:
        """The number that Splink gives a level."""
        return len(self.levels) - 1 - [one.id for one in self.levels].index(level)


def _misspelt(word: str, sound: str) -> str:
    """SQL for two words that may be one misspelt; short ones must also sound alike or have the same letters."""
    short = f"least(length({word}_l), length({word}_r))"
    alike = f"({sound}_l = {sound}_r)"
    distance = f"damerau_levenshtein({word}_l, {word}_r)"
    letters = f"list_sort(string_split({word}_l, '')) = list_sort(string_split({word}_r, ''))"
    one_slip = f"({distance} <= 1 and ({short} >= 5 or {alike} or ({short} >= 4 and {letters})))"
    two_slips = (
        f"({distance} = 2 and jaro_winkler_similarity({word}_l, {word}_r) >= 0.86 "
        f"and ({short} >= 8 or ({alike} and {short} >= 5)))"
    )
    first = f"({word}_l[1] = {word}_r[1] or {alike})"
    return f"({short} >= 2 and {first} and ({one_slip} or {two_slips}))"


_EXCHANGED = (
    "(jaro_winkler_similarity(forename_l, surname_r) >= 0.92 and jaro_winkler_similarity(surname_l, forename_r) >= 0.92"
    " and not handle_l and not handle_r)"
)
_SECOND_NAMES_DIFFER = (
    "(second_l <> '' and second_r <> '' and not starts_with(second_l, second_r) and not starts_with(second_r, second_l)"
    " and damerau_levenshtein(second_l, second_r) > 1)"
)
_WORDS = "not initials_l and not initials_r and not handle_l and not handle_r"
_SHORT_FORM = (
    "(least(length(forename_l), length(forename_r)) >= 3"
    " and (starts_with(forename_l, forename_r) or starts_with(forename_r, forename_l)))"
)

FORENAME = Field(
    "forename",
    "forename_l is null or forename_r is null",
    (
        Level(
            "initial", "forename agrees as far as an initial", "(initials_l or initials_r) and first_l[1] = first_r[1]"
        ),
        Level("exact", "forename agrees", "forename_l = forename_r"),
        Level(
            "variant",
            "forename is written {} and {}, forms of one name",
            f"{_WORDS} and (((first_l = first_r or list_contains(nicknames_l, first_r)) "
            f"and not {_SECOND_NAMES_DIFFER}) or {_SHORT_FORM} or (words_l = words_r))",
        ),
        Level(
            "close",
            "forename is written {} and {}",
            f"{_WORDS} and (first_l = first_r or list_contains(nicknames_l, first_r) "
            f"or {_misspelt('first', 'first_sound')} or {_misspelt('forename', 'forename_sound')} "
            "or (least(len(words_l), len(words_r)) = 1 and list_has_any(words_l, words_r) and length(forename_l) > 2))",
        ),
        Level("exchanged", "surname and forename are the other way round", _EXCHANGED),
        Level("different", "forenames differ ({} and {})"),
    ),
)

SURNAME = Field(
    "surname",
    "surname_l is null or surname_r is null",
    (
        Level(
            "initial",
            "surname agrees as far as an initial",
            "least(length(surname_l), length(surname_r)) = 1 and surname_l[1] = surname_r[1]",
        ),
        Level("exact", "surname agrees", "surname_l = surname_r"),
        Level("variant", "surname is written {} and {}, which share a part", "list_has_any(parts_l, parts_r)"),
        Level(
            "close",
            "surname is written {} and {}",
            f"not handle_l and not handle_r and {_misspelt('surname', 'surname_sound')}",
        ),
        Level("exchanged", "surname and forename are the other way round", _EXCHANGED),
        Level("different", "surnames differ ({} and {})"),
    ),
)

_BOTH_FULL = "day_l is not null and day_r is not null"

BIRTH = Field(
    "birth",
    "year_l is null or year_r is null",
    (
        Level("full", "date of birth agrees", f"{_BOTH_FULL} and born_l = born_r"),
        Level(
            "exchanged",
            "day and month of birth are exchanged ({} and {})",
            f"{_BOTH_FULL} and year_l = year_r and month_l = day_r and day_l = month_r",
        ),
        Level(
            "one_slip",
            "dates of birth differ in one digit ({} and {})",
            f"{_BOTH_FULL} and damerau_levenshtein(born_l, born_r) = 1",
        ),
        Level(
            "month",
            "month of birth agrees ({} and {})",
            f"not ({_BOTH_FULL}) and year_l = year_r and month_l = month_r",
        ),
        Level(
            "year",
            "year of birth agrees ({} and {})",
            "year_l = year_r and (month_l is null or month_r is null)",
        ),
        Level(
            "two_slips",
            "dates of birth differ in two digits ({} and {})",
            f"{_BOTH_FULL} and damerau_levenshtein(born_l, born_r) = 2 and abs(year_l - year_r) <= 10",
        ),
        Level("conflict", "dates of birth differ ({} and {})"),
    ),
)

SEX = Field(
    "sex",
    "sex_l is null or sex_r is null",
    (Level("same", "", "sex_l = sex_r"), Level("different", "the recorded sex differs")),
)

_BOTH_PLACED = "address_l is not null and address_r is not null"
_SAME_NUMBERS = "(numbers_l <> '' and numbers_l = numbers_r)"
_CONTAINED = (
    "(least(len(streets_l), len(streets_r)) >= 2 "
    "and (list_has_all(streets_l, streets_r) or list_has_all(streets_r, streets_l)))"
)
_SAME_STREET = "damerau_levenshtein(address_l, address_r) <= greatest(length(address_l), length(address_r)) // 8"

PLACE = Field(
    "place",
    "(address_l is null or address_r is null) and (postcode_l is null or postcode_r is null)",
    (
        Level(
            "institution",
            "the same address, which many unrelated people share",
            "institution_l and institution_r and ((address_l = address_r) or (postcode_l = postcode_r))",
        ),
        Level(
            "address",
            "the same address",
            f"{_BOTH_PLACED} and (address_l = address_r or ({_SAME_NUMBERS} and ({_CONTAINED} or {_SAME_STREET})))",
        ),
        Level(
            "postcode",
            "the same postcode",
            f"postcode_l = postcode_r and not ({_BOTH_PLACED})",
        ),
        Level("nearby", "the same postcode, another address", f"{_BOTH_PLACED} and postcode_l = postcode_r"),
        Level(
            "alike",
            "addresses are written alike",
            f"{_BOTH_PLACED} and jaro_winkler_similarity(address_l, address_r) >= 0.9",
        ),
        Level(
            "district",
            "the same postcode district",
            "postcode_l[:-4] = postcode_r[:-4]",
        ),
        Level("different", "the addresses differ"),
    ),
)

PHONE = Field(
    "phone",
    "len(phones_l) = 0 or len(phones_r) = 0",
    (Level("same", "the same phone", "list_has_any(phones_l, phones_r)"), Level("different", "the phones differ")),
)

FIELDS = (FORENAME, SURNAME, BIRTH, SEX, PLACE, PHONE)
