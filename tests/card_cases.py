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
from verifier.domain.reading import Body, Reading, Unreadable
from verifier.domain.relatives import READER, Relatives
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
    fields = {name: Field(text, text, 0.99, place(top)) for name, (text, top) in ROWS.items()}
    texts = [*ROWS.values(), (AGENT.number[:5] + "O" + AGENT.number[6:], COVERED_BY_LINE)]
    lines = tuple(Line(corners(place(top)), text, 0.99) for text, top in texts)
    return PaperReading(Frame(*SIZE), EvidenceKind.AGENT_IDENTITY, lines, fields, (), PORTRAIT)


def place(top: int) -> Box:
    return 100, top, 700, top + 60


def corners(box: Box) -> tuple[tuple[float, float], ...]:
    left, top, right, bottom = box
    return (left, top), (right, top), (right, bottom), (left, bottom)


def escalated(
    ports: Ports, tenant_id: str, body: PaperReading, case: Case | None = None
) -> tuple[Case, Evidence]:
    """A case with a licence and a card, decided by the policy."""
    case = case or opened(ports, tenant_id)
    paper = added(ports, case)
    item = usecases.add_evidence(
        ports, tenant_id, case.id, kind=EvidenceKind.AGENT_IDENTITY, data=photo(9), declared_media_type=None
    )
    usecases.submit_case(ports, tenant_id, case.id)
    unread = Unreadable("unreadable", "The decoder gave up.")
    bodies: tuple[tuple[str, Body], ...] = (
        (f"licence-{paper.id}", licence()), (f"provenance-{paper.id}", unread),
        (f"traces-{paper.id}", unread), (f"{READER}-{paper.id}", Relatives((), 0, 0)),
        (f"paper-{item.id}", body),
    )  # fmt: skip
    for task, what in bodies:
        taken = claimed(ports, task)
        reading = Reading(taken.evidence.id, taken.task.reader, "none", "0", 1, what)
        drawn = [] if what is unread else [Picture(PictureKind.PAGE, "image/jpeg", jpeg())]
        assert usecases.record_reading(ports, taken, reading, drawn)
    return case, item
