"""How long the network of an extract takes, beside reading its files and beside pairing children with one another.

    python benchmarks/network.py [--records 100000] [--seed 7]

The peer is networkx's own projection of children on one another through the things they were seen with, over the same
links in the same run. Things that link nobody are left out of it too; with them it would make the pairs that are told.
"""

from __future__ import annotations

import argparse
import platform
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import networkx as nx
from made_up import make
from shared_things import share

from wholestory.engine.extract import Extract, read_extract
from wholestory.engine.people import clusters_of, judge
from wholestory.engine.sharing import Cast, Circles, Network, Sightings
from wholestory.engine.sharing.graph import graph_of, ways_between
from wholestory.practice.pack import load_practice
from wholestory.reports.network_files import write_graph, write_network

Result = TypeVar("Result")


def timed(label: str, work: Callable[[], Result]) -> tuple[float, Result]:
    """Run one stage and print how long the processor took and the most memory so far."""
    start = time.process_time()
    result = work()
    seconds = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{label:<44} {seconds:8.2f} s  {memory:>8,.0f} MB at most so far", flush=True)
    return seconds, result


def main() -> None:
    """Make the extract, time the stages, print the ratios."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--records", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=7)
    chosen = options.parse_args()
    print(f"Python {platform.python_version()}, {chosen.records:,} records, seed {chosen.seed}")
    with tempfile.TemporaryDirectory() as scratch:
        folder, out = Path(scratch) / "extract", Path(scratch) / "out"
        make(folder, chosen.records, chosen.seed)
        share(folder, chosen.seed)
        out.mkdir()
        reading, extract = timed("reading the extract", lambda: read_extract(folder))
        run(extract, out, reading)


def run(extract: Extract, out: Path, reading: float) -> None:
    """Time each stage of the network, then the peer."""
    involvements = {key: record.involvements for key, record in extract.records.items()}
    _, clusters = timed("who is who", lambda: clusters_of(extract.people, judge(extract.people, involvements)))
    agencies = {agency.name: agency for agency in extract.agencies}
    cast_seconds, cast = timed("who is in the records", lambda: Cast(extract.people, extract.records, clusters))
    places = load_practice().places
    seen, sightings = timed("what is shared", lambda: Sightings(cast, extract.agencies, places))
    network = Network(cast, sightings, agencies)
    recur, recurring = timed("what recurs", network.recurring)
    tables, (nodes, links) = timed("the tables", lambda: write_network(out, network, recurring))
    graphs, graph = timed("the graph", lambda: graph_of(network))
    files, _ = timed("GraphML", lambda: write_graph(out / "network.graphml", graph))
    children = sorted(cast.children)
    circles = Circles(cast, sightings, agencies)
    timed("the circle of every child", lambda: [circles.of(child) for child in children])
    timed(
        "the ways between two children, 100 times",
        lambda: [ways_between(graph, children[0], c) for c in children[:100]],
    )
    linked = [child for child in children if child in graph]
    _, projected = timed("peer: children paired", lambda: nx.projected_graph(graph, linked))
    whole = cast_seconds + seen + recur + tables + graphs + files
    pairs = [int(why.split()[2]) for why in sightings.set_aside.values() if why.startswith("seen with")]
    print(f"{nodes:,} nodes, {links:,} links, {len(recurring):,} recurring, {len(sightings.set_aside):,} link nobody")
    print(f"the network, files and all / reading the extract: {whole / reading:.2f}")
    print(
        f"the peer makes {projected.number_of_edges():,} pairs of {graph.number_of_edges():,} links; "
        f"what links nobody would have made {sum(count * (count - 1) // 2 for count in pairs):,} more"
    )


if __name__ == "__main__":
    main()
