"""The consent to the face check: its text by version and language, and the hash that is kept of it.

Separate from every other consent (PIPL Arts. 14, 17, 29; Order 19 of 2025 on face recognition). A change of
any word is a new version; what was agreed to is known by the SHA-256 of the text as it was shown.
"""

import hashlib
from dataclasses import dataclass

VERSION = "2026-12"
LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class ConsentText:
    """The text as it is shown: sections of a heading and a paragraph."""

    version: str
    language: str
    sections: tuple[tuple[str, str], ...]

    @property
    def sha256(self) -> str:
        """Of version, language and every line, UTF-8, joined by line feeds; hex."""
        lines = [self.version, self.language, *(line for section in self.sections for line in section)]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def consent_text(language: str, site: str) -> ConsentText:
    """The text in force, in the name of the site. Raises KeyError for a language that it is not in."""
    sections = tuple((heading, body.format(site=site)) for heading, body in _TEXT[language])
    return ConsentText(VERSION, language, sections)


_TEXT = {
    "zh": (
        (
            "目的",
            "确认正在以您的招聘账号发布职位的，是您本人，而不是他人冒用或转卖的账号。"
            "由{site}委托本服务进行。",
        ),
        (
            "方式",
            "摄像头拍摄约十几秒的画面，由服务器检查您是否按提示做了动作，并与您登记的照片比对；"
            "若随招聘单位的材料提交了您的身份证，也与身份证上的照片比对。",
        ),
        (
            "保存",
            "画面在得出结果后立即删除。若需人工查看且您同意，最多保留十二张画面，不超过三十天。"
            "人脸特征模板加密并单独保存，仅用于以后确认是您本人，直到您撤回同意。",
        ),
        (
            "必要性与影响",
            "人脸属于敏感个人信息。同意与否由您决定：不同意不影响您的其他权利，"
            "可在本页选择不使用人脸的方式。",
        ),
        (
            "撤回",
            "您可以随时在本页或通过{site}撤回同意，模板会立即删除；撤回前的结果仍然有效。",
        ),
    ),
    "en": (
        (
            "Purpose",
            "To make sure that it is you who posts jobs with your recruiter account, and nobody who took it "
            "over or bought it. {site} has asked this service to do so.",
        ),
        (
            "Method",
            "The camera films for about fifteen seconds. The server checks that you did what you were asked, "
            "and compares your face with the picture that was handed in for you, and with the photograph on "
            "your identity card if that was handed in among your employer's papers.",
        ),
        (
            "Retention",
            "The film is deleted as soon as there is a result. If a person has to look, and you agree, up to "
            "twelve pictures are kept for at most thirty days. A template of your face is kept encrypted and "
            "apart, only to recognise you next time, until you withdraw.",
        ),
        (
            "Necessity and effect",
            "Your face is sensitive personal information. The choice is yours: saying no takes no other "
            "right from you, and this page offers ways without a face.",
        ),
        (
            "Withdrawal",
            "You may withdraw at any time, on this page or through {site}; the template is then deleted at "
            "once. Results from before stay valid.",
        ),
    ),
}
