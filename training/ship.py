#!/usr/bin/env python3
"""Makes the encoder that ships (ONNX, quantised to int8 with fixed scales), and what is made with it (refresh.py).

    python training/ship.py --weights encoder.pt --base FOLDER

Static scales make a clause read the same in any batch. The scales are taken from a fixed draw of the labelled
sentences, so that the same weights and pack give the same file.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from evened import Evened, flows_of
from network import WIDTH, Network
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process
from refresh import SHIPPED, refresh, write_card

from wholestory.engine.reading.encoder import known_sentences
from wholestory.engine.reading.encoder.wordpiece import WordPieces
from wholestory.practice.pack import load_practice


class Draw(CalibrationDataReader):  # type: ignore[misc]  # the base class ships without types
    """Sentences by which the scales are set."""

    def __init__(self, texts: Sequence[str], pieces: WordPieces) -> None:
        self._left: Iterator[dict[str, object]] = iter(
            [{"ids": np.array([pieces.numbers(text)], dtype=np.int64)} for text in texts]
        )

    def get_next(self) -> dict[str, object] | None:
        """The next sentence, None after the last."""
        return next(self._left, None)


def quantise(network: Evened, draw: Draw, folder: Path) -> Path:
    """Export the network and quantise its weights and what flows into them; the path of the file."""
    exported, prepared, small = (folder / name for name in ("exported.onnx", "prepared.onnx", "encoder.onnx"))
    torch.onnx.export(
        network.eval(),
        (torch.randint(1000, 5000, (2, 12)),),
        str(exported),
        input_names=["ids"],
        output_names=["vectors"],
        dynamic_axes={"ids": {0: "batch", 1: "length"}, "vectors": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )
    quant_pre_process(str(exported), str(prepared), skip_symbolic_shape=True)
    graph = onnx.load(str(prepared)).graph
    constant = {one.name for one in graph.initializer}
    # Only products with trained weights: what is multiplied with itself (who looks at whom) stays exact.
    nodes = [
        node.name
        for node in graph.node
        if (node.op_type in ("MatMul", "Gemm") and node.input[1] in constant)
        or (node.op_type == "Gather" and node.input[0] in constant)
    ]
    quantize_static(
        str(prepared),
        str(small),
        draw,
        quant_format=QuantFormat.QDQ,
        per_channel=True,
        weight_type=QuantType.QInt8,
        activation_type=QuantType.QUInt8,
        # Seven bits, so that processors without saturating instructions of their own give the same sums.
        reduce_range=True,
        nodes_to_quantize=nodes,
        calibrate_method=CalibrationMethod.MinMax,
        # A product's sums are exact and stay so; rounding them too took the mean cosine from 0.98 to 0.94.
        extra_options={"OpTypesToExcludeOutputQuantization": ["MatMul"]},
    )
    return small


def main() -> None:
    """Quantise the trained weights and write everything that ships beside the code."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--weights", type=Path, required=True)
    options.add_argument("--base", type=Path, required=True)
    chosen = options.parse_args()
    torch.manual_seed(1)
    saved = torch.load(chosen.weights)
    network = Network(len(saved["layers"]))
    network.load_state_dict(saved["state"])
    network.eval()
    practice = load_practice()
    sentences = known_sentences(practice.sentences, practice.notes)
    pieces = WordPieces.of((chosen.base / "vocab.txt").read_text(encoding="utf-8"))
    texts = random.Random(2).sample([one.text for one in sentences], 500)
    SHIPPED.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        evened = Evened(network, flows_of(network, map(pieces.numbers, texts)))
        shutil.copy(quantise(evened, Draw(texts, pieces), Path(folder)), SHIPPED / "encoder.onnx")
    shutil.copy(chosen.base / "vocab.txt", SHIPPED / "vocabulary.txt")
    write_card(list(saved["layers"]), WIDTH, len(sentences))
    refresh()


if __name__ == "__main__":
    main()
