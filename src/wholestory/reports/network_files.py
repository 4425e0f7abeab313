"""The network as files: nodes.csv, links.csv and recurring.csv, and GraphML for tools that draw networks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import IO

import networkx as nx

from wholestory.engine.sharing.graph import Graph
from wholestory.engine.sharing.network import Network, Recurring
from wholestory.reports.rows import as_list
from wholestory.reports.tables import SortedTable, write_table

NODES = ("node", "kind", "name", "children", "links_nobody_because")
LINKS = ("one", "other", "how", "first", "last", "records", "agencies", "doubt")
RECURRING = ("node", "kind", "name", "children", "first", "last", "records", "agencies", "doubt", "which_children")

# Control characters other than tab and the ends of lines, each one byte in UTF-8.
_NOT_XML = bytes((*range(9), 11, 12, *range(14, 32)))


def write_network(out: Path, network: Network, recurring: Iterable[Recurring]) -> tuple[int, int]:
    """Write the three tables as a stream; gives how many nodes and links were written."""
    with SortedTable(out / "nodes.csv", NODES) as nodes:
        for node in network.nodes():
            nodes.add((node.key, node.kind, node.name, node.children, node.why_not))
    with SortedTable(out / "links.csv", LINKS) as links:
        for link in network.links():
            first, last = link.first.isoformat(), link.last.isoformat()
            lists = as_list(link.records), as_list(link.agencies)
            links.add((link.one, link.other, link.how, first, last, *lists, link.doubt))
    write_table(out / "recurring.csv", RECURRING, map(_recurring_row, recurring))
    return nodes.count, links.count


def _recurring_row(one: Recurring) -> tuple[str | int, ...]:
    return (
        one.node.key,
        one.node.kind,
        one.node.name,
        len(one.children),
        one.first.isoformat(),
        one.last.isoformat(),
        as_list(one.records),
        as_list(one.agencies),
        one.doubt,
        as_list(one.children),
    )


def write_graph(path: Path, graph: Graph) -> None:
    """Write GraphML; the same graph gives the same bytes. A character that no XML may hold is written as `?`."""
    with path.open("wb") as file:
        nx.write_graphml_xml(graph, _XmlFile(file), encoding="utf-8", prettyprint=True)


class _XmlFile:
    """A file in UTF-8 that lets through only what XML may hold; the writer of GraphML escapes, and checks nothing."""

    _CONTROLS = bytes.maketrans(_NOT_XML, b"?" * len(_NOT_XML))

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, data: bytes) -> int:
        """Write UTF-8."""
        plain = data.translate(self._CONTROLS)
        self._file.write(plain.replace(b"\xef\xbf\xbe", b"?").replace(b"\xef\xbf\xbf", b"?"))
        return len(data)
