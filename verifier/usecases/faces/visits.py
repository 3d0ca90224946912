"""What a recruiter does on the page, proven by the link's token and, once begun, by the browser's secret.

The link is good for one browser: whoever agrees first is tied to it, and the link is dead anywhere else.
Opening a link changes nothing, since messengers open links by themselves. Films are in `uploads`.
"""

from dataclasses import dataclass, replace

from verifier.domain.advice import Advice, advise
from verifier.domain.audit import Action, Actor, ActorKind, Deed
from verifier.domain.consent import LANGUAGES, ConsentText, consent_text
from verifier.domain.errors import ConsentChanged, FaceLocked, FieldError, Invalid
from verifier.domain.face_decision import FaceOutcome
from verifier.domain.face_session import (
    Attempt,
    Consent,
    FaceSession,
    OtherWay,
    SessionState,
)
from verifier.usecases import tokens
from verifier.usecases.audit import record
from verifier.usecases.faces import keeping, links
from verifier.usecases.faces.deciding import refer
from verifier.usecases.faces.locking import attempts_left, locked_until
from verifier.usecases.faces.recruiters import forget_face, forget_pictures
from verifier.usecases.faces.uploads import begin_attempt, finish_attempt, is_under_way, take_batch
from verifier.usecases.ports import Ports, Transaction

__all__ = [
    "Visit",
    "begin_attempt",
    "finish_attempt",
    "give_consent",
    "take_batch",
    "take_other_way",
    "visit",
    "withdraw",
]


@dataclass(frozen=True, slots=True)
class Visit:
    """What the page shows. `state` is as of now; `site` is the tenant's name; `advice` of the last attempt.

    `tied`: whether the session belongs to this browser. `elsewhere`: whether it belongs to another. Nobody
    but the browser that it belongs to is shown anything of an attempt. `session.locked` is as of now, too.
    """

    session: FaceSession
    state: SessionState
    site: str
    tied: bool
    elsewhere: bool
    attempts_left: int
    advice: tuple[Advice, ...] = ()
    attempt: Attempt | None = None  # under way
    received: tuple[int, ...] = ()  # batches of it, by index


def visit(ports: Ports, token: str, browser: str | None) -> Visit:
    """Where the session stands; changes nothing. Raises LinkUnknown."""
    with ports.view() as tx:
        session = links.followed(tx, token)
        tied = links.is_tied(tx, session, browser)
        tenant = tx.tenants.get(session.tenant_id)
        assert tenant is not None, "a session's tenant is a foreign key"
        locked = session.locked or _is_locked(ports, tx, session)
        seen = Visit(
            session=replace(session, locked=locked),
            state=session.state_at(ports.clock.now()),
            site=tenant.name,
            tied=tied is True,
            elsewhere=tied is False,
            attempts_left=attempts_left(ports, tx, session),
        )
        return _with_attempt(ports, tx, seen) if tied else seen


def give_consent(
    ports: Ports, token: str, browser: str | None, *, language: str, text_sha256: str, keeps_frames: bool
) -> str:
    """Note the consent and tie the session to a browser; returns the browser's secret.

    Again in the same browser changes nothing. Raises LinkUnknown, LinkUsed, SessionOver, ConsentChanged (the
    text is not the one in force), FaceLocked, or Invalid for a language that it is not in.
    """
    now = ports.clock.now()
    with ports.transaction() as tx:
        session = links.held(tx, token)
        tied = links.must_not_be_elsewhere(tx, session, browser)
        links.must_be_open(session, now)
        if tied and browser is not None and session.consent is not None:
            return browser
        if session.locked or _is_locked(ports, tx, session):
            raise FaceLocked
        text = text_in_force(tx, session, language)
        if text.sha256 != text_sha256:
            raise ConsentChanged
        secret = _tie(tx, session, browser)
        agree(ports, tx, session, Consent(text.version, language, text_sha256, now, keeps_frames))
        return secret


def agree(ports: Ports, tx: Transaction, session: FaceSession, consent: Consent) -> FaceSession:
    """Note the consent; the session, whose recruiter is held, as it is then."""
    until = max(session.expires_at, consent.given_at + ports.face_policy.limits.link)
    agreed = replace(session, state=SessionState.ACTIVE, consent=consent, expires_at=until)
    tx.face_sessions.keep(agreed)
    told = {
        "version": consent.version,
        "language": consent.language,
        "text_sha256": consent.text_sha256,
        "keeps_frames": "yes" if consent.keeps_frames else "no",
    }
    deed = Deed(Action.CONSENT_GIVEN, _recruiter(session), session.id, told)
    record(tx, session.tenant_id, deed, now=consent.given_at)
    return agreed


def take_other_way(ports: Ports, token: str, browser: str | None, way: OtherWay) -> str:
    """Be verified without a face: the session goes to a person; returns the browser's secret.

    The same again in the same browser changes nothing. Raises LinkUnknown, LinkUsed, SessionOver.
    """
    now = ports.clock.now()
    with ports.transaction() as tx:
        session = links.held(tx, token)
        tied = links.must_not_be_elsewhere(tx, session, browser)
        if tied and browser is not None and session.way is way:
            return browser
        links.must_be_open(session, now)
        secret = browser if tied and browser is not None else _tie(tx, session, browser)
        doomed = forget_pictures(tx, session)
        keeping.doom(tx, session.tenant_id, doomed, now)
        refer(ports, tx, replace(session, way=way))
        deed = Deed(Action.OTHER_WAY_TAKEN, _recruiter(session), session.id, {"way": way.value})
        record(tx, session.tenant_id, deed, now=now)
    keeping.erase(ports, session.tenant_id, doomed)
    return secret


def withdraw(ports: Ports, token: str, browser: str | None) -> None:
    """The recruiter withdraws the consent: `forget_face`.

    Raises LinkUnknown, LinkUsed, or SessionOver for a link that was never followed up and has expired.
    """
    with ports.view() as tx:
        session = links.followed(tx, token)
        if not links.must_not_be_elsewhere(tx, session, browser):
            links.must_be_open(session, ports.clock.now())
    forget_face(ports, session.tenant_id, session.recruiter_id, _recruiter(session))


def _recruiter(session: FaceSession) -> Actor:
    return Actor(ActorKind.RECRUITER, session.recruiter_id)


def text_in_force(tx: Transaction, session: FaceSession, language: str) -> ConsentText:
    """Raises Invalid for a language that it is not in."""
    if language not in LANGUAGES:
        raise Invalid(errors=[FieldError("/language", f"One of {', '.join(LANGUAGES)}")])
    tenant = tx.tenants.get(session.tenant_id)
    assert tenant is not None, "a session's tenant is a foreign key"
    return consent_text(language, tenant.name)


def _tie(tx: Transaction, session: FaceSession, browser: str | None) -> str:
    """Tie the session to the browser that brings this secret, its own if it has one of ours already.

    A browser that has one, and whose answer is lost on the way, is known again when it asks a second time.
    """
    secret = browser if browser is not None and tokens.is_secret(browser) else tokens.new_secret()
    tied = tx.face_sessions.bind(session.id, tokens.hashed(secret))
    assert tied, "the recruiter is held, and the session was tied to none"
    return secret


def _is_locked(ports: Ports, tx: Transaction, session: FaceSession) -> bool:
    return locked_until(ports, tx, session.tenant_id, session.recruiter_id) is not None


def _with_attempt(ports: Ports, tx: Transaction, seen: Visit) -> Visit:
    """With the attempt that is under way, and what to do better than in the last one, if any."""
    session = seen.session
    attempts = tx.attempts.of_session(session.tenant_id, session.id)
    decisions = tx.face_decisions.of_session(session.tenant_id, session.id)
    last = decisions[-1][0] if decisions else None
    reasons = last.reasons if last is not None and last.outcome is FaceOutcome.RETRY else ()
    current = attempts[-1] if attempts else None
    if current is None or not is_under_way(session, current, ports.clock.now()):
        return replace(seen, advice=advise(reasons))
    received = tuple(batch.index for batch in tx.attempts.batches(current.id))
    return replace(seen, advice=advise(reasons), attempt=current, received=received)
