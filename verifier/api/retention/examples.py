"""The examples of what is kept of somebody. Fictional."""

from typing import Any, Final

RECRUITER: Final = "rec_01jtc1a4c6e8g0j2m4p6r8t0vw"

PERSONAL_DATA: Final[dict[str, Any]] = {
    "subject": RECRUITER,
    "made_at": "2026-05-04T03:02:01+00:00",
    "policy_version": "retention-v1",
    "records": [
        {
            "kind": "memberships",
            "source": "the recruitment site",
            "purpose": "to decide whether a job may be posted",
            "stays": [{"days": 1096, "since": "when the recruiter left", "then": "deletes the rows"}],
            "rows": [
                {
                    "employer_id": "emp_01jtc0x3z5b7d9f1h3k5m7p9rs",
                    "recruiter_id": RECRUITER,
                    "joined_at": "2026-05-01T08:00:00+00:00",
                    "left_at": None,
                }
            ],
            "more": False,
        }
    ],
}

ERASURE: Final[dict[str, Any]] = {
    "subject": RECRUITER,
    "erased_at": "2026-05-04T03:02:01+00:00",
    "receipts": ["rcp_01jtc9s2v4x6z8b0d2f4h6k8mn"],
    "rows": {"face_sessions": 2, "face_templates": 2, "film_readings": 2, "recruiters": 1},
    "files": 0,
    "files_gone_by": "2026-05-04T03:02:01+00:00",
    "kept": [
        {
            "what": "sessions",
            "why": "Processing is on record for three years (PIPL Art. 56): consents and outcomes, no face.",
            "until": "2029-05-04T03:02:01+00:00",
        }
    ],
}
