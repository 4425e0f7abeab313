"""Numbers that look right and belong to nobody: identifiers, plates, telephones, references."""

from __future__ import annotations

from functools import cache

from wholestory.synth.chance import Chance
from wholestory.synth.data_files import table

# Prime, so that multiplying by anything else gives every number below it once, in an order that tells nothing.
_REFERENCES = 99_999_989
_NHS_NUMBERS = 999_983
_STEP = 48_271

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_PNC_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
_PLATE_LETTERS = "ABCDEFGHJKLMNOPRSTUVWXYZ"

MOST_CHILDREN = 900_000


def scattered(number: int) -> int:
    """A number of up to eight digits for the number of a thing; no two numbers below 99,999,989 get the same."""
    return (number + 1) * _STEP % _REFERENCES


def nhs_number(child: int) -> str:
    """The NHS number of a child by the child's number, from the range 999 that is kept for tests; empty for one in
    eleven, whose check digit would be 10."""
    digits = f"999{(child + 1) * _STEP % _NHS_NUMBERS:06d}"
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
    return "" if check == 10 else f"{digits}{check % 11}"


def upn(child: int) -> str:
    """A unique pupil number: a check letter, an authority that does not exist (999) and nine digits."""
    digits = f"999{(child + 1) * _STEP % 999_999_937:09d}"
    check = sum(int(digit) * weight for digit, weight in zip(digits, range(2, 14), strict=True)) % 23
    return _UPN_LETTERS[check] + digits


def pnc_number(number: int, year: int) -> str:
    """A Police National Computer number: one of the ten years up to `year`, seven digits and a check letter.

    No two numbers below 99,999,989 get the same.
    """
    back, serial = divmod(scattered(number), 10_000_000)
    given = (year - back) % 100
    return f"{given:02d}/{serial:07d}{_PNC_LETTERS[(given * 10_000_000 + serial) % 23]}"


def plate(chance: Chance) -> str:
    """A number plate in the current form, with a region that is given to nobody."""
    age = chance.between(8, 24) + (50 if chance.happens(0.5) else 0)
    return f"{chance.one_of(table('places')['vehicles']['tags'])}{age:02d} " + "".join(
        chance.one_of(_PLATE_LETTERS) for _ in range(3)
    )


@cache
def _family_numbers() -> tuple[str, ...]:
    phones = table("places")["phones"]
    kept = phones["for_networks"]
    mobiles = [f"{start}{last:03d}" for start in phones["mobile"] for last in range(kept, 1000)]
    return (*mobiles, *(f"{start}{last:03d}" for start in phones["landline"] for last in range(1000)))


def family_phone(family: int) -> str:
    """A family's telephone, from the numbers kept for drama; empty for families beyond their end (12,600).

    Giving a number to several families would make strangers share a telephone, which is a finding.
    """
    numbers = _family_numbers()
    return numbers[family] if family < len(numbers) else ""


def network_phone(number: int) -> str:
    """A telephone of a network of adults, by its number; empty beyond those that are kept for networks."""
    phones = table("places")["phones"]
    return f"{phones['mobile'][0]}{number:03d}" if number < phones["for_networks"] else ""
