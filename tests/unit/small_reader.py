"""A reader of a few signs of our own under the national pack's cues, and a child whom notes are about."""

from wholestory.engine.reading import Involved, Reader
from wholestory.model.findings import Assertion, Mention, Reading
from wholestory.practice.expressions import Expression, compile_expression
from wholestory.practice.files import Header, national_folder
from wholestory.practice.wording import IndicatorRule, LanguageRule, load_cues
from wholestory.practice.words import load_words

WORDS = load_words((national_folder(),), [])

ALEX = Involved.of(("Alex",), "F", (("Jordan Hill", "child"),))


def header(name: str) -> Header:
    return Header(name, name, "reason", "source", "research", True, 1, f"indicators/{name}.toml")


def indicator(name: str, phrases: list[str], absent: tuple[str, ...] = (), about: str = "child") -> IndicatorRule:
    wording: dict[Assertion, tuple[Expression, ...]] = dict.fromkeys(Assertion, ())
    wording[Assertion.PRESENT] = tuple(compile_expression(p, WORDS) for p in phrases)
    wording[Assertion.ABSENT] = tuple(compile_expression(p, WORDS) for p in absent)
    return IndicatorRule(header(name), about, wording, (compile_expression("bruised apple*", WORDS),), {})


INDICATORS = [
    indicator("injury", ["bruis*", "marks"]),
    indicator("missing", ["ran away", "(did not|didn't) come home"], absent=("in all night",)),
    indicator("substance_use", ["drunk", "smok*"], absent=("sober",)),
    indicator("fear_or_threats", ["threatened"], about="done_to_child"),
    indicator("hygiene", ["bo"]),
]

CUES = load_cues((national_folder(),), WORDS, [])

READER = Reader(
    INDICATORS,
    CUES,
    [
        LanguageRule(
            header("attention"), "challenge", "{child} asks for help", False,
            (compile_expression("attention seeking", WORDS),), (), (), (),
        )
    ],
    WORDS,
)  # fmt: skip


def read(text: str, involved: Involved = ALEX) -> Reading:
    return READER.read("a:1", text, involved)


def only(text: str) -> Mention:
    (mention,) = read(text).mentions
    return mention
