"""The examples of the API reference. The employer is fictional and so is its code."""

from typing import Any

CASE_ID = "case_01jtc0v5s8m3q7x2w9r4k6n1hz"
OTHER_CASE_ID = "case_01jtb8q3z5x7c9v1b3n5m7k9jh"
OTHER_EVIDENCE_ID = "evd_01jtb8q4a2s4d6f8g0h2j4k6mn"
EVIDENCE_ID = "evd_01jtc0w2e4b6d8f0g1h3j5k7mn"

CASE_QUESTION: dict[str, Any] = {
    "account_type": "direct_employer",
    "declared": {
        "name": "北京样本科技有限公司",
        "code": "91110108MA0000001X",
        "person": "张样本",
        "address": "北京市样本区样本路 1 号",
        "phone": "13800000000",
        "bank_account": None,
        "website": None,
        "agent": "李样本",
    },
    "reference": "employer-4711",
    "employer_id": "emp_01jtc0r1s2t3v4w5x6y7z8a9bc",
}
CASE_SUMMARY: dict[str, Any] = {
    "id": CASE_ID,
    "url": f"/v1/cases/{CASE_ID}",
    "state": "open",
    **CASE_QUESTION,
    "opened_at": "2026-05-04T03:02:01+00:00",
    "submitted_at": None,
}
PAGE: dict[str, Any] = {"items": [CASE_SUMMARY], "next": f"/v1/cases?cursor={CASE_ID}&limit=20"}
EVIDENCE: dict[str, Any] = {
    "id": EVIDENCE_ID,
    "case_id": CASE_ID,
    "kind": "business_licence",
    "media_type": "image/jpeg",
    "declared_media_type": "image/png",
    "size": 482113,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "content": f"/v1/evidence/{EVIDENCE_ID}/content",
    "added_at": "2026-05-04T03:02:03+00:00",
}
ADDED_EVIDENCE: dict[str, Any] = EVIDENCE | {
    "warnings": [
        {
            "code": "media_type_corrected",
            "detail": "The content is image/jpeg, which is not the media type that came with the file.",
        }
    ]
}
_ADVICE: dict[str, str] = {
    "zh": "填写的法定代表人与营业执照不一致，请核对后重新提交。",
    "en": "The legal representative differs from the licence: check it and submit again.",
}
_FINDING: dict[str, Any] = {
    "check": "declared_person",
    "outcome": "fail",
    "code": "person_differs",
    "detail": "Declared 张样本, read 李样本.",
    "measured": "李样本",
    "threshold": "张样本",
    "evidence_ids": [EVIDENCE_ID],
    "boxes": [[412, 655, 618, 702]],
}
CASE: dict[str, Any] = CASE_SUMMARY | {
    "state": "escalated",
    "submitted_at": "2026-05-04T03:02:05+00:00",
    "evidence": [EVIDENCE],
    "readings": [
        {
            "evidence_id": EVIDENCE_ID,
            "reader": "licence",
            "engine": "paddleocr",
            "version": "3.7.0",
            "milliseconds": 2870,
            "document_type": "business_licence",
            "frame": {"width": 1654, "height": 2340, "rotation": 0, "page": 1},
            "fields": {
                "person": {
                    "value": "李样本",
                    "normalised": "李样本",
                    "score": 0.9931,
                    "box": [412, 655, 618, 702],
                    "repairs": [],
                }
            },
            "quality": {"line_height": 31.5, "sharpness": 8.2, "glare": []},
            "seals": [],
            "unreadable": None,
            "registry": None,
            "relatives": None,
            "provenance": None,
            "traces": None,
            "paper": None,
        },
        {
            "evidence_id": EVIDENCE_ID,
            "reader": "relatives",
            "engine": "opencv",
            "version": "1",
            "milliseconds": 640,
            "document_type": None,
            "frame": None,
            "fields": {},
            "quality": None,
            "seals": [],
            "unreadable": None,
            "registry": None,
            "relatives": {
                "relatives": [
                    {
                        "case_id": OTHER_CASE_ID,
                        "case_url": f"/v1/cases/{OTHER_CASE_ID}",
                        "evidence_id": OTHER_EVIDENCE_ID,
                        "thumbnail": f"/v1/evidence/{OTHER_EVIDENCE_ID}/pictures/thumbnail",
                        "same_account": False,
                        "shared": ["background", "phone"],
                        "distance": 12,
                        "resemblance": {"inliers": 734, "agreement": 0.983, "print": 0.041, "grain": 1.85},
                    }
                ],
                "total": 1,
                "compared": 3,
                "unseen": 0,
            },
            "provenance": None,
            "traces": None,
            "paper": None,
        },
    ],
    "pictures": [
        {
            "evidence_id": EVIDENCE_ID,
            "kind": "thumbnail",
            "media_type": "image/webp",
            "content": f"/v1/evidence/{EVIDENCE_ID}/pictures/thumbnail",
        }
    ],
    "findings": [_FINDING],
    "requests": [],
    "card_matches": [],
    "decision": {
        "id": "dec_01jtc0x9c1e3g5j7k9m1n3p5qr",
        "outcome": "escalated",
        "reasons": [
            {
                "check": "declared_person",
                "code": "person_differs",
                "outcome": "fail",
                "applicant": _ADVICE,
                "auditor": "Declared 张样本, read 李样本.",
            }
        ],
        "advice": [_ADVICE],
        "waived": [],
        "policy_version": "v1",
        "decided_by": "policy",
        "grounds": [],
        "words": None,
        "decided_at": "2026-05-04T03:02:09+00:00",
        "expires_at": "2026-11-04T03:02:09+00:00",
    },
    "progress": None,
}

REVIEW: dict[str, Any] = {
    "case_id": CASE_ID,
    "case_url": f"/v1/cases/{CASE_ID}",
    "version": 1,
    "etag": '"esc_01jtc0x9d2f4h6j8k0m2n4p6qr.1"',
    "risk": "normal",
    "reasons": ["person_differs"],
    "opened_at": "2026-05-04T03:02:09+00:00",
    "due_at": "2026-05-05T03:02:09+00:00",
    "first_word": None,
    "ended_at": None,
    "ended_by": None,
}
REVIEW_QUESTION: dict[str, Any] = {
    "verdict": "reject",
    "grounds": ["declared_otherwise"],
    "applicant": "填报的法定代表人与执照不符。 The person declared is not the one on the licence.",
    "auditor": "Rang the number in the registry: they know nobody of this name.",
    "reviewer": "reviewer-12",
}
