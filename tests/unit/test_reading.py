"""Reading narratives: said how, about whom, in whose voice. The cues are the national pack's, the signs our own."""

from collections.abc import Sequence

import pytest

from tests.unit.small_reader import ALEX, CUES, INDICATORS, WORDS, indicator, only, read
from wholestory.engine.reading import Candidate, Involved, Page, Reader, Suggest
from wholestory.model.findings import Assertion


@pytest.mark.parametrize(
    ("text", "assertion"),
    [
        ("Bruise to arm.", "present"),
        ("No bruising seen.", "absent"),
        ("No cuts, bruises or redness.", "absent"),
        ("No phone on him, bruise to arm.", "present"),
        ("Denies smoking.", "absent"),
        ("She was not drunk.", "absent"),
        ("Bruising: none", "absent"),
        ("Bruising: no", "absent"),
        ("Drunk in the park and no coat on.", "present"),
        ("Bruises on both shins are clear to see.", "present"),
        ("No doubt the bruise is from Saturday.", "present"),
        ("No fall reported but bruising to arm.", "present"),
        ("Possible bruise to shin.", "possible"),
        ("?bruise to shin", "possible"),
        ("Bruise to shin?", "possible"),
        ("She may have bruising under the sleeve.", "possible"),
        ("Previous bruising in 2015.", "past"),
        ("If bruises are seen ring the duty desk.", "hypothetical"),
        ("Staff to look out for bruising.", "hypothetical"),
        ("Her brother has a bruise.", "other_person"),
        ("Her friend's bruises were seen by the nurse.", "other_person"),
        ("Mum says bruise is from netball.", "present"),
        ("Didn't come home last night.", "present"),
        ("Alex in all night.", "absent"),
        ("She was sober.", "absent"),
        ("She was not sober.", "present"),
        ("Jordan was drunk.", "other_person"),
        ("Alex was drunk.", "present"),
        ("Was she drunk? No.", "absent"),
        ("Was she drunk? Yes.", "present"),
        ("She has not been drunk since.", "absent"),
        ("Not been at school, bruise to arm.", "present"),
        ("Staff have never seen her drunk.", "absent"),
        ("Never believed, drunk again.", "present"),
        ("Not known to smoke.", "absent"),
        ("Not known why she is bruised.", "present"),
        ("She has not said that anyone threatened.", "absent"),
        ("Wouldn't go drunk to class.", "absent"),
        ("Wouldn't talk, drunk.", "present"),
        ("Two lads she didn't know threatened her.", "present"),
        ("Two lads did not threaten anybody, she was not threatened.", "absent"),
        ("She should not be described as drunk.", "present"),
        ("We would be grateful for help, drunk daily now.", "present"),
        ("Last return she had bruising.", "past"),
        ("Last time she was drunk by ten.", "past"),
        ('He said "if I told you" and then drunk again.', "present"),
        ('He said "if you see her drunk" and rang off.', "hypothetical"),
        ("Bruise to shin at the time, gone now.", "past"),
        ("Was drunk daily until January.", "past"),
        ("Bruising on and off since last year.", "present"),
        ("Bruising on and off last year.", "past"),
    ],
)
def test_how_it_is_said(text: str, assertion: str) -> None:
    assert only(text).assertion.value == assertion


@pytest.mark.parametrize(
    ("text", "assertion"),
    [("She was not sober.", "present"), ("No she's not hurt.", "absent"), ("No one had any bruises.", "absent")],
)
def test_wording_with_a_denial_of_its_own_is_not_denied_twice(text: str, assertion: str) -> None:
    signs = [
        indicator("injury", [], absent=("not hurt", "any bruises")),
        indicator("substance_use", ["drunk"], absent=("sober",)),
    ]
    (mention,) = Reader(signs, CUES, [], WORDS).read("a:1", text, ALEX).mentions
    assert mention.assertion.value == assertion


def test_the_deciding_cue_is_shown() -> None:
    mention = only("No obvious bruising.")
    assert mention.cue.lower().startswith("no")
    assert "governs" in mention.because


def test_a_look_alike_is_not_read() -> None:
    assert not read("Bruised apples in the lunch box.").mentions


def test_a_cue_inside_the_wording_does_not_turn_it_round() -> None:
    assert only("She did not come home.").assertion is Assertion.PRESENT


@pytest.mark.parametrize(
    ("text", "assertion"),
    [
        ("Said someone hit her.", "present"),
        ("Said nobody had hit her.", "absent"),
        ("Says no one's hit her.", "absent"),
        ("Nobody believed her account.", "present"),
    ],
)
def test_nobody_in_a_gap_of_wording_denies_it_and_its_own_does_not(text: str, assertion: str) -> None:
    signs = [indicator("physical_harm_reported", ["(says|said) .. hit her"]),
             indicator("not_believed", ["nobody believed .. account"])]  # fmt: skip
    (mention,) = Reader(signs, CUES, (), WORDS).read("a:1", text, ALEX).mentions
    assert mention.assertion.value == assertion


@pytest.mark.parametrize(
    ("text", "assertions"),
    [
        ("Did not come home and bruise to arm.", {"injury": "present", "missing": "present"}),
        # The denial is not part of other wording here, or stands in wording of absence, and governs the rest.
        ("No bruise and was not drunk.", {"injury": "absent", "substance_use": "absent"}),
        ("No smoking or bruising.", {"injury": "absent", "substance_use": "absent"}),
    ],
)
def test_a_denial_inside_one_signs_wording_says_nothing_of_another(text: str, assertions: dict[str, str]) -> None:
    assert {mention.indicator: mention.assertion.value for mention in read(text).mentions} == assertions


def test_a_pronoun_that_cannot_be_the_child_is_somebody_else() -> None:
    assert only("He was drunk.").assertion is Assertion.OTHER_PERSON
    (mention,) = read("He was drunk.", Involved.of(("Alex",), "M", ())).mentions
    assert mention.assertion is Assertion.PRESENT


@pytest.mark.parametrize(
    "text",
    [
        "Nan has seen her drunk.",
        "Gran caught her smoking.",
        "Mum reports she ran away.",
        "Mum Kelly says she was drunk.",
        "Neighbour drew attention to it, drunk in the street.",
        "Alex and Jordan were drunk.",
        "The girl was drunk.",
        "Young person drunk.",
        "Dad kicked her on the stairs, bruise to shin.",
        "Stepdad threw Alex at the wall, marks to forehead.",
        "In Jordan's coat, marks to both arms.",
        "Mum found her drunk.",
        "Foster sister Beth: drunk in the shed.",
    ],
)
def test_what_is_told_of_the_child_by_or_beside_others_is_the_childs(text: str) -> None:
    assert only(text).assertion is Assertion.PRESENT


def test_two_letters_are_an_abbreviation_unless_they_are_written_as_a_name() -> None:
    assert only("Strong smell, BO.").indicator == only("has bo again").indicator == "hygiene"
    assert not read("Alex and Bo went to the park.").mentions


@pytest.mark.parametrize(
    ("text", "assertion"),
    [
        ("A man threatened her.", "present"),
        ("Her friend threatened Alex.", "present"),
        ("Her brother was threatened.", "other_person"),
        ("Jordan was threatened by the lads.", "other_person"),
    ],
)
def test_what_is_done_to_a_friend_is_not_the_childs_and_what_a_friend_does_to_the_child_is(
    text: str, assertion: str
) -> None:
    assert only(text).assertion.value == assertion


@pytest.mark.parametrize(
    "text",
    [
        "Bruise to shin, long healed.",
        "Bruises before she came to us.",
        "Was drunk at her last placement, none since.",
    ],
)
def test_what_is_over_is_past(text: str) -> None:
    assert only(text).assertion is Assertion.PAST


@pytest.mark.parametrize(
    "text", ["Another girl was drunk.", "Jordan was drunk.", "Her friend has bruises.", "A lad drunk."]
)
def test_what_another_child_does_is_another_persons(text: str) -> None:
    assert only(text).assertion is Assertion.OTHER_PERSON


@pytest.mark.parametrize(
    "text",
    [
        "Mum was drunk.",
        "Mum found drunk.",
        "Dad has a bruise.",
        "A man was drunk in the hall.",
    ],
)
def test_what_a_grown_up_does_or_is_is_no_sign_that_the_child_carries(text: str) -> None:
    assert not read(text).mentions


@pytest.mark.parametrize(
    ("text", "assertion"),
    [
        ("Back at ten ?drunk", "possible"),
        ("So ?was drunk at home", "possible"),
        ("Was seen at the park? Drunk at ten, in the street.", "present"),
    ],
)
def test_a_question_mark_right_before_words_is_doubt_about_them(text: str, assertion: str) -> None:
    assert only(text).assertion.value == assertion


@pytest.mark.parametrize(
    ("text", "challenged"),
    [
        ("Attention seeking again.", True),
        ('Log says "attention seeking".', False),
        ("Mum says she is attention seeking.", False),
        ("Jordan says she is attention seeking.", False),
        ("Jordan said hello, attention seeking again.", True),
        ("Wrongly recorded as attention seeking.", False),
        ("She is not attention seeking.", False),
        ("My own view is that she is attention seeking.", True),
    ],
)
def test_only_the_authors_own_voice_is_challenged(text: str, challenged: bool) -> None:
    assert bool(read(text).language) == challenged


def suggesting(text: str, stated: Assertion = Assertion.PRESENT, like: tuple[str, ...] = ()) -> Suggest:
    """A second way of finding that takes each whole sentence with these words in it to say something of an injury."""

    def suggest(pages: Sequence[Page]) -> list[list[Candidate]]:
        return [
            [
                Candidate("injury", start, end, stated, "reads like: …", is_clause=True, like=like)
                for start, end in page.sentences
                if text in page.folded[start:end]
            ]
            for page in pages
        ]

    return suggest


@pytest.mark.parametrize(
    ("text", "assertion", "cue"),
    [
        ("Limping since the weekend.", "present", ""),
        ("She may have been limping.", "possible", "may"),
        ("Her brother was limping.", "other_person", "Her brother"),
        ("If she is limping ring the duty desk.", "hypothetical", "If"),
        ("Limping when the school nurse saw her.", "present", ""),
        ("Limping, her brother was at school.", "present", ""),
        ("Her brother was limping, she had a rest.", "other_person", "Her brother"),
        # What stands deep inside a clause governs a part of it.
        ("Told that her brother was limping.", "present", ""),
        ("She asks me each day if the limping shows.", "present", ""),
        ("And if she is limping ring the duty desk.", "hypothetical", "if"),
        ("Limping when she was little.", "past", "when she was little"),
    ],
)
def test_what_another_way_finds_is_decided_by_the_same_cues(text: str, assertion: str, cue: str) -> None:
    reader = Reader(INDICATORS, CUES, [], WORDS, suggest=suggesting("limping"))
    (mention,) = reader.read("a:1", text, ALEX).mentions
    assert (mention.assertion.value, mention.cue, mention.phrase) == (assertion, cue, "reads like: …")


@pytest.mark.parametrize("stated", [Assertion.PRESENT, Assertion.ABSENT, Assertion.PAST])
def test_denial_and_time_are_left_to_the_sentences_that_a_clause_reads_like(stated: Assertion) -> None:
    reader = Reader(INDICATORS, CUES, [], WORDS, suggest=suggesting("limping", stated))
    (mention,) = reader.read("a:1", "She was not limping at all.", ALEX).mentions
    assert mention.assertion is stated


@pytest.mark.parametrize(
    ("like", "assertion"),
    [
        ((), "past"),
        (("He has a bad leg now.",), "past"),
        (("She used to run for the county and now she limps.",), "present"),
    ],
)
def test_a_cue_that_a_like_sentence_holds_too_is_part_of_what_it_says(like: tuple[str, ...], assertion: str) -> None:
    reader = Reader(INDICATORS, CUES, [], WORDS, suggest=suggesting("limping", like=like))
    (mention,) = reader.read("a:1", "She used to dance, today limping.", ALEX).mentions
    assert mention.assertion.value == assertion
