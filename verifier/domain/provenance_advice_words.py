"""The words of verifier.domain.advice on a file's origin, by finding code: Chinese, English. Data only."""

from collections.abc import Mapping
from typing import Final

_ORIGINAL: Final = (
    "请上传营业执照的原始照片、扫描件或电子营业执照，不要使用修图或生成工具处理过的图片，审核人员会查看。",
    "Upload the original photo or scan of the licence, or the electronic licence, rather than a picture that "
    "went through an editing or drawing program; a reviewer will look.",
)

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "provenance_ai_declared": _ORIGINAL,
    "provenance_ai_partly_declared": _ORIGINAL,
    "provenance_thumbnail_differs": _ORIGINAL,
    "provenance_invalid_manifest": _ORIGINAL,
    "provenance_unreadable_manifest": (
        "文件附带的来源信息无法识别，您暂时无需操作。",
        "What the file says about its origin could not be made out; there is nothing for you to do for now.",
    ),
    "provenance_not_read": (
        "本次没有查看文件的来源信息，您暂时无需操作。",
        "The file was not asked about its origin this time; there is nothing for you to do for now.",
    ),
}
