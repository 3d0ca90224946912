"""The words of verifier.domain.advice on films of faces, by finding code: Chinese, English. Data only.

For the recruiter, and warm: most of it befalls honest people. No score, and nothing that tells an attacker
what gave them away: what looks like an attack is all answered with the same words, that a person will look.
"""

from collections.abc import Mapping
from typing import Final

PASSES: Final = (
    "times_believable", "frames_sound", "film_fresh", "one_face", "same_face", "steps_shown", "picture_moves",
    "turn_has_depth", "face_matches", "second_opinion_agrees", "face_pictured", "passive_live",
    "card_matches",
)  # fmt: skip

# A person will look; which of these it was is for the reviewer alone.
LOOKED_AT: Final = (
    "times_backwards", "times_ahead", "film_overlong", "frames_refused", "film_replayed", "face_changed",
    "frames_repeat", "picture_frozen", "turn_flat", "face_differs", "face_uncompared",
    "second_opinion_differs", "passive_spoof", "card_differs", "card_doubtful", "card_of_several",
    "card_uncompared",
)  # fmt: skip

# Nothing that the recruiter would have to know of.
SILENT: Final = ("passive_absent", "second_opinion_absent")

_STEADY: Final = (
    "摄像头的画面没有完整传到。请关闭其他占用摄像头的应用，换到网络较好的地方，再试一次。",
    "The pictures of your camera did not all arrive. Close other programs that use the camera, go where the "
    "connection is better, and try once more.",
)
_AHEAD: Final = (
    "没有一直清楚地看到您的脸。请靠近并正对摄像头，让脸占满框内，摘下口罩和墨镜，再试一次。",
    "Your face could not be seen clearly all the time. Look into the camera from near enough that your face "
    "fills the frame, without mask or dark glasses, and try once more.",
)
_STEPS: Final = (
    "有的动作没有看清。请等提示出现后再做，动作明显一些，做完回到正面，一次只做一个动作，再试一次。",
    "One of the movements could not be made out. Wait for each prompt, move clearly, look ahead again "
    "afterwards, do one thing at a time, and try once more.",
)

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "film_short": _STEADY,
    "pace_slow": _STEADY,
    "no_frames": _STEADY,
    "film_unmeasured": _STEADY,
    "frame_size_changed": (
        "拍摄时手机转动了方向。请保持手机竖直或横放不变，再试一次。",
        "The phone was turned round while it filmed. Keep it upright, or keep it lying, and try once more.",
    ),
    "no_face": _AHEAD,
    "face_seldom_ahead": _AHEAD,
    "live_face_unseen": _AHEAD,
    "several_faces": (
        "画面里不止一张脸。请一个人在摄像头前，避开身后的人和照片，再试一次。",
        "There was more than one face in the picture. Be alone before the camera, with no people or "
        "portraits behind you, and try once more.",
    ),
    "step_missed": _STEPS,
    "steps_out_of_order": _STEPS,
    "unasked_action": _STEPS,
    "turn_unmeasured": (
        "转头的动作没有看清。请慢慢转头，转到约三十度，停一下再转回来，再试一次。",
        "The turn of your head could not be made out. Turn slowly, a third of the way to your shoulder, "
        "rest a moment, turn back, and try once more.",
    ),
    "face_doubtful": (
        "没能确认是您本人。请在明亮均匀的光线下正对摄像头，摘下眼镜和帽子，再试一次。",
        "It could not be made sure that this is you. Look into the camera in bright, even light, without "
        "glasses and hat, and try once more.",
    ),
    "card_portrait_unseen": (
        "提交的身份证上看不清人脸。如需重新提交，请正对证件、避开反光拍摄。",
        "No face can be seen on the identity card that was handed in. If it is asked for again, photograph "
        "it straight on and without glare.",
    ),
    "portrait_without_face": (
        "登记的照片里看不清人脸，审核人员会查看；也请您让网站更新您的照片。",
        "No face can be seen in the picture that was handed in for you. A reviewer will look; please have "
        "the site replace that picture.",
    ),
    "portrait_several_faces": (
        "登记的照片里不止一个人，审核人员会查看；也请您让网站换成只有您一个人的照片。",
        "The picture that was handed in for you shows more than one person. A reviewer will look; please "
        "have the site replace it with one of you alone.",
    ),
    "face_too_small": (
        "脸离摄像头太远。请靠近一些，让脸占满框内，再试一次。",
        "Your face was too far away. Come nearer, so that it fills the frame, and try once more.",
    ),
    "face_too_dark": (
        "光线太暗。请面向窗户或灯光，再试一次。",
        "It was too dark. Face a window or a lamp, and try once more.",
    ),
    "face_too_bright": (
        "光线太强。请避开直射的阳光或灯光，再试一次。",
        "It was too bright. Move out of direct sun or lamplight, and try once more.",
    ),
    "face_blurred": (
        "画面模糊。请擦一擦镜头，把手机放稳，再试一次。",
        "The picture was blurred. Wipe the lens, put the phone where it is steady, and try once more.",
    ),
}  # fmt: skip
