"""The words that the script of a visit says, and those that the firm's person reads. Data only.

Keys that begin with `firm_` are shown in both languages at once: nobody asked the firm which it reads.
"""

from collections.abc import Mapping
from typing import Final

from verifier.console.words import visits

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "online": ("在线", "Online"),
    "offline": ("离线", "Offline"),
    "unsent": ("{count} 项尚未发送，已存在手机上。", "{count} not sent yet, kept on this telephone."),
    "nothing_unsent": ("全部已发送。", "Everything so far is sent."),
    "all_sent": ("报告已送达。", "The report has arrived."),
    "all_cancelled": ("走访已取消。", "The visit is cancelled."),
    "offline_ready": ("本页可离线使用。", "This page works without a network."),
    "offline_not_ready": (
        "本页暂不能离线打开，请勿关闭。",
        "This page cannot be opened without a network; keep it open.",
    ),
    "photo_of": ("{item}，第 {number} 张照片", "{item}, photograph {number}"),
    "photos_of": ("照片 {count} 张，至少 {wanted} 张", "{count} photographs, at least {wanted} wanted"),
    "and": ("、", "; "),
    "lacking": (
        "尚缺：{items}。仍可提交，将由审核员判断。",
        "Lacking: {items}. You may send it all the same; a reviewer will judge.",
    ),
    "unsigned": ("尚未签字。", "Not signed yet."),
    "firm_signed_it": ("{name} 已签字。", "{name} signed."),
    "firm_signed_own": ("{name} 已在自己的手机上签字。", "{name} signed on a telephone of their own."),
    "link_until": ("链接有效至 {time}。", "The link is good until {time}."),
    "link_needs_network": (
        "需要网络：请先发送全部内容，或在本机上签字。",
        "That needs a network: send everything first, or have them sign on this telephone.",
    ),
    "firm_refused_it": ("{name} 拒绝签字。", "{name} refused to sign."),
    "signed_again": (
        "内容在签字后有改动，请对方重新签字。",
        "Something changed after they signed: please have them sign again.",
    ),
    "ended_waits": (
        "走访已结束，报告在手机上等待发送，请勿清除浏览器数据。",
        "The visit is over. Its report waits on this telephone; do not clear the browser's data.",
    ),
    "ended_sent": (
        "报告已送达，手机上的内容已清除。",
        "The report has arrived and was removed from this telephone.",
    ),
    "ended_cancelled": (
        "审核员取消了这次走访，请不要前往。手机上的内容已清除。",
        "A reviewer cancelled this visit: please do not go. What was kept on this telephone was removed.",
    ),
    "camera_insecure": (
        "浏览器只在 https 页面上允许拍照。",
        "Browsers give a camera to pages under https alone.",
    ),
    "camera_webview": (
        "这个应用的内置浏览器不能使用相机。请复制链接，用手机自带的浏览器打开。",
        "The browser inside this app has no camera. Copy the link and open it in the telephone's own.",
    ),
    "camera_refused": (
        "相机未获允许。请在浏览器的网站设置中允许相机，再试一次。",
        "The camera was refused. Allow it in the browser's settings of this site and try again.",
    ),
    "camera_none": ("没有找到相机。", "There is no camera."),
    "camera_busy": (
        "相机没有画面，可能被其他应用占用。",
        "The camera shows nothing; another app may be using it.",
    ),
    "place_known": ("位置已知，误差约 {accuracy} 米。", "Your place is known to about {accuracy} m."),
    "place_away": ("距登记地址约 {metres} 米。", "About {metres} m from the registered address."),
    "unsent_visit_over": ("这次走访已提交。", "This visit was sent in already."),
    "unsent_proof_over": (
        "这次走访的期限已过，请联系安排走访的审核员。",
        "The time for this visit is over; speak to the reviewer who ordered it.",
    ),
    "unsent_visit_incomplete": (
        "有内容没有送达，正在重新发送。",
        "Something did not arrive; it is sent again.",
    ),
    "unsent_not_found": ("这次走访不再分配给您。", "This visit is not yours any more."),
    "unsent_right_missing": ("请用走访员的账户登录。", "Sign in as the agent."),
    "aside_photo": (
        "这张照片未被接收：{reason}其余内容会继续发送，请重新拍摄。",
        "This photograph was refused: {reason} Everything else is sent; please take it again.",
    ),
    "aside_answer": (
        "这项回答未被接收：{reason}其余内容会继续发送，请重新回答。",
        "This answer was refused: {reason} Everything else is sent; please answer again.",
    ),
    "aside_signature": (
        "签字未被接收，请对方重新签字。",
        "The signature was refused: please have them sign again.",
    ),
    "why_aside_limit_reached": ("照片已达到上限。", "there are as many photographs as are taken."),
    "why_aside_evidence_too_large": ("文件太大。", "it has too many bytes."),
    "why_aside_evidence_too_small": ("尺寸太小。", "it is too small."),
    "why_aside_unsupported_media_type": ("不是 JPEG 图片。", "it is no JPEG picture."),
    "why_aside_evidence_malformed": ("文件已损坏。", "the file is damaged."),
    "why_aside_visit_item_conflict": (
        "同一编号下已有另一张照片。",
        "another one was kept under its number before.",
    ),
    "why_aside_invalid_request": ("内容不合要求。", "it is not as it has to be."),
    "why_aside_other": ("系统不能接收。", "the service cannot take it."),
    "unsent_other": ("发送没有成功，稍后会再试。", "Sending failed and will be tried again."),
    "firm_link_title": ("用您的手机扫描", "Scan this with your telephone"),
    "firm_link_what": (
        "打开后可查看走访报告，并签字或拒绝。",
        "It opens the report of this visit, for you to sign or refuse.",
    ),
    "firm_title": ("走访报告，请您确认", "Report of this visit, for you to confirm"),
    "firm_what": (
        "我们受招聘网站委托核实企业。以下是走访员的记录。您可以签字确认，也可以拒绝并说明理由；拒绝不会自动影响企业。"
        "您的姓名、职务和签名只用于这次核验，由审核员查看，随核验记录删除。",
        "We verify firms for recruitment sites. This is what the visitor recorded. You may sign it, or "
        "refuse and say why; a refusal decides nothing by itself. Your name, position and signature serve "
        "this verification alone, are seen by reviewers, and are deleted with its record.",
    ),
    "firm_name": ("您的姓名", "Your name"),
    "firm_role": ("您的职务", "Your position"),
    "firm_sign_here": ("请在框内手写签名", "Sign in the box with your finger"),
    "firm_clear": ("重写", "Clear"),
    "firm_typed": ("不便手写，以输入的姓名作为签名", "I cannot draw; my typed name is my signature"),
    "firm_sign": ("签字确认", "Sign"),
    "firm_words": ("意见或拒绝理由", "Remarks, or why you refuse"),
    "firm_refuse": ("拒绝签字", "Refuse to sign"),
    "firm_back": ("返回", "Back"),
}

_OF_PAGE: Final = {key: said for key, said in visits.SAID.items() if not key.endswith("_hint")}
FOR_SCRIPT: Final[Mapping[str, tuple[str, str]]] = {
    **SAID,
    **{key: said for key, said in _OF_PAGE.items() if key.startswith(("item_", "place_"))},
    **{f"firm_{key}": said for key, said in _OF_PAGE.items() if key.startswith(("item_", "answer_"))},
}
"""All that the script says: what the page says, too, where both do."""
