"""Office films in memory. They pass the contract suite of the real repository."""

from collections.abc import Sequence

from tests.fake_rows import Repository, must
from verifier.domain.office_video import OfficeVideo, VideoPart
from verifier.domain.proof import RUNNING
from verifier.usecases.office_video_ports import OfficeVideos


class MemoryOfficeVideos(Repository, OfficeVideos):
    def add(self, video: OfficeVideo) -> None:
        must(video.proof_id in self._state.proofs and video.proof_id not in self._state.office_videos)
        self._state.office_videos[video.proof_id] = video

    def get(self, tenant_id: str, proof_id: str) -> OfficeVideo | None:
        video = self._state.office_videos.get(proof_id)
        return video if video and video.tenant_id == tenant_id else None

    def keep(self, video: OfficeVideo) -> None:
        if self.get(video.tenant_id, video.proof_id) is not None:
            self._state.office_videos[video.proof_id] = video

    def add_part(self, part: VideoPart) -> None:
        must((part.proof_id, part.start) not in self._state.office_video_parts)
        self._state.office_video_parts[part.proof_id, part.start] = part

    def parts(self, tenant_id: str, proof_id: str) -> Sequence[VideoPart]:
        rows = [row for row in self._state.office_video_parts.values() if row.proof_id == proof_id]
        mine = [row for row in rows if row.tenant_id == tenant_id]
        return tuple(sorted(mine, key=lambda row: row.start))

    def drop_parts(self, tenant_id: str, proof_id: str) -> Sequence[str]:
        gone = self.parts(tenant_id, proof_id)
        for part in gone:
            del self._state.office_video_parts[part.proof_id, part.start]
        return tuple(dict.fromkeys(part.sha256 for part in gone))

    def left_parts(self, limit: int) -> Sequence[tuple[str, str]]:
        rows = self._state.office_video_parts.values()
        over = [row for row in rows if self._state.proofs[row.proof_id].state not in RUNNING]
        return tuple(dict.fromkeys((row.tenant_id, row.proof_id) for row in over))[:limit]

    def keep_strip(self, tenant_id: str, proof_id: str, sha256: str) -> None:
        must(proof_id not in self._state.office_video_strips)
        self._state.office_video_strips[proof_id] = (tenant_id, sha256)

    def strip(self, tenant_id: str, proof_id: str) -> str | None:
        of, sha256 = self._state.office_video_strips.get(proof_id, (None, None))
        return sha256 if of == tenant_id else None

    def marks_of_others(self, tenant_id: str, employer_id: str) -> Sequence[tuple[str, str]]:
        rows = [row for row in self._state.office_videos.values() if row.tenant_id == tenant_id]
        others = [row for row in rows if row.employer_id != employer_id and row.reading is not None]
        return tuple((row.proof_id, mark) for row in others for _, mark in row.reading.marks)
