"""The network as it ships: the same function, with its numbers spread so that a byte each keeps them apart.

A few channels of what flows into a product are many times as large as the others, and one scale for all would round
the others away. So each channel is divided by a number of its own, and the weights that read it are multiplied by that
number (SmoothQuant: Xiao and others, 2023). The three products of attention that read the same are one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import partial

import torch
from network import HEADS, WIDTH, Layer, Network
from torch import Tensor, nn
from torch.nn import functional

# How much of the unevenness goes to the weights. What flows into `down` is the most uneven.
_TO_WEIGHTS = {"query": 0.5, "joined": 0.5, "up": 0.5, "down": 0.8}
# Channels that are hardly ever used are not made larger than this allows.
_LEAST_FLOW, _LEAST_WEIGHT = 1e-3, 1e-4

Flows = dict[str, Tensor]


def flows_of(network: Network, clauses: Iterable[list[int]]) -> list[Flows]:
    """For each layer and product the largest number in each channel that flows into it, over some clauses."""
    flows: list[Flows] = [{} for _ in network.layers]

    def note(flow: Flows, name: str, _: nn.Module, given: tuple[Tensor, ...]) -> None:
        most = given[0].abs().flatten(0, 1).max(0).values
        flow[name] = torch.maximum(flow[name], most) if name in flow else most

    watching = [
        getattr(layer, name).register_forward_pre_hook(partial(note, flow, name))
        for layer, flow in zip(network.layers, flows, strict=True)
        for name in _TO_WEIGHTS
    ]
    with torch.no_grad():
        for numbers in clauses:
            network.unpadded(torch.tensor([numbers]))
    for one in watching:
        one.remove()
    return flows


class EvenedLayer(nn.Module):
    """A layer whose products read evened numbers."""

    def __init__(self, layer: Layer, flows: Flows) -> None:
        super().__init__()
        self.norm_joined, self.norm_down = layer.norm_joined, layer.norm_down
        joined = _evening(flows["joined"], [layer.joined], _TO_WEIGHTS["joined"])
        seeing = (layer.query, layer.key, layer.value)
        sees = _evening(flows["query"], seeing, _TO_WEIGHTS["query"])
        # What `joined` reads is evened where it is made, by the product of values.
        rows = torch.cat([torch.ones(2 * WIDTH), 1 / joined])
        self.sees = _product(
            torch.cat([one.weight for one in seeing]) * sees * rows[:, None],
            torch.cat([one.bias for one in seeing]) * rows,
        )
        self.joined = _product(layer.joined.weight * joined, layer.joined.bias)
        up = _evening(flows["up"], [layer.up], _TO_WEIGHTS["up"])
        down = _evening(flows["down"], [layer.down], _TO_WEIGHTS["down"])
        self.up = _product(layer.up.weight * up, layer.up.bias)
        self.down = _product(layer.down.weight * down, layer.down.bias)
        self.even_sees, self.even_up, self.even_down = (nn.Parameter(1 / one) for one in (sees, up, down))

    def forward(self, pieces: Tensor) -> Tensor:
        """As the layer it was made of, for clauses of one length."""
        count, length, _ = pieces.shape
        sees = self.sees(pieces * self.even_sees).view(count, length, 3, HEADS, WIDTH // HEADS)
        query, key, value = sees.permute(2, 0, 3, 1, 4)
        seen = torch.softmax(query @ key.transpose(-1, -2) / math.sqrt(WIDTH // HEADS), -1) @ value
        joined = self.joined(seen.transpose(1, 2).reshape(count, length, WIDTH))
        pieces = self.norm_joined(pieces + joined)
        inner = functional.gelu(self.up(pieces * self.even_up)) * self.even_down
        return self.norm_down(pieces + self.down(inner))


class Evened(nn.Module):
    """The network as it runs: clauses of one length, no padding, evened layers."""

    def __init__(self, network: Network, flows: list[Flows]) -> None:
        super().__init__()
        self.words, self.places, self.types, self.norm = network.words, network.places, network.types, network.norm
        pairs = zip(network.layers, flows, strict=True)
        self.layers = nn.ModuleList(EvenedLayer(layer, flow) for layer, flow in pairs)

    def forward(self, numbers: Tensor) -> Tensor:
        """Numbers of pieces (batch, length) to unit vectors (batch, width)."""
        pieces = self.words(numbers) + self.places.weight[: numbers.shape[1]] + self.types.weight[0]
        pieces = self.norm(pieces)
        for layer in self.layers:
            pieces = layer(pieces)
        return functional.normalize(pieces.mean(1), dim=-1)


def _evening(flow: Tensor, products: Iterable[nn.Linear], to_weights: float) -> Tensor:
    """By what each channel that flows into some products is divided."""
    weights = torch.stack([one.weight.detach().abs().max(0).values for one in products]).max(0).values
    flow, weights = flow.clamp(min=_LEAST_FLOW), weights.clamp(min=_LEAST_WEIGHT)
    return flow**to_weights / weights ** (1 - to_weights)


def _product(weights: Tensor, bias: Tensor) -> nn.Linear:
    product = nn.Linear(weights.shape[1], weights.shape[0])
    product.weight.data, product.bias.data = weights.detach().clone(), bias.detach().clone()
    return product
