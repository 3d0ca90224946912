"""The words of the recruiter's page: both languages, everywhere, with what is filled in."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from verifier.camera import words
from verifier.camera.screens import Screen
from verifier.domain.consent import LANGUAGES, consent_text
from verifier.domain.face_session import OtherWay

CAMERA = Path(words.__file__).parent.parent
TEMPLATES = CAMERA / "templates" / "camera"
NAMES = re.compile(r"\{(\w+)\}")
IN_SCRIPTS = re.compile(r'say\("(\w+)"')


@pytest.mark.parametrize("key", words.SAID)
def test_every_word_is_in_both_languages(key: str) -> None:
    chinese, english = words.SAID[key]
    written = NAMES.sub("", english)
    assert re.search("[\u4e00-\u9fff]", chinese) or key == "app_qq"
    assert not re.search("[\u4e00-\u9fff]", written)
    assert set(NAMES.findall(chinese)) == set(NAMES.findall(english))


def test_the_rooms_of_words_never_say_the_same_key_twice() -> None:
    rooms = (words.agreeing, words.device, words.filming, words.outcomes)
    assert len(words.SAID) == sum(len(room.SAID) for room in rooms)


def said_in_scripts() -> Iterator[str]:
    for path in (CAMERA / "static").glob("*.js"):
        yield from IN_SCRIPTS.findall(path.read_text(encoding="utf-8"))


def test_the_script_has_every_word_that_it_says() -> None:
    said = set(said_in_scripts())
    assert len(said) > 15
    assert said <= set(words.for_script("en", "Site"))


SAID_BY_NAME = {
    "guide": ("closer", "further", "left", "right", "up", "down", "dark", "bright", "blurred", "good"),
    "step": ("opening", "rest", "done", "blink", "turn_left", "turn_right", "open_mouth"),
    "trouble": ("denied", "absent", "busy", "insecure", "unsupported", "failed"),
    "broken": ("hidden", "turned", "interrupted", "stopped", "slow", "late", "refused", "start"),
}


@pytest.mark.parametrize("prefix", SAID_BY_NAME)
def test_the_words_that_the_script_puts_together_are_there_and_are_used(prefix: str) -> None:
    scripts = "".join(path.read_text(encoding="utf-8") for path in (CAMERA / "static").glob("*.js"))
    assert f"say(`{prefix}_${{" in scripts
    for name in SAID_BY_NAME[prefix]:
        assert f"{prefix}_{name}" in words.for_script("zh", "x")


def test_every_word_that_a_template_says_is_there() -> None:
    said = {
        key
        for path in TEMPLATES.iterdir()
        for key in re.findall(r"""say\(["'](\w+)["'][),]""", path.read_text(encoding="utf-8"))
    }
    assert len(said) > 40
    assert said <= set(words.SAID)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_to_a_person_has_a_name_a_hint_and_what_to_prepare(language: str) -> None:
    for way in OtherWay:
        for key in (way.value, f"{way.value}_hint", f"{way.value}_prepare"):
            assert words.say(language, key, site="Site")


def test_every_screen_has_a_template_of_its_name() -> None:
    assert {f"{screen.value}.html" for screen in Screen} <= {path.name for path in TEMPLATES.iterdir()}


def test_the_script_gets_the_sites_name_and_keeps_what_it_fills_in_itself() -> None:
    given = words.for_script("en", "{number}")
    assert given["trouble_unsupported"].count("{number}") == 1
    assert given["step_of"] == "Step {number} of {total}"


def test_words_with_a_name_that_nobody_gave_are_an_error() -> None:
    with pytest.raises(KeyError):
        words.say("en", "consent_lead")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_consent_has_the_sections_that_the_law_asks_for(language: str) -> None:
    text = consent_text(language, "Site")
    assert len(text.sections) == 5  # purpose, method, retention, necessity and effect, withdrawal
    assert "Site" in text.sections[0][1]
    assert text.sha256 != consent_text(language, "Other site").sha256
