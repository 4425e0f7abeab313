"""The form by which a story is narrowed, and put back to an earlier day."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django import forms
from django.http import QueryDict

from wholestory.reports.sentences import kind_words
from wholestory.web.children.telling.outline import Outline
from wholestory.web.children.telling.page import sign_titles
from wholestory.web.children.telling.sight import Sight


class StoryFilterForm(forms.Form):
    """What to show. Only what the reader may see of this story is offered."""

    template_name = "children/filters.html"

    known = forms.DateField(
        label="What was known on this day",
        required=False,
        help_text="Shows only what had been recorded by the evening of the day. Leave empty for now.",
        widget=forms.DateInput(attrs={"type": "date", "class": "govuk-input--width-10"}),
        error_messages={"invalid": "Write the day as year, month and day, like 2024-03-08."},
    )
    agency = forms.ChoiceField(label="Agency", required=False)
    kind = forms.ChoiceField(label="Kind of record", required=False)
    sign = forms.ChoiceField(label="Sign", required=False)
    person = forms.ChoiceField(label="Person", required=False)

    def __init__(self, query: QueryDict, outline: Outline, sight: Sight) -> None:
        super().__init__({name: query.get(name, "") for name in ("known", "agency", "kind", "sign", "person")})
        seen = [one for one in outline.holdings if sight.may_see(one)]
        readable = [one for one in seen if sight.may_read_all(one)]
        titles = sign_titles()
        signs = {sign for one in readable for sign in one.signs}
        people = {who for one in readable for who in one.people}
        self._offer("agency", "All agencies", {one.agency for one in seen}, sight.title)
        self._offer("kind", "All kinds", {kind for one in seen for kind in one.kinds}, kind_words)
        self._offer("sign", "Any or none", signs, lambda sign: titles.get(sign, sign))
        self._offer("person", "Anybody", people, lambda who: outline.people.get(who, who))

    def _offer(self, name: str, everything: str, values: Iterable[str], words: Callable[[str], str]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        choices = ((value, words(value)) for value in values)
        field.choices = [("", everything), *sorted(choices, key=lambda choice: (choice[1].casefold(), choice[0]))]
