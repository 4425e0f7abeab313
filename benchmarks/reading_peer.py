"""medspaCy on a list of texts, with terms given to it, in an environment of its own. Run by reading.py.

python reading_peer.py TERMS.json TEXTS.json OUT.json

Its default pipeline: its tokeniser, its sentence splitter (without the log that it writes of every token), its target
matcher and ConText with its own rules. Phrases are literal targets, patterns (if any) are token patterns. Targets that
overlap are all kept, as one wording may carry two signs. Writes the signs that it takes for current in each text:
those that it does not take for negated, hypothetical, historical or of the family, and the seconds of processor time.
"""

from __future__ import annotations

import gc
import json
import re
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from itertools import product
from pathlib import Path
from typing import Any

import medspacy
from loguru import logger
from medspacy.target_matcher import TargetRule
from spacy.language import Language

_NOT_CURRENT = ("is_negated", "is_hypothetical", "is_historical", "is_family")
# What a wording states by itself, as the peer would say it of a target.
_STATED = {
    "absent": {"is_negated": True},
    "past": {"is_historical": True},
    "hypothetical": {"is_hypothetical": True},
    "other_person": {"is_family": True},
    "possible": {"is_uncertain": True},
}


def pipeline(terms: dict[str, Any]) -> Language:
    """medspaCy's pipeline with the terms as targets."""
    logger.remove()
    nlp = medspacy.load(medspacy_enable=["medspacy_tokenizer", "medspacy_pyrush"])
    nlp.add_pipe("medspacy_target_matcher", config={"result_type": "group", "prune": False})
    nlp.add_pipe("medspacy_context", config={"input_span_type": "group"})
    rules = [TargetRule(phrase, sign, attributes=_STATED.get(stated)) for sign, stated, phrase in terms["phrases"]]
    for sign, stated, way in terms["patterns"]:
        rules += [
            TargetRule(sign, sign, pattern=pattern, attributes=_STATED.get(stated)) for pattern in patterns(nlp, way)
        ]
    nlp.get_pipe("medspacy_target_matcher").add(rules)
    return nlp


def patterns(nlp: Language, way: list[tuple[int, list[str]]]) -> Iterator[list[dict[str, Any]]]:
    """Token patterns for a way through an expression; words that the peer cuts apart become several tokens."""
    choices = []
    for gap, words in way:
        before = [{"OP": f"{{0,{gap}}}"}] if gap else []
        cut = [[token.text for token in nlp.make_doc(word.replace("#", "0"))] for word in words]
        whole = [
            word for word, tokens in zip(words, cut, strict=True) if len(tokens) == 1 or "*" in word or "#" in word
        ]
        apart = [tokens for word, tokens in zip(words, cut, strict=True) if word not in whole]
        options = [[*before, *({"LOWER": token} for token in tokens)] for tokens in apart]
        if whole:
            options.append([*before, {"LOWER": one_of(whole)}])
        choices.append(options)
    for chosen in product(*choices):
        yield [token for part in chosen for token in part]


def one_of(words: list[str]) -> Any:
    """What a token must be: one of some words, a beginning (`bruis*`) or a number (`#`)."""
    if len(words) == 1 and not set("*#") & set(words[0]):
        return words[0]
    if not any(set("*#") & set(word) for word in words):
        return {"IN": words}
    shapes = (re.escape(word).replace(r"\*", r"[\w']*").replace(r"\#", r"\d[\d.,:]*") for word in words)
    return {"REGEX": rf"^(?:{'|'.join(shapes)})$"}


def main() -> None:
    """Read the texts and write what was found."""
    terms, texts = (json.loads(Path(name).read_text(encoding="utf-8")) for name in sys.argv[1:3])
    nlp = pipeline(terms)
    list(nlp.pipe(texts[:50]))
    # What lasts is left out of every collection, which come less often, as in the program that it is compared with.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, *gc.get_threshold()[1:])
    started = time.process_time()
    current = [
        sorted({
            span.label_
            for span in doc.spans["medspacy_spans"]
            if not any(getattr(span._, name) for name in _NOT_CURRENT)
        })
        for doc in nlp.pipe(texts)
    ]  # fmt: skip
    seconds = time.process_time() - started
    versions = f"medspaCy {version('medspacy')}, spaCy {version('spacy')}, PyRuSH {version('PyRuSH')}"
    answer = {"versions": versions, "seconds": seconds, "current": current}
    Path(sys.argv[3]).write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main()
