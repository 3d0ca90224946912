"""Every way a file can be bad, at the door: one row each, with the status and code it gets."""

import tracemalloc
from functools import cache

import pytest
from PIL import ImageFile

from tests.bad_input import HOSTILE, REFUSED, SOUND, UNDECODABLE, BadInput, SoundInput
from verifier.domain.unreadable import UNREADABLE_CODES
from verifier.intake import EvidenceRefused, inspect

MEBIBYTE = 1 << 20


@cache
def _bytes(file: BadInput | SoundInput) -> bytes:
    return file.make()


def _cannot_decode(*_: object) -> None:
    pytest.fail("The door decoded pixels.")


@cache
def _refusal(bad: BadInput) -> EvidenceRefused:
    with pytest.raises(EvidenceRefused) as refused:
        inspect(_bytes(bad), bad.declared)
    return refused.value


@pytest.mark.parametrize("bad", REFUSED, ids=str)
def test_a_bad_file_is_refused_with_its_own_code(bad: BadInput) -> None:
    assert (_refusal(bad).code, _refusal(bad).status) == (bad.code, bad.status)


@pytest.mark.parametrize("bad", REFUSED, ids=str)
def test_a_refusal_says_what_to_do_and_repeats_nothing_of_the_file(bad: BadInput) -> None:
    detail = _refusal(bad).detail
    assert ": " in detail
    assert detail.isprintable()
    assert not any(word in detail for word in ("noise", "script", "营业执照", "0x", "PIL"))


@pytest.mark.parametrize("bad", UNDECODABLE, ids=str)
def test_what_only_decoding_can_tell_passes_the_door(bad: BadInput) -> None:
    assert inspect(_bytes(bad), bad.declared).media_type == bad.declared


@pytest.mark.parametrize("sound", [*SOUND, *HOSTILE], ids=str)
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_sound_file_is_taken_as_what_it_is(sound: SoundInput) -> None:
    inspection = inspect(_bytes(sound), sound.media_type)
    assert inspection.media_type == sound.media_type
    assert not inspection.mislabelled


@pytest.mark.parametrize("sound", SOUND, ids=str)
def test_no_pixel_is_decoded_at_the_door(sound: SoundInput, monkeypatch: pytest.MonkeyPatch) -> None:
    data = _bytes(sound)
    monkeypatch.setattr(ImageFile.ImageFile, "load", _cannot_decode)
    monkeypatch.setattr("PIL.TiffImagePlugin.TiffImageFile.load", _cannot_decode)
    monkeypatch.setattr("PIL.WebPImagePlugin.WebPImageFile.load", _cannot_decode)
    assert inspect(data, None).pages


@pytest.mark.parametrize("bad", [bad for bad in REFUSED if bad.status == 413], ids=str)
def test_a_bomb_is_refused_without_room_being_made_for_it(bad: BadInput) -> None:
    data = _bytes(bad)
    tracemalloc.start()
    with pytest.raises(EvidenceRefused):
        inspect(data, bad.declared)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 * len(data) + 2 * MEBIBYTE


def test_every_refusal_in_the_table_is_known_to_whoever_advises_the_applicant() -> None:
    assert {bad.code for bad in (*REFUSED, *UNDECODABLE)} <= set(UNREADABLE_CODES)


def test_every_way_to_refuse_has_a_row() -> None:
    ways = {refusal.code for refusal in EvidenceRefused.__subclasses__()}
    assert ways == {bad.code for bad in REFUSED}
