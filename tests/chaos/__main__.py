"""`python -m tests.chaos …` is `python -m verifier …`, but for the workers that `serve` starts."""

from verifier.cli import main
from verifier.serving import service

if __name__ == "__main__":
    service.WORKERS = "tests.chaos.readers"
    service.APP = "tests.chaos.web:app"
    main()
