"""Phone numbers in the international form (E.164) in which one number is written in one way only."""

from __future__ import annotations

from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType, ValidationResult

_REGION = "GB"
# A helpline or a switchboard is in many children's records and says nothing of whom they know.
_SERVICES = frozenset(
    {
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.UAN,
        PhoneNumberType.VOICEMAIL,
    }
)


@lru_cache(maxsize=200_000)
def international(text: str) -> str:
    """A number as `+447700900123`; empty where it is no whole number, or that of a service anyone may ring.

    Numbers without a country are taken as British. Numbers that are not given out (as those for drama are not) count.
    """
    try:
        number = phonenumbers.parse(text, _REGION)
    except NumberParseException:
        return ""
    whole = phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE
    if not whole or phonenumbers.number_type(number) in _SERVICES:
        return ""
    number.extension = None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def shown(number: str) -> str:
    """An E.164 number as it is written at home, `07700 900123`, or with its country if that is another."""
    parsed = phonenumbers.parse(number, _REGION)
    at_home = parsed.country_code == phonenumbers.country_code_for_region(_REGION)
    form = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, form)
