"""The words of the page of an office film. Data only."""

from collections.abc import Mapping
from typing import Final

from verifier.domain.consent import LANGUAGES

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "film_lead": (
        "请用手机拍一段办公场所的视频，一次拍完，不要剪辑，10 秒到 5 分钟。",
        "Please film your office with a phone, in one take without cutting: 10 seconds to 5 minutes.",
    ),
    "film_again": ("上一段视频无法使用，请重新拍摄", "The last film could not be used. Please film again"),
    "film_word_why": (
        "先领取一个口令，把它大字写在纸上。口令只用于这一段视频。",
        "First get a word and write it large on a sheet of paper. It is good for this film alone.",
    ),
    "film_word_get": ("领取口令", "Get my word"),
    "film_word": ("您的口令", "Your word"),
    "film_route": ("拍摄路线", "What to film"),
    "film_step_sign": (
        "门口的招牌或前台，单位名称要清楚，停留 3 秒。",
        "The sign at the entrance or front desk: your company's name, sharp, for 3 seconds.",
    ),
    "film_step_desks": ("走过办公区。", "Walk along the desks."),
    "film_step_word": (
        "写着口令的纸，停留 3 秒。",
        "The sheet with the word, for 3 seconds.",
    ),
    "film_people": (
        "请先告诉在场的同事，并避免拍到他们的脸。视频读取后即删除，只保留十二张小图供审核。",
        "Tell your colleagues first and keep their faces out of the picture. The film is deleted once it was "
        "read; twelve small pictures are kept for a reviewer.",
    ),
    "film_choose": ("拍摄或选择视频（最大 300 MB）", "Film it, or choose the film (up to 300 MB)"),
    "film_send": ("发送（不超过 20 MB）", "Send (up to 20 MB)"),
    "film_progress": ("上传进度", "Progress of the upload"),
    "film_script_sent": ("已上传 {share}%", "{share} % sent"),
    "film_script_pause": ("暂停", "Pause"),
    "film_script_resume": ("继续上传", "Go on"),
    "film_script_stopped": (
        "网络中断，已上传的部分不会丢失。联网后请继续。",
        "The network is away. What was sent is kept; go on when it is back.",
    ),
    "film_script_too_large": (
        "视频超过 300 MB，请拍短一些。",
        "The film has more than 300 MB; make it shorter.",
    ),
    "film_script_done": ("已全部上传。", "All of it has arrived."),
    "trouble_video_too_large_title": ("视频太大", "The film is too large"),
    "trouble_video_too_large": ("请拍短一些，不超过 300 MB。", "Make it shorter, up to 300 MB."),
    "trouble_video_empty_title": ("没有收到视频", "No film arrived"),
    "trouble_video_empty": ("请返回，选择视频后再发送。", "Go back, choose the film and send it."),
}
_SCRIPT: Final = "film_script_"


def for_script(language: str) -> dict[str, str]:
    """The words that the page's script says by itself; `{share}` keeps its braces."""
    place = LANGUAGES.index(language)
    return {key.removeprefix(_SCRIPT): both[place] for key, both in SAID.items() if key.startswith(_SCRIPT)}
