"""The navigation of a page, for whoever looks."""

from __future__ import annotations

from django import template
from django.template import Context

from wholestory.web.ui.navigation import Page, pages_for

register = template.Library()


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> list[Page]:
    """The pages that the posts held open; none where nobody is signed in, as on a page of error."""
    access, request = context.get("access"), context.get("request")
    if access is None or request is None or access.user is None:
        return []
    return pages_for(access.roles, request.path)
