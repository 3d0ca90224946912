"""A person's or an employer's data over HTTP: read all of it, or have it erased."""

from collections.abc import Callable
from typing import Any

from verifier.api import context
from verifier.api.blueprints import KeyedBlueprint, identifier
from verifier.api.faces.recruiters import RECRUITER_ID
from verifier.api.gate.employers import EMPLOYER_ID
from verifier.api.retention import examples
from verifier.api.retention.answers import ErasureAnswer, PersonalDataAnswer
from verifier.domain.api_key import Scope
from verifier.domain.errors import NotFound
from verifier.usecases.retention import erasing, exporting

CASE_ID = {"in": "path", "name": "case_id", "description": "Identifier of one of your cases."}
OF_CASE = "/cases/<case_id>/personal-data"
OF_RECRUITER = "/recruiters/<recruiter_id>/personal-data"
OF_EMPLOYER = "/employers/<employer_id>/personal-data"
OF_SEEKER = "/seekers/<seeker_id>/personal-data"
SEEKER_ID = identifier("seeker_id", "skr", "Our identifier of one of your seekers, as grants name it.")

blueprint = KeyedBlueprint(
    "personal data",
    __name__,
    url_prefix="/v1",
    description="What is kept of somebody (PIPL Art. 45), and its erasure (Art. 47).",
)


@blueprint.route(OF_CASE, scope=Scope.CASES_READ, parameters=[CASE_ID], methods=["GET"])
@blueprint.response(200, PersonalDataAnswer, description="All that is kept.", example=examples.PERSONAL_DATA)
@blueprint.problems(NotFound)
def read_case_data(case_id: str) -> dict[str, Any]:
    """Read all that is kept of a case

    With sources, purposes and how long each stays. A case that looks alike is named by its id alone.
    """
    return _told(case_id)


@blueprint.route(OF_CASE, scope=Scope.CASES_WRITE, parameters=[CASE_ID], methods=["DELETE"])
@blueprint.response(200, ErasureAnswer, description="Erased, now or before.", example=examples.ERASURE)
@blueprint.problems(NotFound)
def erase_case_data(case_id: str) -> dict[str, Any]:
    """Erase a case's data

    Files, what was read from them, what was declared and every word of the findings. The decisions' outcomes
    and codes stay. A case that was never decided goes whole. What its employer is known by goes with that.
    """
    return _erased(erasing.erase_case, case_id)


@blueprint.route(OF_RECRUITER, scope=Scope.FACES_READ, parameters=[RECRUITER_ID], methods=["GET"])
@blueprint.response(200, PersonalDataAnswer, description="All that is kept.", example=examples.PERSONAL_DATA)
@blueprint.problems(NotFound)
def read_recruiter_data(recruiter_id: str) -> dict[str, Any]:
    """Read all that is kept of a recruiter

    Of a template it is said that there is one; what was measured in films is there.
    """
    return _told(recruiter_id)


@blueprint.route(OF_RECRUITER, scope=Scope.FACES_WRITE, parameters=[RECRUITER_ID], methods=["DELETE"])
@blueprint.response(200, ErasureAnswer, description="Erased, now or before.", example=examples.ERASURE)
@blueprint.problems(NotFound)
def erase_recruiter_data(recruiter_id: str) -> dict[str, Any]:
    """Erase a recruiter's data

    Their face, films, pictures, devices and your own `reference`; sessions end, permits are taken back, and
    they post for nobody any more. Consents and outcomes stay for as long as the law asks.
    """
    return _erased(erasing.erase_recruiter, recruiter_id)


@blueprint.route(OF_EMPLOYER, scope=Scope.EMPLOYERS_READ, parameters=[EMPLOYER_ID], methods=["GET"])
@blueprint.response(200, PersonalDataAnswer, description="All that is kept.", example=examples.PERSONAL_DATA)
@blueprint.problems(NotFound)
def read_employer_data(employer_id: str) -> dict[str, Any]:
    """Read all that is kept of an employer

    Its cases included. Its recruiters are named by their ids alone.
    """
    return _told(employer_id)


@blueprint.route(OF_EMPLOYER, scope=Scope.EMPLOYERS_WRITE, parameters=[EMPLOYER_ID], methods=["DELETE"])
@blueprint.response(200, ErasureAnswer, description="Erased, now or before.", example=examples.ERASURE)
@blueprint.problems(NotFound)
def erase_employer_data(employer_id: str) -> dict[str, Any]:
    """Erase an employer's data

    That of its cases, what the account is known by, every word of its record and your own `reference`. It is
    verified no more. A stop stays, and entries of the block list hold until their end, also for whoever
    registers anew. Its recruiters are people of their own: erase each.
    """
    return _erased(erasing.erase_employer, employer_id)


@blueprint.route(OF_SEEKER, scope=Scope.GRANTS_WRITE, parameters=[SEEKER_ID], methods=["GET"])
@blueprint.response(200, PersonalDataAnswer, description="All that is kept.", example=examples.PERSONAL_DATA)
@blueprint.problems(NotFound)
def read_seeker_data(seeker_id: str) -> dict[str, Any]:
    """Read all that is kept of a seeker

    Grants, who read by them, links and complaints. No résumé is: we never have one.
    """
    return _told(seeker_id)


@blueprint.route(OF_SEEKER, scope=Scope.GRANTS_WRITE, parameters=[SEEKER_ID], methods=["DELETE"])
@blueprint.response(200, ErasureAnswer, description="Erased, now or before.", example=examples.ERASURE)
@blueprint.problems(NotFound)
def erase_seeker_data(seeker_id: str) -> dict[str, Any]:
    """Erase a seeker's data

    Every grant ends; your own keys, links, aliases and the words of complaints go. That there was one, and
    who read by it, stays under our own identifier for as long as the law asks.
    """
    return _erased(erasing.erase_seeker, seeker_id)


def _told(subject_id: str) -> dict[str, Any]:
    ports = context.ports()
    export = exporting.read_personal_data(ports, context.tenant().id, subject_id, by=context.api_key())
    records = [
        {
            "kind": part.table,
            **exporting.origin(ports.retention_policy, part.table),
            "rows": part.rows,
            "more": part.more,
        }
        for part in export.parts
    ]
    return {
        "subject": export.subject_id,
        "made_at": export.made_at,
        "policy_version": export.policy_version,
        "records": records,
    }


def _erased(erase: Callable[..., erasing.Erased], subject_id: str) -> dict[str, Any]:
    done = erase(context.ports(), context.tenant().id, subject_id, by=context.api_key())
    return {
        "subject": done.subject_id,
        "erased_at": done.at,
        "receipts": [one.id for one in done.receipts],
        "rows": done.rows,
        "files": done.files,
        "files_gone_by": done.files_gone_by,
        "kept": [{"what": one.what, "why": one.why, "until": one.until} for one in done.kept],
    }
