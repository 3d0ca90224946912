"""What workers live on: a process loads every engine, starts no thread, and its forks measure alike.

In a process of its own, since the tests' has long started threads.
"""

import json
import subprocess
import sys

import pytest

from models.faces.engine import FaceEngine
from tests.portraits.challenges import challenge
from tests.portraits.films import film
from verifier.domain.face_session import PortraitKind
from verifier.domain.faces import Action
from verifier.usecases.faces.films import Film
from workers.readers.film import FilmReader

FORKS = 4
PROGRAM = """
import json, multiprocessing, os
from pathlib import Path
from tests.integration.test_face_fork import FORKS, measured
from workers.main import load_all

def threads():
    return len(os.listdir("/proc/self/task"))

def child(reader, pipe):
    pipe.send((threads(), measured(reader)))

reader = load_all().of_films
loaded = threads()
fork = multiprocessing.get_context("fork")
pipes = [fork.Pipe() for _ in range(FORKS)]
children = [fork.Process(target=child, args=(reader, there)) for _, there in pipes]
[one.start() for one in children]
found = [here.recv() for here, _ in pipes]
[one.join() for one in children]
print(json.dumps([loaded, threads(), found, [one.exitcode for one in children]]))
"""


def measured(reader: FilmReader) -> list[str]:
    """All that is measured on a short film and on a portrait, as text, with the templates."""
    frames = film(challenge(Action.BLINK))[:25]
    portraits = {PortraitKind.SELFIE: (frames[0].jpeg, "image/jpeg")}
    seen = reader.read(Film(frames, portraits), challenge(Action.BLINK))
    still = seen.portraits[PortraitKind.SELFIE]
    templates = [one.vector.hex() for one in (*seen.templates, *still.templates)]
    return [repr(seen.live), repr(still.measures), *templates]


@pytest.fixture(scope="module")
def run() -> list[object]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=170
    )
    answer: list[object] = json.loads(done.stdout.splitlines()[-1])
    return answer


@pytest.mark.skipif(sys.platform != "linux", reason="counts threads in /proc")
def test_loading_every_engine_starts_no_thread_and_neither_does_forking(run: list[object]) -> None:
    loaded, after, found, _ = run
    assert (loaded, after) == (1, 1)
    assert [threads for threads, _ in found] == [1] * FORKS


def test_forked_children_measure_what_an_engine_of_its_own_measures(run: list[object]) -> None:
    _, _, found, codes = run
    assert codes == [0] * FORKS
    alone = measured(FilmReader(FaceEngine.load()))
    assert len(alone) == 6  # measures of the film and the portrait, and each engine's template of both
    assert [numbers for _, numbers in found] == [alone] * FORKS
