"""The tables of this application, by what they are about."""

from wholestory.web.records.models.imports import Import, ImportChange, ImportReject
from wholestory.web.records.models.links import JudgementRow
from wholestory.web.records.models.people import NameWord, PersonName, PersonNumber, PersonRow
from wholestory.web.records.models.records import InvolvementRow, ItemRow, RecordRow
from wholestory.web.records.models.versions import Correction, EarlierVersion
from wholestory.web.records.models.writing import Draft, KeptWording

__all__ = [
    "Correction",
    "Draft",
    "EarlierVersion",
    "Import",
    "ImportChange",
    "ImportReject",
    "InvolvementRow",
    "ItemRow",
    "JudgementRow",
    "KeptWording",
    "NameWord",
    "PersonName",
    "PersonNumber",
    "PersonRow",
    "RecordRow",
]
