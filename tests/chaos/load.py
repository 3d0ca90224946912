"""What sites and recruiters do all day, as stories that are told again and again until it is enough."""

import io
import itertools
import random
import threading
import traceback
from collections.abc import Sequence
from typing import Any

from PIL import Image

from tests.chaos.client import Client, Ledger, Refused, Unanswered
from tests.chaos.readers import FLAT, told
from verifier.domain import credit_code
from verifier.domain.consent import consent_text

ALPHABET = credit_code.ALPHABET
SITE = "Chaos site"
BATCH = 15  # frames
EVERY = 67  # ms between two frames
JOB = {"title": "样本工程师", "text": "在样本路上班，早九晚五。", "industry": "软件", "place": "杭州"}
WORD = {"reviewer": "reviewer-1", "words": "看过了。"}
DECIDED = ("verified", "escalated")


class Actor:
    """Somebody who lives through one story after another."""

    def __init__(self, client: Client, recruiter: Client, name: str) -> None:
        self.client = client
        self.recruiter = recruiter  # their browser, which has no key
        self.chance = client.chance
        self.name = name
        self._numbers = itertools.count(1)

    def live(self, enough: threading.Event) -> None:
        stories = (self.plain_case, self.posting, self.posting, self.doubtful_face, self.other_way, self.keys)
        while not enough.is_set():
            story = self.chance.choice(stories)
            try:
                story()
                self.client.ledger.count(f"stories told: {story.__name__}")
            except Refused:
                self.client.ledger.count(f"stories cut short: {story.__name__}")
            except Unanswered:
                return
            except Exception as error:  # noqa: BLE001  it would end the thread unseen
                self.client.ledger.trouble(
                    f"{story.__name__} broke: {error!r} {traceback.format_exc()[-700:]}"
                )
                return

    def plain_case(self) -> None:
        """A case of one, two or three files, decided."""
        firm = self._firm()
        case = self.client.made("case", "/v1/cases", json=_question(firm))
        for _ in range(self.chance.randint(1, 3)):
            self._evidence(case, firm)
        self._submitted(case)
        if self.chance.random() < 0.5:
            self.client.until(case, lambda members: members["state"] in DECIDED)

    def posting(self) -> None:
        """An employer and its recruiter verified; permits asked for, used, taken back; then a stop."""
        firm = self._firm()
        employer = self._opened(firm)
        case = self.client.made("case", "/v1/cases", json=_question(firm) | {"employer_id": id_of(employer)})
        self._evidence(case, firm)
        self._submitted(case)
        recruiter = self._recruiter()
        self._shown(recruiter, "enrol")
        self.client.made("membership", f"{employer}/recruiters", json={"recruiter_id": id_of(recruiter)})
        self.client.until(case, lambda members: members["state"] in DECIDED)
        for _ in range(self.chance.randint(1, 4)):
            self._permit(employer, recruiter)
        if self.chance.random() < 0.3:
            self._shown(recruiter, "reauthenticate")
        if self.chance.random() < 0.4:
            self._stopped(employer, recruiter)
        if self.chance.random() < 0.2:
            self.client.send("DELETE", f"{recruiter}/face", 204)

    def doubtful_face(self) -> None:
        """A film that a person has to look at, with frames kept for them."""
        recruiter = self._recruiter()
        session = self._shown(recruiter, "enrol", how=FLAT)
        review = {
            "outcome": self.chance.choice(("verified", "rejected")),
            "reviewer": "r-1",
            "reason": "看过。",
        }
        if self.chance.random() < 0.7:
            self.client.made("review", f"{session}/review", json=review)

    def other_way(self) -> None:
        """A recruiter who hands in two selfies, begins a film, and then rather shows no face."""
        recruiter = self._recruiter()
        self._selfie(recruiter)
        asked = self.client.post(f"{recruiter}/face-sessions", json={"purpose": "enrol"})
        page = self._agreed(asked.json()["url"])
        number = self.recruiter.send("POST", f"{page}/attempts", 201).json()["number"]
        self._batch(f"{page}/attempts/{number}", 0, "nobody", "")
        if self.chance.random() < 0.5:
            self.recruiter.send("POST", f"{page}/other-way", 200, json={"way": "video_call"})
        else:
            self.recruiter.send("POST", f"{page}/withdrawal", 204, json={})

    def keys(self) -> None:
        """A key made, rotated and revoked; a test message sent."""
        key = self.client.post("/v1/keys", json={"name": "tool", "scopes": ["events:read"]}).headers[
            "Location"
        ]
        key = self.client.post(f"{key}/rotation", json={"overlap_hours": 0}).headers["Location"]
        self.client.send("DELETE", key, 204)
        (hook,) = self.client.get("/v1/webhooks").json()["items"]
        self.client.post(f"/v1/webhooks/{hook['id']}/test", 202)

    def _firm(self) -> dict[str, str]:
        """A firm that nobody else has."""
        number = next(self._numbers)
        drawn = random.Random(f"{self.name}-{number}")
        first8 = "".join(drawn.choices("0123456789ABCDEFGH", k=8))
        head = "91440300" + first8 + credit_code.organisation_check_character(first8)
        syllables = "".join(drawn.choices("云海山石林泉星月松竹梅兰青白金玉", k=6))
        return {
            "name": f"深圳市{syllables}信息技术有限公司",
            "code": head + credit_code.check_character(head),
            "person": "林" + syllables[:2],
            "address": f"广东省深圳市南山区{syllables}路{number}号",
            "reference": f"{self.name}-{number}",
        }

    def _opened(self, firm: dict[str, str]) -> str:
        question = {"reference": firm["reference"], "account_type": "direct_employer"}
        try:
            return self.client.made("employer", "/v1/employers", json=question)
        except Refused as refused:
            return self._found(refused, "employer_known", f"/v1/employers?reference={firm['reference']}")

    def _recruiter(self) -> str:
        reference = f"{self.name}-recruiter-{next(self._numbers)}"
        try:
            recruiter = self.client.made("recruiter", "/v1/recruiters", json={"reference": reference})
        except Refused as refused:
            recruiter = self._found(refused, "recruiter_known", f"/v1/recruiters?reference={reference}")
        self._selfie(recruiter)
        return recruiter

    def _found(self, refused: Refused, code: str, path: str) -> str:
        """What an earlier try made, whose answer was lost."""
        if str(refused) != code:
            raise refused
        (known,) = self.client.get(path).json()["items"]
        return f"{path.partition('?')[0]}/{known['id']}"

    def _evidence(self, case: str, firm: dict[str, str]) -> None:
        data = picture(told(**firm, nonce=str(self.chance.random())), self.chance)
        form, files = {"kind": "business_licence"}, {"file": ("licence.jpg", data, "image/jpeg")}
        self.client.made("evidence", f"{case}/evidence", data, data=form, files=files)

    def _submitted(self, case: str) -> None:
        try:
            self.client.post(f"{case}/submission", 202)
        except Refused as refused:
            if str(refused) != "case_not_open":
                raise

    def _selfie(self, recruiter: str) -> None:
        data = picture(told(who=id_of(recruiter)), self.chance)
        files = {"file": ("selfie.jpg", data, "image/jpeg")}
        self.client.post(f"{recruiter}/portraits", data={"kind": "selfie"}, files=files)

    def _shown(self, recruiter: str, purpose: str, how: str = "") -> str:
        """A session to its end, or until a person has to look; where it is."""
        asked = self.client.post(f"{recruiter}/face-sessions", json={"purpose": purpose})
        session = asked.headers["Location"]
        page = self._agreed(asked.json()["url"])
        while not self._filmed(page, id_of(recruiter), how):
            self.client.ledger.count("films begun anew")
        self.client.until(session, lambda members: members["state"] not in ("active", "analysing"))
        return session

    def _filmed(self, page: str, who: str, how: str) -> bool:
        """Whether a film arrived; not where a try that nobody waited for any more began another one since."""
        challenge = self.recruiter.send("POST", f"{page}/attempts", 201).json()
        attempt = f"{page}/attempts/{challenge['number']}"
        batches = challenge["length"] // (EVERY * BATCH) + 1
        try:
            for index in range(batches):
                self._batch(attempt, index, who, how)
            self.recruiter.send("POST", f"{attempt}/finish", 200, json={"batches": batches})
        except Refused as refused:
            if str(refused) != "attempt_over":
                raise
            return False
        return True

    def _agreed(self, url: str) -> str:
        """The page's path, once its consent is given."""
        self.recruiter.forget_cookies()
        page = "/face/" + url.rpartition("/")[2]
        self.recruiter.get(page)
        agreed = {"text_sha256": consent_text("zh", SITE).sha256, "keeps_frames": True}
        self.recruiter.send("POST", f"{page}/consent", 200, json=agreed)
        return page

    def _batch(self, attempt: str, index: int, who: str, how: str) -> None:
        times = [(index * BATCH + number) * EVERY for number in range(BATCH)]
        frames = [self._frame(who, how) for _ in times]
        parts: list[tuple[str, Any]] = [("times", (None, str(times)))]
        parts += [("frame", (f"{number}.jpg", frame, "image/jpeg")) for number, frame in enumerate(frames)]
        self.recruiter.send("PUT", f"{attempt}/batches/{index}", 200, files=parts)

    def _frame(self, who: str, how: str) -> bytes:
        return b"\xff\xd8" + told(who=who, how=how) + self.chance.randbytes(600) + b"\xff\xd9"

    def _permit(self, employer: str, recruiter: str) -> None:
        wish = {
            "employer_id": id_of(employer),
            "recruiter_id": id_of(recruiter),
            "job": JOB,
            "device": self.name,
        }
        answer = self.client.post("/v1/posting-permits", json=wish)
        permit = answer.headers["Location"]
        self.client.ledger.count(f"permits answered {answer.json()['answer']}")
        if answer.json()["answer"] != "allow":
            return
        if self.chance.random() < 0.7:
            self.client.made("redemption", f"{permit}/redemption", json={"job": JOB})
        else:
            self.client.send("DELETE", permit, 204)

    def _stopped(self, employer: str, recruiter: str) -> None:
        self.client.made("stop", f"{employer}/stop", json=WORD | {"state": "suspended"})
        self._permit(employer, recruiter)
        if self.chance.random() < 0.5:
            self.client.made("restoration", f"{employer}/restoration", json=WORD)


class Load:
    """So many actors at once, until it is enough; then each ends its story."""

    def __init__(self, url: str, keys: Sequence[str], actors: int, seed: int) -> None:
        self.ledger = Ledger()
        self._enough = threading.Event()
        self._threads = [
            threading.Thread(
                target=self._actor(url, keys[number % len(keys)], f"{seed}-{number}").live,
                args=(self._enough,),
            )
            for number in range(actors)
        ]

    def begin(self) -> None:
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        self._enough.set()
        for thread in self._threads:
            thread.join()

    def _actor(self, url: str, key: str, name: str) -> Actor:
        chance = random.Random(name)
        return Actor(
            Client(url, key, self.ledger, chance), Client(url, None, self.ledger, chance), f"actor-{name}"
        )


def _question(firm: dict[str, str]) -> dict[str, Any]:
    declared = {name: firm[name] for name in ("name", "code", "person")}
    return {"account_type": "direct_employer", "declared": declared, "reference": firm["reference"]}


def picture(comment: bytes, chance: random.Random) -> bytes:
    """A photo of nothing that says something, and that no other equals to the byte."""
    file = io.BytesIO()
    shade = tuple(chance.randint(0, 255) for _ in range(3))
    Image.new("RGB", (750, 400), shade).save(file, "JPEG", comment=comment)
    return file.getvalue()


def id_of(location: str) -> str:
    return location.rpartition("/")[2]
