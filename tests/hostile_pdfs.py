"""PDFs made to hurt whoever opens or draws them, written by hand: no library would write them."""

import zlib
from collections.abc import Sequence

PAGE = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources %s>>"
TREE = b"<</Type /Pages /Kids [3 0 R] /Count 1>>"
CATALOG = b"<</Type /Catalog /Pages 2 0 R>>"
FONT = b"<</Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>"


def written(objects: Sequence[bytes]) -> bytes:
    """The file of these objects, numbered from 1; the first is the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def stream(body: bytes, extra: bytes = b"", *, folded: int = 1) -> bytes:
    """A stream that is deflated so many times over."""
    for _ in range(folded):
        body = zlib.compress(body, 9)
    filters = b"/FlateDecode " * folded
    return b"<</Length %d /Filter [%s] %s>>\nstream\n%s\nendstream" % (len(body), filters, extra, body)


def one_page(content: bytes, resources: bytes = b"<<>>", *more: bytes) -> bytes:
    return written([CATALOG, TREE, PAGE % resources, content, *more])


def text_bomb(lines: int) -> bytes:
    """So many lines of text, each of 100 characters, one over another."""
    line = b"(" + b"A" * 100 + b") Tj 0 -1 Td\n"
    return one_page(stream(b"BT /F 9 Tf 50 800 Td\n" + line * lines + b"ET"), FONT)


def flate_bomb(size: int) -> bytes:
    """A page's content of so many blanks, deflated twice over."""
    return one_page(stream(b" " * size, folded=2))


def image_bomb(side: int) -> bytes:
    """A picture of side × side black pixels, eight bits each."""
    picture = stream(
        bytes(side * side),
        b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8"
        % (side, side),
        folded=2,
    )
    return one_page(stream(b"500 0 0 500 50 50 cm /I Do"), b"<</XObject <</I 5 0 R>>>>", picture)


def forms_bomb(storeys: int) -> bytes:
    """A form that draws another ten times, which draws another ten times, and so on."""
    forms = [
        stream(
            b"/X Do " * 10,
            b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources <</XObject <</X %d 0 R>>>>"
            % (6 + storey),
        )
        for storey in range(storeys)
    ]
    last = stream(b"0 0 9 9 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]")
    return one_page(stream(b"/X Do"), b"<</XObject <</X 5 0 R>>>>", *forms, last)


def nested(storeys: int) -> bytes:
    """A page whose resources are arrays within arrays."""
    return one_page(stream(b" "), b"<</Deep " + b"[" * storeys + b"]" * storeys + b">>")


def many_pages(count: int) -> bytes:
    """A tree that names one page so many times."""
    tree = b"<</Type /Pages /Kids [%s] /Count %d>>" % (b"3 0 R " * count, count)
    return written([CATALOG, tree, PAGE % b"<<>>", stream(b" ")])


def claimed_pages(count: int) -> bytes:
    """One page, said to be so many."""
    return written([CATALOG, TREE.replace(b"/Count 1", b"/Count %d" % count), PAGE % b"<<>>", stream(b" ")])


def endless_tree() -> bytes:
    """A tree of pages that is its own child."""
    return written([CATALOG, TREE.replace(b"3 0 R", b"2 0 R 3 0 R"), PAGE % b"<<>>", stream(b" ")])


def sized(width: bytes, height: bytes) -> bytes:
    """A page of this many points."""
    page = (PAGE % b"<<>>").replace(b"595 842", width + b" " + height)
    return written([CATALOG, TREE, page, stream(b"0 0 9 9 re f")])
