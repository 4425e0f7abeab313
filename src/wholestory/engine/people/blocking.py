"""Which pairs are worth comparing: persons who share a key. Near-linear, because large blocks are split or left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wholestory.engine.people.names import Name, nickname_groups, skeleton

# A block of this many rows makes about 20,000 comparisons; a larger one says too little about anybody.
LARGEST_BLOCK = 200
LARGEST_BIRTHDAY = 60
LARGEST_HOUSEHOLD = 60

# Each row's keys, and how a block that is too large is split: `part` is empty where it is left instead. A postcode is
# about fifteen homes.
_KEYS = """
create or replace temp table keys as
select unique_id, 'p|' || unnest(phones) as key, {household} as largest, '' as part, false as of_age from people
union all
select unique_id, 'a|' || address, {household}, '', false from people where address is not null
union all
select unique_id, 'z|' || postcode, {household}, left(surname_sound, 2), false from people where postcode is not null
union all
select unique_id, 'b|' || year || '|' || least(month, day) || '|' || greatest(month, day), {birthday},
       unnest(['f' || left(first, 1), 's' || left(surname_sound, 1)]), false
from people where day is not null
union all
select unique_id, 'n|' || unnest(name_keys), {block}, coalesce(year::varchar, '') || left(first, 2), true from people
"""

_BLOCKS = """
create or replace temp table blocks as
with sized as (
    select *, count(distinct unique_id) over (partition by key) as size from keys
),
split as (
    select unique_id, key, largest, of_age from sized where size <= largest
    union
    select unique_id, key || '|' || part, {block}, of_age from sized where size > largest and part <> ''
)
select unique_id, key, of_age
from (select *, count(*) over (partition by key) as size from split)
where size <= {block}
"""

_PAIRS = """
create or replace temp table pairs as
select distinct '0' as match_key, l.unique_id as join_key_l, r.unique_id as join_key_r
from (select b.*, p.person, p.fresh, p.year, p.month, p.day from blocks b join people p using (unique_id)) l
join (select b.*, p.person, p.fresh, p.year, p.month, p.day from blocks b join people p using (unique_id)) r
  on l.key = r.key and l.unique_id < r.unique_id and l.person <> r.person
where (l.fresh or r.fresh)
  and (not l.of_age or l.year is null or r.year is null or l.year = r.year
       or (l.month = r.month and l.day = r.day) or abs(l.year - r.year) in (1, 9, 10, 11))
"""

NUMBER_PAIRS = """
create or replace temp table pairs as
select distinct '0' as match_key, l.unique_id as join_key_l, r.unique_id as join_key_r
from (select unique_id, person, fresh, unnest(identifiers) as number from people) l
join (select unique_id, person, fresh, unnest(identifiers) as number from people) r
  on l.number = r.number and l.unique_id < r.unique_id and l.person <> r.person and (l.fresh or r.fresh)
"""


def pair_statements() -> tuple[str, ...]:
    """The SQL that makes the table `pairs` (as Splink takes blocked pairs) from the table `people`."""
    sizes = {"block": LARGEST_BLOCK, "birthday": LARGEST_BIRTHDAY, "household": LARGEST_HOUSEHOLD}
    return tuple(statement.format(**sizes) for statement in (_KEYS, _BLOCKS, _PAIRS))


def name_keys(name: Name) -> Iterator[tuple[str, str]]:
    """Keys under which spellings, nicknames and exchanged parts of a name meet."""
    if name.handle:
        yield ("handle", name.handle)
        return
    surname, forename = "".join(name.surname), name.forenames[0] if name.forenames else ""
    if surname and forename:
        yield from _sound_keys(surname, name.forenames)
        yield from _sound_keys(forename, name.surname)
    for part in name.surname if len(name.surname) > 1 else ():
        yield from _sound_keys(part, name.forenames)


def _sound_keys(surname: str, forenames: Iterable[str]) -> Iterator[tuple[str, str]]:
    sound = skeleton(surname)[:4]
    for forename in forenames:
        yield (sound, forename[0])
        yield from ((sound, initial) for initial in sorted({other[0] for other in _nicknames(forename)}))


def _nicknames(forename: str) -> Iterable[str]:
    return nickname_groups().get(forename, ())
