"""What an applicant should do about each finding on papers of people, in Chinese and English."""

from typing import Final

PASSES: Final = (
    "identity_valid", "authorisation_covers", "in_service_agrees", "paper_seal_agrees", "permit_holds",
    "paper_unmarked", "no_paper",
)  # fmt: skip
SILENT: Final = ()
LOOKED_AT: Final = (
    "identity_sex_differs", "authorisation_agent_uncompared", "in_service_person_uncompared",
    "paper_seal_nearly_agrees",
)  # fmt: skip

SAID: Final = {
    "paper_specimen_mark": (
        "材料上有“样本”之类的字样。请上传真实有效的材料原件照片。",
        "The paper is marked as a specimen. Please upload a photo of the real, valid paper.",
    ),
    "paper_other_kind": (
        "上传的文件与所选的材料类型不符。请核对后重新上传。",
        "The file is not the kind of paper it was handed in as. Please check it and upload the right one.",
    ),
    "paper_field_absent": (
        "材料上有内容未能识别。请正对材料、在光线充足处重拍，四角完整。",
        "Something on the paper could not be read. Photograph it again, straight on, in good light, whole.",
    ),
    "identity_number_unsure": (
        "身份证号码看不清。请避开反光重拍。",
        "The identity number cannot be read surely. Photograph the card again without glare.",
    ),
    "identity_check_digit_wrong": (
        "身份证号码未能通过校验。请核对号码是否清晰，必要时重拍。",
        "The identity number does not add up. Check that it is sharp in the photo, and photograph it again.",
    ),
    "identity_birth_differs": (
        "身份证上的出生日期与号码不一致。请核对照片是否清晰，必要时重拍。",
        "The birthday on the card is not the one within its number. Photograph the card again, sharp.",
    ),
    "identity_not_the_agent": (
        "身份证不是申报的经办人的。请上传经办人本人的身份证，或更正申报。",
        "The identity card is not the declared agent's. Please upload theirs, or correct what was declared.",
    ),
    "identity_expired": (
        "身份证已过有效期。请上传有效的身份证。",
        "The identity card has run out. Please upload one that is valid.",
    ),
    "identity_not_yet_valid": (
        "身份证尚未生效。请上传有效的身份证。",
        "The identity card is not valid yet. Please upload one that is.",
    ),
    "authorisation_other_company": (
        "委托书上的单位与申报的单位不一致。请由本单位重新出具。",
        "The letter of authorisation names another employer. Please have your own employer issue one.",
    ),
    "authorisation_other_code": (
        "委托书上的统一社会信用代码与申报的不一致。请核对后重新出具。",
        "The credit code in the letter is not the declared one. Please check it and have it issued anew.",
    ),
    "authorisation_other_agent": (
        "委托书上的受托人与身份证不一致。请核对后重新上传。",
        "The letter names another agent than the identity card. Please check both and upload them again.",
    ),
    "authorisation_not_the_agent": (
        "委托书上的受托人与申报的经办人不一致。请核对后重新上传，或更正申报。",
        "The letter names another agent than the one declared. Please check both.",
    ),
    "authorisation_dated_in_future": (
        "委托书的日期在今天之后。请核对日期。",
        "The letter is dated in the future. Please check its date.",
    ),
    "authorisation_over": (
        "委托期限已过。请重新出具委托书。",
        "The period of the letter is over. Please have a new one issued.",
    ),
    "authorisation_not_begun": (
        "委托期限尚未开始。请在期限内提交，或重新出具。",
        "The period of the letter has not begun. Submit it once it has, or have a new one issued.",
    ),
    "in_service_other_company": (
        "在职证明上的单位与申报的单位不一致。请由本单位重新出具。",
        "The certificate names another employer. Please have your own employer issue one.",
    ),
    "in_service_other_person": (
        "在职证明上的姓名与身份证不一致。请核对后重新上传。",
        "The certificate names another person than the identity card. Please check both.",
    ),
    "in_service_not_the_agent": (
        "在职证明上的姓名与申报的经办人不一致。请核对后重新上传，或更正申报。",
        "The certificate names another person than the agent declared. Please check both.",
    ),
    "in_service_too_old": (
        "在职证明开具时间过久。请重新开具。",
        "The certificate is too old. Please have a new one issued.",
    ),
    "in_service_dated_in_future": (
        "在职证明的日期在今天之后。请核对日期。",
        "The certificate is dated in the future. Please check its date.",
    ),
    "paper_seal_differs": (
        "材料上的印章与申报的单位不一致。请加盖本单位公章后重新上传。",
        "The seal on the paper does not read as the declared employer. Have it sealed by your employer.",
    ),
    "paper_seal_absent": (
        "材料上没有找到红色公章。请加盖公章后，彩色拍摄原件并重新上传。",
        "No red seal was found on the paper. Have it sealed, and photograph the original in colour.",
    ),
    "paper_seal_unread": (
        "印章看不清。请靠近些、避开反光重拍。",
        "The seal cannot be read. Photograph the paper again from nearer and without glare.",
    ),
    "permit_other_company": (
        "许可证上的单位与申报的单位不一致。请上传本单位的许可证。",
        "The licence is in another firm's name. Please upload your own firm's.",
    ),
    "permit_over": (
        "许可证已过有效期。请上传有效的许可证。",
        "The licence has run out. Please upload one that is valid.",
    ),
    "permit_not_begun": (
        "许可证尚未生效。请上传有效的许可证。",
        "The licence is not valid yet. Please upload one that is.",
    ),
}
