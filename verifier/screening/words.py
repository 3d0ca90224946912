"""What to say about a screened job text, by code, in Chinese and English.

To the applicant: what the posting needs, never which words told, for that would teach how to write around
them. To the auditor: what the tag means and what to look at. Neither says that anybody did anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from verifier.domain.advice import Advice
from verifier.domain.screening import ContactKind, ScopeSays, ScreeningAction, Standing, Tag, Trade


@dataclass(frozen=True, slots=True)
class Words:
    """The same reason for its two readers."""

    applicant: Advice
    auditor: Advice


def code_of(trade: Trade) -> str:
    """The reason code of a tag, as the gate gives it: job_fake_orders."""
    return f"job_{trade}"


def words_of(tag: Tag) -> Words:
    """The words for a tag's reason."""
    return WORDS[code_of(tag.trade)]


_SAID: Final[Mapping[Trade, tuple[str, str, str, str]]] = {
    Trade.FAKE_ORDERS: (
        "请在职位中写明真实的工作内容、工作地点和报酬的计算方式。招用人员时不得要求对方先出钱。",
        "State the actual work, the place of work and how pay is reckoned. Nobody who is hired may be asked "
        "to put up money first.",
        "职位文字像是招人制造虚假交易或评价。请核对实际业务、经营场所，以及同一设备、地址下的其他账户。",
        "The text resembles hiring for fictitious trades or ratings. Look at the actual business, its "
        "premises, and other accounts of the same device or address.",
    ),
    Trade.PYRAMID_SELLING: (
        "请写明雇用关系、固定报酬和工作内容。加入工作不得以付款或购买商品为条件。",
        "State the employment, the fixed pay and the work. Taking up the work must not depend on a payment "
        "or a purchase.",
        "职位文字涉及付费加入、发展人员或层级计酬。请核对是否收费：收费的应拒绝，请参照《禁止传销条例》第七条。",
        "The text speaks of paying to join, of recruiting others, or of pay by levels. Find out whether a "
        "fee is asked: with a fee, refuse. See the Prohibition of Pyramid Selling Regulations, Art. 7.",
    ),
    Trade.GAMBLING: (
        "请写明用人单位、实际工作内容和工作地点；境外岗位请提供对外劳务合作的资质。",
        "State the employer, the actual work and where it is done; for posts abroad, provide the "
        "qualification for overseas labour co-operation.",
        "职位文字像是为赌博活动招人，可能在境外。请保全证据，核对工作地点、境外资质和关联账户。",
        "The text resembles hiring for gambling, perhaps abroad. Keep the evidence, and look at the place of "
        "work, the qualification for posts abroad, and linked accounts.",
    ),
    Trade.UNLICENSED_LENDING: (
        "如从事金融业务，请上传相应的金融业务许可或批准文件；如不是，请写明岗位的实际内容。",
        "If the business is finance, upload its licence or approval; if it is not, state what the post "
        "actually is.",
        "职位文字涉及借贷业务，请核对经营范围与金融许可；没有许可的应要求补交。",
        "The text speaks of lending or of collecting for lenders. Compare the scope and the financial "
        "licence; where there is none, ask for it.",
    ),
    Trade.TRAINING_LOAN: (
        "用人单位不得向应聘者收取任何财物。请删去收费的内容，或说明费用由谁承担。",
        "An employer may take no money or property from those who apply. Remove what is charged, or say who "
        "bears the cost.",
        "职位文字像是以招聘为名收费或招揽学员。请核对是否收费、是否办理借款，请参照《劳动合同法》第九条。",
        "The text resembles charging applicants, or enrolling them in a course instead of hiring them. Find "
        "out whether a fee or a loan is asked for. See the Labour Contract Law, Art. 9.",
    ),
    Trade.RESUME_HARVESTING: (
        "请通过本站接收求职者的材料，并在录用后再收集必要的个人证件；为其他单位招人的，请上传相应许可。",
        "Receive applicants' documents through this site and ask for papers only after hiring; whoever "
        "recruits for others must upload the permit for it.",
        "职位文字像是为收集个人材料而发布，或涉及账户交易。请核对面试情况、下载量和同一人的其他账户。",
        "The text resembles a posting made to gather personal documents, or trade in accounts. Look at "
        "interviews held, at downloads, and at other accounts of the same person.",
    ),
}

WORDS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        code_of(trade): Words(Advice(zh, en), Advice(audit_zh, audit_en))
        for trade, (zh, en, audit_zh, audit_en) in _SAID.items()
    }
)

NEXT: Final[Mapping[ScreeningAction, Advice]] = MappingProxyType(
    {
        ScreeningAction.NONE: Advice("无需操作。", "There is nothing to do."),
        ScreeningAction.STEP_UP: Advice(
            "发布前需要再做一次核对。", "One more check is needed before this can be posted."
        ),
        ScreeningAction.REVIEW: Advice(
            "这条职位需要人工核对，审核人员会查看；您也可以修改后重新提交。",
            "A reviewer has to look at this posting; you may also change it and submit it again.",
        ),
    }
)

# For the auditor only, like the labels of a lexicon's signs.
SCOPE: Final[Mapping[ScopeSays, Advice]] = MappingProxyType(
    {
        ScopeSays.LICENSED: Advice("经营范围含有相应业务。", "The scope names the business."),
        ScopeSays.LACKING: Advice("经营范围没有相应业务。", "The scope does not name the business."),
        ScopeSays.SILENT: Advice("这一类与经营范围无关。", "No entry of the scope bears on this."),
        ScopeSays.UNREAD: Advice("经营范围未能读取，未作比对。", "The scope was not read."),
    }
)
STANDING: Final[Mapping[Standing, Advice]] = MappingProxyType(
    {
        Standing.SUSPECTED: Advice("此前有同类标记，未经核实。", "Tagged so before; nobody looked."),
        Standing.CONFIRMED: Advice("此前有同类标记，已核实。", "Tagged so before; a person confirmed it."),
        Standing.CLEARED: Advice("此前有同类标记，已排除。", "Tagged so before; a person cleared it."),
    }
)
CONTACTS: Final[Mapping[ContactKind, Advice]] = MappingProxyType(
    {
        ContactKind.PHONE: Advice("文中有手机号码。", "A mobile number stands in the text."),
        ContactKind.QQ: Advice("文中有QQ号码。", "A QQ number stands in the text."),
        ContactKind.WECHAT: Advice("文中有微信号。", "A WeChat account stands in the text."),
        ContactKind.MESSENGER: Advice("文中提到其他聊天软件。", "The text names another messenger."),
        ContactKind.MAILBOX: Advice("文中有个人邮箱。", "A private mailbox stands in the text."),
        ContactKind.SOLICITED: Advice("文中要求在站外添加好友。", "The text asks to be added elsewhere."),
    }
)
