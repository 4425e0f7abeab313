"""Persons as agencies know them, and what they are found by."""

from __future__ import annotations

from django.db import models


class PersonRow(models.Model):
    """One person as one agency knows them; `key` is `agency:person_id`.

    `cluster` is the smallest key of all persons who are the same, by the ledger of judgements; it is derived and is
    set anew whenever a judgement changes it. `born` is `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    """

    key = models.CharField(max_length=200, primary_key=True)
    agency = models.CharField(max_length=60, db_index=True)
    forenames = models.CharField(max_length=200, blank=True)
    surname = models.CharField(max_length=200, blank=True)
    aliases = models.JSONField(default=list)
    born = models.CharField(max_length=10, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    ethnicity = models.CharField(max_length=40, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    address = models.TextField(blank=True)
    home = models.CharField(max_length=255, blank=True, db_index=True, help_text="The address in its coarsest form")
    address_is_safe_contact = models.BooleanField(
        default=False, help_text="The address must never appear in a chronology that leaves the program"
    )
    phones = models.JSONField(default=list)
    identifiers = models.JSONField(default=list)
    extra = models.JSONField(default=list)
    cluster = models.CharField(max_length=200, db_index=True)

    class Meta:
        # In the order of bytes, so that a year or a month is looked up as the beginning of a date.
        indexes = [models.Index(fields=["born"], name="person_by_birth", opclasses=["varchar_pattern_ops"])]

    def __str__(self) -> str:
        return self.key


class PersonName(models.Model):
    """One word of a person's name or alias, folded to plain letters; people are found by it. `born` is the person's."""

    person = models.ForeignKey(PersonRow, on_delete=models.CASCADE, related_name="names")
    word = models.CharField(max_length=100)
    born = models.CharField(max_length=10, blank=True)

    class Meta:
        indexes = [
            # Who bears a word is read from the index alone: thousands bear a common one.
            models.Index(fields=["word", "person"], name="person_by_word"),
            # In the order of bytes, as `person_by_birth`.
            models.Index(
                fields=["word", "born", "person"],
                name="person_by_word_and_birth",
                opclasses=["varchar_ops", "varchar_pattern_ops", "varchar_ops"],
            ),
        ]

    def __str__(self) -> str:
        return f"a name of {self.person_id}"


class NameWord(models.Model):
    """A word that occurs in anybody's name and how it sounds, once however many bear it, so that the words that are
    meant by one that somebody typed are found among thousands and not among millions.

    One that nobody bears any more goes at the end of the next import or undoing (storing.forget_names).
    """

    word = models.CharField(max_length=100, primary_key=True)
    sound = models.CharField(max_length=30, db_index=True)

    def __str__(self) -> str:
        return "a word of names"


class PersonNumber(models.Model):
    """One identifier of a person, letters and digits alone; people are found by it."""

    person = models.ForeignKey(PersonRow, on_delete=models.CASCADE, related_name="numbers")
    scheme = models.CharField(max_length=40)
    value = models.CharField(max_length=80, db_index=True)

    def __str__(self) -> str:
        return f"a number of {self.person_id}"
