"""The encoder's network in PyTorch, with weights taken from a published small sentence encoder (BERT, uncased)."""

from __future__ import annotations

import json
import math
import struct
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HEADS, INNER, PIECES, PLACES = 384, 12, 1536, 30522, 512
# How the published weights name the parts of a layer.
_PARTS = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "joined": "attention.output.dense",
    "norm_joined": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm_down": "output.LayerNorm",
}


class Layer(nn.Module):
    """One transformer layer: every piece looks at every other, then is worked on by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.joined = nn.Linear(WIDTH, WIDTH)
        self.norm_joined = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm_down = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, pieces: Tensor, mask: Tensor) -> Tensor:
        """`pieces` (batch, length, width) and `mask` (added to what each piece sees) to (batch, length, width)."""
        count, length, _ = pieces.shape
        query, key, value = (
            part(pieces).view(count, length, HEADS, WIDTH // HEADS).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        seen = torch.softmax(query @ key.transpose(-1, -2) / math.sqrt(WIDTH // HEADS) + mask, -1) @ value
        joined = self.joined(seen.transpose(1, 2).reshape(count, length, WIDTH))
        pieces = self.norm_joined(pieces + self.drop(joined))
        return self.norm_down(pieces + self.drop(self.down(functional.gelu(self.up(pieces)))))


class Network(nn.Module):
    """Numbers of pieces to one unit vector a clause (the mean of its pieces)."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        self.words = nn.Embedding(PIECES, WIDTH)
        self.places = nn.Embedding(PLACES, WIDTH)
        self.types = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.drop = nn.Dropout(0.1)

    def forward(self, numbers: Tensor, present: Tensor) -> Tensor:
        """`numbers` and `present` (1 for a piece, 0 for padding), both (batch, length), to (batch, width)."""
        pieces = self._through(numbers, (1.0 - present)[:, None, None, :] * -1e4)
        weights = present[..., None]
        return functional.normalize((pieces * weights).sum(1) / weights.sum(1), dim=-1)

    def unpadded(self, numbers: Tensor) -> Tensor:
        """As `forward` for clauses of one length, which is how the shipped encoder runs."""
        return functional.normalize(self._through(numbers, torch.zeros(())).mean(1), dim=-1)

    def _through(self, numbers: Tensor, mask: Tensor) -> Tensor:
        pieces = self.words(numbers) + self.places.weight[: numbers.shape[1]] + self.types.weight[0]
        pieces = self.drop(self.norm(pieces))
        for layer in self.layers:
            pieces = layer(pieces, mask)
        return pieces


def published(weights: Path, layers: tuple[int, ...]) -> Network:
    """A network of the named layers of the published weights (a safetensors file)."""
    held = _safetensors(weights)
    names = {"words": "word_embeddings", "places": "position_embeddings", "types": "token_type_embeddings"}
    state = {f"{ours}.weight": held[f"embeddings.{theirs}.weight"] for ours, theirs in names.items()}
    for kind in ("weight", "bias"):
        state[f"norm.{kind}"] = held[f"embeddings.LayerNorm.{kind}"]
        for place, layer in enumerate(layers):
            for ours, theirs in _PARTS.items():
                state[f"layers.{place}.{ours}.{kind}"] = held[f"encoder.layer.{layer}.{theirs}.{kind}"]
    network = Network(len(layers))
    network.load_state_dict(state)
    return network


def _safetensors(path: Path) -> dict[str, Tensor]:
    """The float tensors of a safetensors file: a header of JSON with its length before it, then the numbers."""
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    found = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = (8 + length + offset for offset in entry["data_offsets"])
            found[name] = torch.frombuffer(bytearray(content[start:end]), dtype=torch.float32).reshape(entry["shape"])
    return found
