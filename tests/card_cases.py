"""Cases with an agent's identity card, as the console meets them."""

from fixtures.papers import Variant, contents
from tests.acts import added, claimed, opened, photo
from tests.case_files import SIZE, jpeg
from tests.licences import licence
from verifier import usecases
from verifier.domain.case import Case
from verifier.domain.evidence import Evidence, EvidenceKind
from verifier.domain.paper import PaperField, PaperReading
from verifier.domain.picture import Picture, PictureKind
from verifier.domain.places import Box, Frame
from verifier.domain.reading import Reading
from verifier.domain.written import Field, Line
from verifier.usecases.ports import Ports

AGENT = contents(7, Variant.GENUINE).agent
ROWS = {
    PaperField.NAME: (AGENT.name, 100), PaperField.BORN: (AGENT.born.isoformat(), 200),
    PaperField.ADDRESS: (AGENT.address, 300), PaperField.NUMBER: (AGENT.number, 400),
    PaperField.AUTHORITY: (AGENT.authority, 500),
}  # fmt: skip
PORTRAIT: Box = (800, 100, 1100, 450)
COVERED_BY_LINE = 620  # where a line repeats the number, misread by one letter


def card() -> PaperReading:
    """A card that was read without an error, but for a line that repeats its number wrongly."""
    fields = {name: Field(text, None, 0.99, place(top)) for name, (text, top) in ROWS.items()}
    texts = [*ROWS.values(), (AGENT.number[:5] + "O" + AGENT.number[6:], COVERED_BY_LINE)]
    lines = tuple(Line(corners(place(top)), text, 0.99) for text, top in texts)
    return PaperReading(Frame(*SIZE), EvidenceKind.AGENT_IDENTITY, lines, fields, (), PORTRAIT)


def place(top: int) -> Box:
    return 100, top, 700, top + 60


def corners(box: Box) -> tuple[tuple[float, float], ...]:
    left, top, right, bottom = box
    return (left, top), (right, top), (right, bottom), (left, bottom)


def escalated(ports: Ports, tenant_id: str, body: PaperReading) -> tuple[Case, Evidence]:
    """A case with a licence and a card, decided by the policy."""
    case = opened(ports, tenant_id)
    paper = added(ports, case)
    item = usecases.add_evidence(
        ports, tenant_id, case.id, kind=EvidenceKind.AGENT_IDENTITY, data=photo(9), declared_media_type=None
    )
    usecases.submit_case(ports, tenant_id, case.id)
    drawn = Picture(PictureKind.PAGE, "image/jpeg", jpeg())
    for task, what in ((f"licence-{paper.id}", licence()), (f"paper-{item.id}", body)):
        taken = claimed(ports, task)
        reading = Reading(taken.evidence.id, taken.task.reader, "none", "0", 1, what)
        assert usecases.record_reading(ports, taken, reading, [drawn])
    return case, item
