"""The reader of papers behind the real job, on PDFs sound and hostile, with a stand-in for an engine."""

from collections.abc import Callable, Iterable

import cv2
import numpy as np
import pytest

from models.orientation import Page
from tests import hostile_pdfs
from tests.acts import added, opened
from tests.drawn_files import pdf
from tests.fakes import World, world
from verifier import usecases
from verifier.confined import process
from verifier.confined.process import Limits
from verifier.domain.evidence import PLAN, EvidenceKind
from verifier.domain.paper import PaperField, PaperReading
from verifier.domain.picture import PictureKind
from verifier.domain.places import Polygon
from verifier.domain.reading import Unreadable
from verifier.domain.task import TaskState
from verifier.domain.written import Line
from workers import runtime
from workers.readers.paper import permit, reader, red
from workers.readers.paper.reader import PaperReader
from workers.readers.paper.text import rows
from workers.runtime import Equipment, Readers

LETTER = (
    "授权委托书", "委托单位：示例市样本启航机械有限公司", "受托人：李虚构",
    "委托期限：自2026年05月01日至2026年12月31日", "日期：2026年05月01日",
)  # fmt: skip


class Engine:
    """Reads the same lines on every page that is black on white, one under another."""

    name, version = "stand-in", "1"

    def __init__(self, texts: Iterable[str] = LETTER) -> None:
        self._texts = tuple(texts)

    def detect(self, page: Page) -> tuple[Polygon, ...]:
        return tuple(line.polygon for line in lines(*self._texts))

    def recognise(self, page: Page, polygons: Iterable[Polygon]) -> tuple[Line, ...]:
        known = {line.polygon: line for line in lines(*self._texts)}
        return tuple(known[polygon] for polygon in polygons if polygon in known)


def lines(*texts: str) -> tuple[Line, ...]:
    """One under another, 40 pixels high."""
    return tuple(
        Line(((50, y), (650, y), (650, y + 40), (50, y + 40)), text, 0.99)
        for y, text in zip(range(50, 9999, 60), texts, strict=False)
    )


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> World:
    """With a worker that reads papers."""
    monkeypatch.setattr(reader, "seals_of", lambda *_: ())  # they are looked for in pixels, and slowly
    monkeypatch.setattr(reader, "red_lines", lambda *_: ())
    made = world(plan=PLAN)
    readers = Readers({"paper": PaperReader(Engine())})
    monkeypatch.setattr(runtime, "_equipment", [Equipment(made.ports, readers)])
    return made


def worked(here: World, data: bytes) -> tuple[PaperReading | Unreadable, list[PictureKind], TaskState]:
    """Hand a PDF in as a letter and have the worker read it: the reading, its pictures, its task's state."""
    ports = here.ports
    case = opened(ports, usecases.create_tenant(ports, "Alice's site")[0].id)
    added(ports, case)
    kind = EvidenceKind.AUTHORISATION_LETTER
    item = usecases.add_evidence(
        ports, case.tenant_id, case.id, kind=kind, data=data, declared_media_type="application/pdf"
    )
    usecases.submit_case(ports, case.tenant_id, case.id)
    runtime.perform(f"paper-{item.id}")
    with ports.view() as tx:
        (body,) = (one.body for one in tx.readings.of_case(case.tenant_id, case.id))
        pictures = [one.kind for one in tx.pictures.of_case(case.tenant_id, case.id)]
        (task,) = (one for one in tx.tasks.of_case(case.tenant_id, case.id) if one.id == f"paper-{item.id}")
    assert isinstance(body, PaperReading | Unreadable)
    return body, pictures, task.state


def test_a_letter_in_a_pdf_is_read_by_the_worker_and_drawn_for_people(here: World) -> None:
    body, pictures, state = worked(here, pdf(2))
    assert isinstance(body, PaperReading)
    assert (body.kind, body.frame.page) == (EvidenceKind.AUTHORISATION_LETTER, 1)
    assert body.value(PaperField.COMPANY) == "示例市样本启航机械有限公司"
    assert (pictures, state) == ([PictureKind.PAGE], TaskState.DONE)


# Few, for each draws a page: docs/papers.md has the table of all, under the shipped limits.
HOSTILE: dict[str, tuple[Callable[[], bytes], str | None]] = {
    "text without end": (lambda: hostile_pdfs.text_bomb(200_000), "evidence_malformed"),
    "forms within forms": (lambda: hostile_pdfs.forms_bomb(9), "evidence_malformed"),
    "arrays of 100,000 storeys": (lambda: hostile_pdfs.nested(100_000), None),
    "a page of 350,000 km": (lambda: hostile_pdfs.sized(b"1000000000", b"1000000000"), None),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_pdf_ends_its_own_task_under_a_stable_code(
    name: str, here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under a third of the shipped limits, so that it is quick."""
    monkeypatch.setattr(process, "RENDERING", Limits(memory=300 << 20, seconds=1))
    make, code = HOSTILE[name]
    body, _, state = worked(here, make())
    assert (body.code if isinstance(body, Unreadable) else None) == code
    assert state is TaskState.DONE


def test_a_licence_is_read_whatever_its_brackets_colons_and_dashes() -> None:
    read = permit.fields(*rows(lines(
        "许可证编号：（示）人服证字〔2026〕第0007929号", "机构名称：示例市样本启航机械有限公司",
        "统一社会信用代码：：91000101MA087XYJ40", "有效期限：2026年05月08日一2028年05月06日",
        "发证日期：2026年05月01日",
    )))  # fmt: skip
    values = {name: field and (field.normalised or field.value) for name, field in read.items()}
    assert values == {
        PaperField.PERMIT: "(示)人服证字[2026]第0007929号",
        PaperField.COMPANY: "示例市样本启航机械有限公司",
        PaperField.CODE: "91000101MA087XYJ40",
        PaperField.LEGAL_PERSON: None,
        PaperField.AUTHORITY: None,
        PaperField.STARTS: "2026-05-08",
        PaperField.ENDS: "2028-05-06",
        PaperField.DATED: "2026-05-01",
    }


def page(*marks: tuple[int, int, int, int]) -> Page:
    """A white page with red where the marks are."""
    drawn = np.full((900, 700, 3), 255, np.uint8)
    for left, top, right, bottom in marks:
        cv2.rectangle(drawn, (left, top), (right, bottom), (40, 40, 225), -1)
    return drawn


def test_what_is_printed_in_red_is_read_beside_seals_and_known_lines() -> None:
    engine = Engine(("样本", "已知"))
    stamp, seal = (60, 60, 300, 85), (400, 500, 600, 700)
    found = red.red_lines(engine, page(stamp, seal), [seal], lines("无", "已知")[1:])
    assert [line.text for line in found] == ["样本"]


def test_a_page_that_is_red_in_its_seals_alone_is_not_read_again() -> None:
    seal = (400, 500, 600, 700)
    assert red.red_lines(Engine(("样本",)), page(seal), [seal], ()) == ()
    assert red.red_lines(Engine(("样本",)), page(), [], ()) == ()
