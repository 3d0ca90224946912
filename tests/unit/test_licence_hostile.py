"""Random and hostile lines: the parser raises nothing and finds no field that is not on the page.

Pages come from a seeded generator rather than from hypothesis: most of the ten thousand must be nearly
licences to reach the code behind the first doors, and a seed tells all about one that fails.
"""

import re
import unicodedata
from random import Random

import pytest

from tests.printed import line, portrait
from verifier.domain.reading import Field, FieldName, Line, Polygon
from workers.readers.licence import labels
from workers.readers.licence.anchors import document_type, printing
from workers.readers.licence.parsing import parsed

BATCHES, CASES_A_BATCH = 20, 500
WORDS = (*labels.LABELS, *labels.HEADS, *labels.TAILS, "名类住", "营业执照", "至", "年", "月", "日", "SCJDGL")
VALUES = (
    "云杉市信息技术有限公司", "林晓东", "2016年05月06日", "2016年05月06日至长期", "二〇一四年七月廿五日",
    "伍佰万元整", "91440300708461136T", "110108000000016", "1/1", "(", "自", "*" * 40, "9" * 400,
    "\u202e\u0000", "😀", "壹" * 99, "０１", " ", "", "年月日", "Yunshan.com.cn", "ﷺ", "½", "Ⅷ",
)  # fmt: skip
EXTREMES = (0.0, -0.0, 1e-9, -1e9, 1e9, 0.5)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_no_lines_make_the_parser_fail_or_invent(batch: int) -> None:
    for seed in range(batch * CASES_A_BATCH, (batch + 1) * CASES_A_BATCH):
        page = hostile_page(Random(seed))
        read = parsed(page)
        document_type(page, read.layout)
        printing(page, read.layout)
        printed = bare("".join(entry.text for entry in page))
        for name, field in read.fields.items():
            assert field.value, (seed, name)
            assert 0 <= field.score <= 1, (seed, name)
            assert set(bare(as_read(name, field))) <= set(printed), (seed, name)


def as_read(name: FieldName, field: Field) -> str:
    """The value without its repairs: a repaired code holds characters that were read as others."""
    return "" if name is FieldName.CODE and field.repairs else field.value


def bare(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()


def hostile_page(rng: Random) -> tuple[Line, ...]:
    """A licence torn apart, a heap of labels and values, or plain noise."""
    kind = rng.random()
    if kind < 0.5:
        kept = [damaged(entry, rng) for entry in portrait() if rng.random() < 0.85]
        return (*kept, *(stray(rng) for _ in range(rng.randrange(6))))
    return tuple(stray(rng) for _ in range(rng.randrange(18)))


def damaged(entry: Line, rng: Random) -> Line:
    """A line of a licence with its text, its place or its score spoilt now and then."""
    text, polygon, score = entry.text, entry.polygon, entry.score
    if rng.random() < 0.2:
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice((*VALUES, *WORDS)) + text[at + rng.randrange(3) :]
    if rng.random() < 0.2:
        polygon = tuple((x + rng.uniform(-60, 60), y + rng.uniform(-60, 60)) for x, y in polygon)
    return Line(polygon, text, rng.random() if rng.random() < 0.1 else score)


def stray(rng: Random) -> Line:
    text = "".join(rng.choice((*WORDS, *VALUES, noise(rng))) for _ in range(rng.randrange(1, 4)))
    if rng.random() < 0.8:
        usual = line(text, rng.uniform(0, 1400), rng.uniform(0, 1900), height=rng.uniform(1, 90))
        return Line(usual.polygon, text, rng.random())
    return Line(broken_polygon(rng), text, rng.random())


def noise(rng: Random) -> str:
    return "".join(chr(rng.choice((rng.randrange(32, 127), rng.randrange(0x4E00, 0x9FFF)))) for _ in range(8))


def broken_polygon(rng: Random) -> Polygon:
    def coordinate() -> float:
        return rng.choice(EXTREMES) if rng.random() < 0.4 else rng.uniform(-5000, 5000)

    return tuple((coordinate(), coordinate()) for _ in range(rng.choice((0, 1, 3, 4, 4, 4, 7))))
