"""Does the QR code on the licence lead to the official register, and to the employer that is printed?

pass          a code of the register names the printed code or name, or leads to the register
concern       it names a name that differs by a character or two, or leads somewhere else
fail          it names another code or another name, or its host only looks like the register's
inconclusive  no QR code could be read, or the print is a misreading of what it says

Since 2019-03-01 it leads to gsxt.gov.cn or under it (国市监注〔2018〕253号); before, to a province's own
pages under gov.cn. Shenzhen's still lead to its credit platform. A QR code can be copied from a genuine
licence together with what it holds: a pass says "consistent", never "genuine".
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain import credit_code, wording
from verifier.domain.check import Judgement, Licence, Thresholds, of_each_licence
from verifier.domain.finding import Outcome
from verifier.domain.reading import Field, FieldName, Printing, QrCode

NAME: Final = "qr"
CHARACTERS_MAX: Final = "characters_max"
REGISTER: Final = ("gsxt.gov.cn", "szcredit.com.cn", "szcredit.org.cn")
EARLIER: Final = (*REGISTER, "gov.cn")
IMITATION: Final = re.compile("gsxt|gov|szcredit|xn--")


class Code(StrEnum):
    AGREES = "qr_agrees"
    OFFICIAL = "qr_host_official"
    ABSENT = "qr_absent"
    CODE_UNSURE = "qr_comparison_unsure"
    CODE_DIFFERS = "qr_code_differs"
    NAME_NEARLY = "qr_name_nearly_agrees"
    NAME_DIFFERS = "qr_name_differs"
    LOOK_ALIKE = "qr_host_look_alike"
    ELSEWHERE = "qr_host_elsewhere"


def judge(licence: Licence, thresholds: Thresholds) -> Iterator[Judgement]:
    found = [j for qr in licence.reading.qr_codes for j in _judge_qr(licence, qr, thresholds[CHARACTERS_MAX])]
    official = any(judgement.outcome is Outcome.PASS for judgement in found)
    # A second code in the picture, an advertisement say, matters only where there is no code of the register.
    yield from (j for j in found if not (official and j.code == Code.ELSEWHERE))
    if not found:
        detail = "No QR code on the page could be read, or none says anything."
        yield Judgement(Outcome.INCONCLUSIVE, Code.ABSENT, detail)


def _judge_qr(licence: Licence, qr: QrCode, characters_max: float) -> Iterator[Judgement]:
    code, name = licence.field(FieldName.CODE), licence.field(FieldName.NAME)
    identity = [*_judge_code(qr, code), *_judge_name(qr, name, characters_max)]
    yield from identity
    if qr.host is not None:
        yield from _judge_host(qr, qr.host, licence.reading.printing)


def _judge_code(qr: QrCode, field: Field | None) -> Iterator[Judgement]:
    printed = None if field is None else wording.plain(field.normalised or field.value)
    if field is None or printed is None or qr.code is None or len(qr.code) != len(printed):
        return
    boxes = (qr.box, field.box)
    if qr.code == printed:
        yield Judgement(
            Outcome.PASS, Code.AGREES, f"QR code and print say {printed}.", qr.code, printed, boxes
        )
    elif credit_code.may_be_misread(printed, qr.code):
        detail = f"The QR code says {qr.code}; the print was read as {printed}, which cannot be right."
        yield Judgement(Outcome.INCONCLUSIVE, Code.CODE_UNSURE, detail, qr.code, printed, boxes)
    else:
        detail = f"The QR code says {qr.code}, the print {printed}."
        yield Judgement(Outcome.FAIL, Code.CODE_DIFFERS, detail, qr.code, printed, boxes)


def _judge_name(qr: QrCode, field: Field | None, characters_max: float) -> Iterator[Judgement]:
    if field is None or not qr.name or not qr.name.split():
        return
    named, printed = (
        wording.comparable(qr.name.split()[0]),
        wording.comparable(field.normalised or field.value),
    )
    changed = sum(max(len(d.printed), len(d.typed)) for d in wording.differences(printed, named))
    detail, boxes = f"The QR code names {named!r}, the print {printed!r}.", (qr.box, field.box)
    if changed == 0:
        yield Judgement(Outcome.PASS, Code.AGREES, detail, named, printed, boxes)
    elif changed <= characters_max:
        yield Judgement(Outcome.CONCERN, Code.NAME_NEARLY, detail, named, printed, boxes)
    else:
        yield Judgement(Outcome.FAIL, Code.NAME_DIFFERS, detail, named, printed, boxes)


def _judge_host(qr: QrCode, host: str, printing: Printing | None) -> Iterator[Judgement]:
    expected = REGISTER if printing is Printing.LANDSCAPE_2019 else EARLIER
    boxes = (qr.box,)
    if _under(host, expected):
        detail = f"The QR code leads to {host}."
        yield Judgement(Outcome.PASS, Code.OFFICIAL, detail, host, expected[0], boxes)
    elif not _under(host, EARLIER) and (IMITATION.search(host) or not host.isascii()):
        detail = f"The QR code leads to {host}, which only looks like the register."
        yield Judgement(Outcome.FAIL, Code.LOOK_ALIKE, detail, host, expected[0], boxes)
    else:
        detail = f"The QR code leads to {host}, not to the register."
        yield Judgement(Outcome.CONCERN, Code.ELSEWHERE, detail, host, expected[0], boxes)


def _under(host: str, domains: tuple[str, ...]) -> bool:
    plain = host.lower().rstrip(".")
    return any(plain == domain or plain.endswith(f".{domain}") for domain in domains)


CHECK: Final = of_each_licence(NAME, Code, judge, (CHARACTERS_MAX,))
