"""What the worklist is narrowed to, and to whom a case is given."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from django import forms
from django.http import QueryDict
from django.utils.choices import BaseChoiceIterator

from wholestory.practice.patterns import THEMES
from wholestory.web.accounts.models import District, Post, User
from wholestory.web.accounts.permissions import Access
from wholestory.web.children.models import Child
from wholestory.web.children.queries.holders import HOLDERS, people_who_may_hold
from wholestory.web.children.queries.worklist import LISTS
from wholestory.web.statements import Statement

Choices = list[tuple[str, str]]


class NarrowingForm(forms.Form):
    """The filters, as they stand in the address. What is not among the choices narrows nothing and is said to be so."""

    template_name = "children/filters.html"

    district = forms.ChoiceField(required=False)
    team = forms.ChoiceField(required=False)
    owner = forms.ChoiceField(required=False, label="Held by")
    theme = forms.ChoiceField(required=False)
    only = forms.ChoiceField(required=False, label="What waits")

    def __init__(self, asked: QueryDict, access: Access) -> None:
        super().__init__(asked)
        themes = [(theme, theme.replace("_", " ")) for theme in THEMES]
        held = _held_posts().rows()
        teams = sorted({team for _, _, team in held if team})
        people = [("me", "me"), ("nobody", "nobody"), *dict.fromkeys((str(user), name) for user, name, _ in held)]
        self._offer("district", "all districts", _districts(access))
        self._offer("team", "all teams", [(team, team) for team in teams])
        self._offer("owner", "anybody or nobody", people)
        self._offer("theme", "all themes", themes)
        self._offer("only", "everything that waits", [(name, label) for name, label in LISTS.items() if name])

    def _offer(self, name: str, all_of_them: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = Offered([("", all_of_them), *choices])


class Offered(BaseChoiceIterator):
    """Choices that are pairs of a value and words already. Of a plain list Django would look into each pair, which for
    some hundreds of people takes longer than to draw them."""

    def __init__(self, pairs: Choices) -> None:
        self._pairs = pairs

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._pairs)


@cache
def _held_posts() -> Statement:
    """The statement of the posts in which cases are held: the person's id and name, and the team."""
    posts = Post.objects.filter(role__in=HOLDERS, ended=None).order_by("user__name")
    return Statement.of(posts.values_list("user", "user__name", "team"))


def _districts(access: Access) -> Choices:
    """The districts of the posts held, by name; every district where one post reaches all."""
    posts = access.posts_as(*HOLDERS)
    if all(post.district for post in posts):
        return sorted({(post.district, post.called or post.district) for post in posts})
    return [(one.name, str(one)) for one in District.objects.all()]


class AssignForm(forms.Form):
    """To whom a case is given."""

    to = forms.ModelChoiceField(
        User.objects.none(),
        label="Who is to hold this case?",
        help_text="Supervisors and hub practitioners whose posts reach the child. They get a notice.",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose who is to hold this case."},
    )

    def __init__(self, child: Child, data: QueryDict | None = None) -> None:
        super().__init__(data)
        people = people_who_may_hold(child)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = User.objects.filter(pk__in=[person.pk for person in people])
