"""Online accounts: the platform, where it is written, and the handle."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_PLATFORMS = {
    "instagram": "instagram insta ig instagr",
    "snapchat": "snapchat snap sc",
    "facebook": "facebook fb",
    "tiktok": "tiktok tik-tok",
    "whatsapp": "whatsapp",
    "x": "twitter",
    "telegram": "telegram",
    "discord": "discord",
    "youtube": "youtube",
    "roblox": "roblox",
    "fortnite": "fortnite",
    "steam": "steam",
    "playstation": "playstation psn",
    "xbox": "xbox",
    "kik": "kik",
    "onlyfans": "onlyfans",
    "signal": "signal",
}
_PLATFORM_OF = {word: platform for platform, words in _PLATFORMS.items() for word in words.split()}
_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.|m\.)?([a-z]+)\.(?:com|net|tv|gg|me|co\.uk)/(?:add/|@|user/|u/)*([^/?#\s]+)"
)
_EMAIL = re.compile(r"[a-z0-9._%+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+")
_FILLER = frozenset(
    "account accounts profile user username handle name called known as on the an a id named messenger app page "
    "unknown not tbc nk online game via his her their".split()
)
_SHORTEST = 4


@dataclass(frozen=True, slots=True, order=True)
class Account:
    """A handle in lower case without its `@`, and the platform; `platform` is empty where none is written."""

    platform: str
    handle: str


@lru_cache(maxsize=100_000)
def account_in(text: str) -> Account | None:
    """The account that a text names, None where it names none that would be known again ("his Snapchat")."""
    folded = text.casefold().strip()
    if email := _EMAIL.search(folded):
        return Account("email", email[0])
    if (address := _ADDRESS.search(folded)) and address[1] in _PLATFORM_OF:
        return _known(_PLATFORM_OF[address[1]], address[2])
    words = [word.strip(".,:;()[]\"'") for word in re.split(r"[\s:()\[\],;]+", folded)]
    platforms = [_PLATFORM_OF[word] for word in words if word in _PLATFORM_OF]
    handles = [word for word in words if word and word not in _PLATFORM_OF and word not in _FILLER]
    # Several words are a display name, which many people share, or a description.
    return _known(platforms[0] if platforms else "", handles[0]) if len(handles) == 1 else None


def shown(account: Account) -> str:
    """The handle, and the platform where it is known."""
    return f"{account.handle} ({account.platform})" if account.platform else account.handle


def _known(platform: str, handle: str) -> Account | None:
    bare = handle.lstrip("@").rstrip("/")
    return Account(platform, bare) if len(bare) >= _SHORTEST else None
