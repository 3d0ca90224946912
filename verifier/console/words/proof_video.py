"""The words of office films for reviewers. Data only."""

from collections.abc import Mapping
from typing import Final

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "proof_film": ("视频", "The film"),
    "proof_film_none": ("还没有收到视频。", "No film has arrived yet."),
    "proof_film_strip": (
        "视频画面，从左到右按时间排列",
        "Frames of the film, in order of time from the left",
    ),
    "proof_film_word": ("口令", "Word"),
    "proof_film_length": ("时长", "Length"),
    "proof_film_seconds": ("{seconds} 秒", "{seconds} s"),
    "proof_film_times": ("画面时间（秒）", "Times of the frames (s)"),
    "proof_film_cuts": ("剪辑处（秒）", "Cuts (s)"),
    "proof_film_freezes": ("静止（秒）", "Stills (s)"),
    "proof_film_texts": ("读到的文字", "Texts that were read"),
}
