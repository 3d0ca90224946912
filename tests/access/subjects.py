"""What is held of somebody: given to whom it is about, and erased."""

from tests.access.faces import ABSENT_RECRUITER, recruiter_with_selfie
from tests.access.gate import ABSENT_EMPLOYER
from tests.access.row import Row
from tests.sites import ABSENT_CASE, Site


def decided_case(alice: Site) -> str:
    case = alice.submitted_case()
    alice.read(case)
    return case


ROWS = {
    f"{verb} {path}/personal-data": Row(
        200, lambda alice, make=make: f"{make(alice)}/personal-data", f"{absent}/personal-data"
    )
    for verb in ("GET", "DELETE")
    for path, make, absent in (
        ("/v1/cases/<case_id>", decided_case, f"/v1/cases/{ABSENT_CASE}"),
        ("/v1/recruiters/<recruiter_id>", recruiter_with_selfie, ABSENT_RECRUITER),
        ("/v1/employers/<employer_id>", Site.verified_employer, ABSENT_EMPLOYER),
    )
}
