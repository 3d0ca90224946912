"""Workers as in production, but for the reader: `python -m tests.stand_ins NAME` reads with a stand-in.

For what a real reader cannot be made to do at will: hang, raise with somebody's name in the message, crash.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from verifier import logs
from verifier.domain.reading import Reading, Unreadable
from verifier.settings import Settings
from verifier.usecases import tasks
from verifier.usecases.proofs.mail import carrying
from workers import rq_worker, runtime
from workers.main import run
from workers.runtime import Reader, Readers

NAME_IN_A_MESSAGE = "张三丰的身份证号码"


class Quick:
    """Reads at once; what it reads does not matter here."""

    def read(self, evidence_id: str, data: bytes, media_type: str) -> Reading:
        return Reading(evidence_id, "licence", "stand-in", "1", 1, Unreadable("stand_in", "A stand-in."))


class Slow(Quick):
    """Works for five minutes, interruptibly."""

    def read(self, evidence_id: str, data: bytes, media_type: str) -> Reading:
        time.sleep(300)
        return super().read(evidence_id, data, media_type)


class Late(Quick):
    """Works for longer than the lease lasts without renewals."""

    def read(self, evidence_id: str, data: bytes, media_type: str) -> Reading:
        time.sleep(5)
        return super().read(evidence_id, data, media_type)


class Deaf(Quick):
    """At first hangs in a call that no time-out interrupts."""

    def read(self, evidence_id: str, data: bytes, media_type: str) -> Reading:
        marker = Path(os.environ["BONAFIDE_DATA_DIR"], "deaf-once")
        if not marker.exists():
            marker.touch()
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM, signal.SIGTERM})
            time.sleep(300)
        return super().read(evidence_id, data, media_type)


class Raising(Quick):
    def read(self, evidence_id: str, data: bytes, media_type: str) -> Reading:
        raise RuntimeError(NAME_IN_A_MESSAGE)


class Crashing(Quick):
    """Dies of the evidence "poison", as by a segmentation fault or for want of memory."""

    def read(self, evidence_id: str, data: bytes, media_type: str) -> Reading:
        if data == b"poison":
            os.kill(os.getpid(), signal.SIGKILL)
        return super().read(evidence_id, data, media_type)


def hurry() -> None:
    """Let a lease, a sweep's patience and a look at a job last a third of their time, all of them alike.

    What follows from what stays the same: a renewal may still be missed twice, and so on. A courier's lease
    of a message is cut to what a server on this machine needs: five minutes are for one that hangs.
    """
    carrying.LEASE = timedelta(seconds=6)
    tasks.LEASE = timedelta(seconds=3)
    tasks.RENEW_EVERY = runtime.RENEW_EVERY = timedelta(seconds=1)
    tasks.ASK_AGAIN_AFTER = timedelta(seconds=2)
    rq_worker.MONITORING_INTERVAL = rq_worker.OVERTIME = 2
    rq_worker.HEARTBEAT_TTL = 3 * rq_worker.MONITORING_INTERVAL


STAND_INS: dict[str, Callable[[], Reader]] = {
    "quick": Quick,
    "slow": Slow,
    "late": Late,
    "deaf": Deaf,
    "raising": Raising,
    "crashing": Crashing,
}


if __name__ == "__main__":
    hurry()
    settings = Settings.from_env()
    logs.configure(settings.log_level)
    sys.exit(run(settings, lambda: Readers({"licence": STAND_INS[sys.argv[1]]()})))
