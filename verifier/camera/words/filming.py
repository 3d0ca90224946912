"""The words for holding the face well, for the steps, and for sending the film. Data only."""

from collections.abc import Mapping
from typing import Final

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "live_title": ("对准您的脸", "Bring your face into the oval"),
    "preview": ("摄像头画面，左右相反，像照镜子", "What the camera sees, mirrored"),
    "guide_wait": ("请看着镜头…", "Look into the camera…"),
    "guide_none": (
        "请让整张脸进入椭圆，周围光线亮一些。",
        "Bring your whole face into the oval, in good light.",
    ),
    "guide_closer": ("请靠近一点。", "Come a little closer."),
    "guide_further": ("请离远一点。", "Move back a little."),
    "guide_left": ("请向您的左边移一点。", "Move a little to your left."),
    "guide_right": ("请向您的右边移一点。", "Move a little to your right."),
    "guide_up": ("请把脸抬高一点，或把镜头放低。", "Move up a little, or lower the camera."),
    "guide_down": ("请把脸放低一点，或把镜头抬高。", "Move down a little, or raise the camera."),
    "guide_dark": ("光线太暗，请面向灯或窗。", "It is too dark. Face a lamp or a window."),
    "guide_bright": ("光线太强，请避开直射光。", "It is too bright. Turn away from direct light."),
    "guide_blurred": ("画面模糊，请拿稳，擦一擦镜头。", "The picture is blurred. Hold still, wipe the lens."),
    "guide_good": ("很好，可以开始了。", "Good. You can start."),
    "guide_anyway": (
        "请让脸在椭圆中间，光线均匀，准备好就可以开始。",
        "Keep your face in the oval, in even light. You can start when you are ready.",
    ),
    "start": ("开始拍摄", "Start filming"),
    "starting": ("马上开始…", "One moment…"),
    "film_title": ("正在拍摄", "Filming"),
    "step_opening": ("看着镜头，不要动", "Look here and hold still"),
    "step_blink": ("闭上双眼，再睁开", "Close both eyes, then open them"),
    "step_turn_left": ("向您的左边转头", "Turn your head to your left"),
    "step_turn_right": ("向您的右边转头", "Turn your head to your right"),
    "step_open_mouth": ("张大嘴，再闭上", "Open your mouth wide, then close it"),
    "step_rest": ("看着镜头", "Look here"),
    "step_done": ("好了，请稍等", "Done. One moment"),
    "step_of": ("第 {number} 步，共 {total} 步", "Step {number} of {total}"),
    "seconds_left": ("{seconds} 秒", "{seconds} s"),
    "film_progress": ("拍摄进度", "Progress of the film"),
    "stop": ("停止", "Stop"),
    "send_title": ("正在上传", "Sending the film"),
    "send_lead": ("请不要关闭本页，马上就好。", "Keep this page open. It will not take long."),
    "send_progress": ("上传进度", "Progress of the upload"),
    "send_percent": ("已上传 {percent}%", "{percent} % sent"),
    "offline": (
        "网络断开了。连上网络后会接着上传，已上传的不会丢失。",
        "You are offline. It goes on by itself when the connection is back; nothing that was sent is lost.",
    ),
    "slow": ("网络不稳定，正在重试…", "The connection is unsteady. Trying again…"),
    "resumed": ("网络恢复，继续上传。", "The connection is back. Going on."),
    "broken_title": ("这次没有拍完", "This film was not finished"),
    "broken_hidden": (
        "您离开了本页，拍摄已停止。请留在本页再拍一次。",
        "You left the page, so filming stopped. Stay on the page and film again.",
    ),
    "broken_turned": (
        "手机转了方向，拍摄已停止。请拿稳后再拍一次。",
        "The device was turned, so filming stopped. Hold it steady and film again.",
    ),
    "broken_interrupted": (
        "摄像头中断了，可能有来电或别的程序占用。结束后请再拍一次。",
        "The camera was interrupted, perhaps by a call or another program. When that is over, film again.",
    ),
    "broken_stopped": ("您停止了拍摄。准备好后可以再拍一次。", "You stopped. Film again when you are ready."),
    "broken_slow": (
        "画面太少，设备可能太忙。请关闭其他程序，再拍一次。",
        "Too few pictures came from the camera; the device may be busy. Close other programs and film again.",
    ),
    "broken_late": (
        "上传用时太长，这次已作废。请换一个更好的网络再拍一次。",
        "Sending took too long, so this film does not count. Find a better connection and film again.",
    ),
    "broken_refused": ("这段画面没有被接受。请再拍一次。", "This film was not accepted. Film again."),
    "broken_start": (
        "没能开始，可能是网络问题。请检查网络后再试。",
        "It could not be started, perhaps for want of a connection. Check it and try again.",
    ),
    "attempts_left": ("还可以拍 {number} 次。", "You can film {number} more times."),
    "attempts_left_one": (
        "还可以拍 1 次；之后会由审核人员查看。",
        "You can film once more; after that a person looks.",
    ),
    "film_again": ("再拍一次", "Film again"),
}
