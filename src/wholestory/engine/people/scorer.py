"""Splink on DuckDB: the pairs worth comparing, the level of every field, and nothing decided yet."""

from __future__ import annotations

import gc
import logging
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from wholestory.engine.people.blocking import NUMBER_PAIRS, pair_statements
from wholestory.engine.people.comparisons import BIRTH, FIELDS, Field
from wholestory.engine.people.model import LinkingModel
from wholestory.engine.people.names import Name
from wholestory.engine.people.profiles import Profile
from wholestory.engine.people.table import NameRows, pairs_table, table_of

if TYPE_CHECKING:
    from splink import Linker, SettingsCreator
    from splink.internals.comparison_creator import ComparisonCreator

_FETCHED_AT_ONCE = 50_000
# Splink's own weights are not rounded, so a little is left below the score from which a pair may matter.
_MARGIN = 0.5
# Brothers and sisters share nearly everything; only where the births are alike too may they be twins or one person.
_MAY_MATTER = f"gamma_forename <> 0 or gamma_birth >= {BIRTH.place('one_slip')}"


@dataclass(frozen=True, slots=True)
class Levels:
    """The level of each field (None: not known of one), what each weighs, and their sum in hundredths of log2."""

    of: Mapping[str, str | None]
    weights: Mapping[str, int]
    score: int


@dataclass(frozen=True, slots=True)
class Compared:
    """Two persons compared: keys in order, the levels, and the names of each that agreed best."""

    one: str
    other: str
    levels: Levels
    name: Name
    other_name: Name


class Scorer:
    """Compares persons under one model. `fresh` are the keys to compare with everybody; the rest are not compared anew.

    `homes` are addresses of institutions. The result depends neither on the order of `profiles` nor on threads.
    """

    def __init__(
        self,
        profiles: Mapping[str, Profile],
        model: LinkingModel,
        fresh: Collection[str],
        homes: Collection[str],
    ) -> None:
        from splink.backends.duckdb import DuckDBAPI

        self.profiles = profiles
        self.model = model
        self._rows = NameRows(profiles)
        self._levels: dict[tuple[int, ...], Levels] = {}
        self._passes = 0
        self._connection = duckdb.connect(":memory:")
        self._connection.execute("set enable_progress_bar = false")
        people = table_of(profiles, self._rows, fresh, homes)
        self._connection.execute("create table people as select * from people")
        del people
        self._api = DuckDBAPI(self._connection)
        self._people = self._api.register("people")
        self._linker: Linker | None = None

    def close(self) -> None:
        """Free the tables, and end the threads of the database before anybody forks this process.

        Splink's objects refer to one another in circles; left to the collector they would be freed in a forked
        worker, which would wait for ever for threads that exist only in its parent.
        """
        self._connection.close()
        del self._linker, self._people, self._api, self._connection
        gc.collect()

    def candidates(self, least: float | None = None) -> Iterator[Compared]:
        """Every pair that shares a block and may come to a verdict, or has a score of `least`, sorted by keys."""
        for statement in pair_statements():
            self._connection.execute(statement)
        if least is None:
            yield from self._compare("pairs", self.model.doubtful_from / 100 - _MARGIN, _MAY_MATTER)
        else:
            yield from self._compare("pairs", least)

    def candidates_among(self, keys: Collection[str], least: float) -> Iterator[Compared]:
        """The pairs that share a block, both of them among `keys`, with a score of `least`, sorted by keys.

        Only once `candidates` has been asked for.
        """
        wanted = pa.table({"row": [row for key in keys for row in self._rows.rows_of(key, self.profiles[key])]})
        self._connection.execute("create or replace temp table left_over as select * from wanted")
        del wanted
        self._connection.execute(pair_statements()[-1])
        self._connection.execute(
            "delete from pairs where join_key_l not in (from left_over) or join_key_r not in (from left_over)"
        )
        yield from self._compare("pairs", least)

    def of_one_number(self) -> Iterator[Compared]:
        """Every pair that shares a national number, whatever else they share, sorted by keys."""
        self._connection.execute(NUMBER_PAIRS)
        yield from self._compare("pairs")

    def compare(self, pairs: Iterable[tuple[str, str]]) -> Iterator[Compared]:
        """The given pairs of keys compared, whatever comes of it, sorted by keys."""
        rows = [
            (min(first, second), max(first, second))
            for one, other in pairs
            for first in self._rows.rows_of(one, self.profiles[one])
            for second in self._rows.rows_of(other, self.profiles[other])
        ]
        given = pairs_table(rows)
        self._connection.execute("create or replace temp table pairs as select * from given")
        del given
        yield from self._compare("pairs")

    def _compare(self, pairs: str, threshold: float | None = None, keep: str = "true") -> Iterator[Compared]:
        self._passes += 1
        # Splink remembers results by the names of tables, so each pass needs a name of its own.
        name = f"pairs_{self._passes}"
        self._connection.execute(f"alter table {pairs} rename to {name}")
        if not self._connection.execute(f"select 1 from {name} limit 1").fetchall():
            return
        linker = self._linker_made()
        linker.table_management.register_blocked_pairs_for_predict(self._api.register(name))
        predicted = linker.inference.predict(threshold_match_weight=threshold, warning_mode="never")
        self._connection.execute(f"drop table {name}")
        gammas = ", ".join(f"gamma_{field.id}" for field in FIELDS)
        found = self._connection.execute(
            f"select unique_id_l, unique_id_r, {gammas} from {predicted.physical_name} where {keep} "
            "order by person_l, person_r, unique_id_l, unique_id_r"
        )
        yield from self._best(found)
        predicted.drop_table_from_database_and_remove_from_cache()

    def _linker_made(self) -> Linker:
        """Splink's linker, made when there is something to compare; its own check of settings takes a second."""
        if self._linker is None:
            from splink import Linker

            self._linker = Linker(
                self._people, _settings(self.model), log_level=logging.WARNING, validate_settings=False
            )
        return self._linker

    def _best(self, found: duckdb.DuckDBPyConnection) -> Iterator[Compared]:
        """One comparison a pair of persons: that of the names which agree best."""
        best: Compared | None = None
        while rows := found.fetchmany(_FETCHED_AT_ONCE):
            for first, second, *places in rows:
                compared = self._compared(first, second, tuple(places))
                if best and (best.one, best.other) == (compared.one, compared.other):
                    best = max(best, compared, key=lambda one: one.levels.score)
                    continue
                if best:
                    yield best
                best = compared
        if best:
            yield best

    def _compared(self, first: int, second: int, places: tuple[int, ...]) -> Compared:
        (one, name), (other, other_name) = self._rows.of_row[first], self._rows.of_row[second]
        return Compared(one, other, self._levels_of(places), name, other_name)

    def _levels_of(self, places: tuple[int, ...]) -> Levels:
        levels = self._levels.get(places)
        if levels is None:
            levels = self._levels[places] = levels_of(places, self.model)
        return levels


def levels_of(places: tuple[int, ...], model: LinkingModel) -> Levels:
    """What Splink's level numbers, one a field, are called and weigh."""
    found = {field.id: field.level(place) for field, place in zip(FIELDS, places, strict=True)}
    weights = {field: model.weight(field, level.id) if level else 0 for field, level in found.items()}
    return Levels(
        {field: level.id if level else None for field, level in found.items()}, weights, sum(weights.values())
    )


def _settings(model: LinkingModel) -> SettingsCreator:
    from splink import SettingsCreator

    return SettingsCreator(
        link_type="dedupe_only",
        probability_two_random_records_match=0.5,
        comparisons=[_comparison(field, model) for field in FIELDS],
        blocking_rules_to_generate_predictions=[],
        # The levels come only with the columns that they were found from.
        retain_matching_columns=True,
        additional_columns_to_retain=["person"],
    )


def _comparison(field: Field, model: LinkingModel) -> ComparisonCreator:
    from splink.comparison_level_library import CustomLevel, ElseLevel
    from splink.comparison_library import CustomComparison

    unknown = CustomLevel(field.unknown).configure(is_null_level=True)
    levels = [
        (CustomLevel(level.sql) if level.sql else ElseLevel()).configure(
            m_probability=model.chances[field.id][level.id].m,
            u_probability=model.chances[field.id][level.id].u,
            label_for_charts=level.id,
        )
        for level in field.levels
    ]
    return CustomComparison(output_column_name=field.id, comparison_levels=[unknown, *levels])
