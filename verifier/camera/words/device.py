"""The words for opening the camera and for each way in which that fails. Data only."""

from collections.abc import Mapping
from typing import Final

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "camera_title": ("准备摄像头", "Get the camera ready"),
    "camera_ready": (
        "请找一处光线均匀的地方，摘下墨镜、口罩和帽子，把镜头放到与眼睛平齐。",
        "Find even light, take off dark glasses, mask and hat, and hold the camera at the height of "
        "your eyes.",
    ),
    "camera_what": (
        "拍摄约十五秒：先看着镜头不动，再按提示做三个动作。",
        "The film takes about fifteen seconds: hold still first, then do three things as you are asked.",
    ),
    "camera_ask": (
        "点下面的按钮后，浏览器会询问能否使用摄像头，请选择“允许”。",
        "When you press the button, your browser asks whether this page may use the camera. Choose “Allow”.",
    ),
    "open_camera": ("打开摄像头", "Open the camera"),
    "opening": ("正在打开摄像头…", "Opening the camera…"),
    "which_camera": ("摄像头", "Camera"),
    "camera_number": ("摄像头 {number}", "Camera {number}"),
    "infrared": ("{name}（红外，不适用）", "{name} (infrared, not suitable)"),
    "still": ("还没有成功，请按上面的提示操作后再试。", "Not yet. Do as described above and try again."),
    "try_again": ("再试一次", "Try again"),
    "trouble_denied_title": ("没有使用摄像头的权限", "The page may not use the camera"),
    "trouble_denied": (
        "请点地址栏左边的图标（或浏览器菜单中的“网站设置”），把“摄像头”改为“允许”；手机上还要在系统设置"
        "中允许浏览器使用相机。然后再试一次。",
        "Tap the icon at the left of the address bar (or “Site settings” in the browser's menu) and set "
        "the camera to “Allow”. On a phone, also allow the browser to use the camera in the system "
        "settings. Then try again.",
    ),
    "trouble_absent_title": ("没有找到摄像头", "No camera was found"),
    "trouble_absent": (
        "如果是外接摄像头，请插好后再试；如果电脑有摄像头开关或挡片，请打开。",
        "Plug in an external camera, or open the switch or shutter of the built-in one. Then try again.",
    ),
    "trouble_busy_title": ("摄像头正被占用", "The camera is in use"),
    "trouble_busy": (
        "请关闭正在使用摄像头的程序或网页，例如会议软件、视频通话，然后再试一次。",
        "Close the program or page that uses the camera, such as a meeting or a call. Then try again.",
    ),
    "trouble_insecure_title": ("本页的连接不安全", "This page's connection is not secure"),
    "trouble_insecure": (
        "浏览器只在 https 页面上开放摄像头。请使用{site}给您的原始链接打开本页；如果仍然这样，请告诉{site}。",
        "Browsers open the camera on https pages only. Use the link as {site} gave it to you; if this "
        "stays, tell {site}.",
    ),
    "trouble_unsupported_title": ("这个浏览器不支持摄像头", "This browser has no camera for pages"),
    "trouble_unsupported": (
        "请用新版的 Chrome、Safari、Edge 或 Firefox。链接在您同意之后只属于当前浏览器；要换浏览器，请向"
        "{site}要一个新链接。",
        "Use a recent Chrome, Safari, Edge or Firefox. Since you agreed, this link belongs to this "
        "browser; to change it, ask {site} for a new link.",
    ),
    "trouble_unsupported_before": (
        "这个浏览器打不开摄像头。请复制链接，用新版的 Chrome、Safari、Edge 或 Firefox 打开，再决定是否同意。",
        "This browser cannot open the camera. Copy the link, open it in a recent Chrome, Safari, Edge "
        "or Firefox, and decide there.",
    ),
    "trouble_insecure_before": (
        "本页的连接不安全，浏览器不会开放摄像头。请使用{site}给您的原始 https 链接。",
        "This page's connection is not secure, so the camera will not open. Use the https link as "
        "{site} gave it to you.",
    ),
    "trouble_failed_title": ("摄像头没有打开", "The camera did not open"),
    "trouble_failed": (
        "请再试一次；如果还是不行，请重启浏览器或设备。",
        "Try again. If it fails again, restart the browser or the device.",
    ),
    "or_a_person": (
        "您也可以改用不使用人脸的方式，效力相同：",
        "Or choose a way without your face, which counts the same:",
    ),
    "copied": ("已复制链接。", "The link is copied."),
    "not_copied": (
        "没能自动复制，请长按下面的链接复制：",
        "It could not be copied by itself. Press the link below and hold to copy it:",
    ),
}
