"""Values planted to be looked for, every way that they may be written, and what is searched for them."""

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, quote_plus

PLANTED: Mapping[str, str] = {
    "name": "绝密样本科技有限公司",
    "code": "91350206MA32JUL977",
    "person": "欧阳绝密",
    "reference": "planted-reference-4711",
    "file name": "planted-file-name",
    "idempotency key": "planted-idempotency-key",
    "api key": "bf_planted-api-key",
    "query": "planted-query",
    "path": "planted-path",
    "user agent": "planted-user-agent",
    "address": "绝密市绝密路 7 号",
    "phone": "planted-phone-13911112222",
    "bank_account": "planted-bank-6222000011112222",
    "website": "planted-website.example.cn",
    "agent": "钱绝密",
    "read name": "李绝密",
    "webhook path": "planted-webhook-path",
    "key name": "planted-key-name",
    "recruiter": "planted-recruiter-4711",
    "selfie name": "planted-selfie-name",
    "reviewer": "planted-reviewer-12",
    "review": "planted-words-of-a-reviewer",
    "employer": "planted-employer-4711",
    "appeal": "planted-words-of-an-appeal",
    "job title": "planted-job-title 绝密工程师",
    "job text": "planted-job-text 绝密路上班",
    "job place": "planted-job-place",
    "device": "planted-device-7c1e",
    "network": "planted-network-90ab",
    "blocked phone": "13955556666",
}
TELLING = 32  # bytes of a long value that are looked for


def spellings(value: str | bytes) -> frozenset[bytes]:
    """The value as bytes, escaped for JSON, Python and addresses, in hexadecimal and in base64.

    Of long bytes a part from the middle. In base64 whatever stands before and after it.
    """
    raw = value.encode() if isinstance(value, str) else value
    if len(raw) > 4 * TELLING:
        raw = raw[len(raw) // 2 :][:TELLING]
    texts = {repr(raw)[2:-1], raw.hex(), raw.hex().upper(), raw.hex(" "), *_base64(raw)}
    if isinstance(value, str):
        texts |= {json.dumps(value)[1:-1], ascii(value)[1:-1]}
    percent = {quote(raw, safe=""), quote(raw), quote_plus(raw)}
    texts |= percent | {text.lower() for text in percent if text != quote(raw, safe="~")}
    return frozenset({raw, *(text.encode() for text in texts)})


def _base64(raw: bytes) -> Iterator[str]:
    """What of it is the same wherever it stands: less the characters that its neighbours are part of."""
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + raw)
        whole = encoded[(0, 2, 3)[before] : len(encoded) - (4 if (before + len(raw)) % 3 else 0)].decode()
        yield whole
        yield whole.replace("+", "-").replace("/", "_")


@dataclass
class Haystack:
    """Everything that was written anywhere, by where."""

    straws: dict[str, bytes] = field(default_factory=dict)

    def add(self, where: str, what: bytes | str) -> None:
        data = what.encode("utf-8", "surrogateescape") if isinstance(what, str) else what
        self.straws[where] = self.straws.get(where, b"") + b"\n" + data

    def add_files(self, where: str, folder: Path) -> None:
        """Every file below, with its name."""
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                self.add(where, str(path.relative_to(folder)))
                self.add(where, path.read_bytes())

    def found(self, needles: Mapping[str, str | bytes], where: Iterable[str]) -> list[tuple[str, str, bytes]]:
        """Which needle is found where, and how it is written there."""
        return [
            (what, place, spelling)
            for what, value in needles.items()
            for spelling in spellings(value)
            for place in where
            if spelling in self.straws.get(place, b"")
        ]
