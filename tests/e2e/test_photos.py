"""Real photos through the whole service, from several clients at once: none lost, none doubled, all read."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.services import ROOT, Service

PHOTOS = ROOT.parent / "shared" / "data" / "licences"
CLIENTS = 8
COUNT = 10

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not PHOTOS.exists(), reason="the sample photos of ../shared/data are absent"),
]


def labelled(count: int) -> list[Mapping[str, Any]]:
    """Labelled photos that state a name, a number and a person, spread over the whole set."""
    entries = json.loads((PHOTOS / "photos.json").read_text(encoding="utf-8"))
    whole = [e for e in entries if {"name", "social_credit_code", "legal_person"} <= e["fields"].keys()]
    return whole[:: len(whole) // count][:count]


def submitted(service: Service, entry: Mapping[str, Any]) -> str:
    fields = entry["fields"]
    declared = {
        "name": fields["name"],
        "code": fields["social_credit_code"],
        "person": fields["legal_person"],
    }
    photo = (PHOTOS / entry["file"]).read_bytes()
    case = service.open_case(declared, Path(entry["file"]).name, photo, "image/jpeg")
    assert service.submit(case).status_code == 202
    return case


def test_ten_photos_from_eight_clients_at_once_are_all_decided_once(service: Service) -> None:
    entries = labelled(COUNT)
    with ThreadPoolExecutor(CLIENTS) as clients:
        cases = list(clients.map(lambda entry: submitted(service, entry), entries))
        decided = list(clients.map(service.decided, cases))
    assert len(set(cases)) == COUNT
    assert {case["decision"]["outcome"] for case in decided} <= {"verified", "escalated"}
    read = [case["readings"][0]["fields"] for case in decided]
    assert sum("name" in fields and "code" in fields for fields in read) >= COUNT - 1
    agreeing = [case for case in decided if case["decision"]["outcome"] == "verified"]
    assert agreeing, "not one genuine photo with its own fields declared was verified"
    for case in agreeing:
        assert case["readings"][0]["fields"]["code"]["value"] == case["declared"]["code"]
