"""The words of verifier.domain.advice, by finding code: Chinese, then English. Data only."""

from collections.abc import Mapping
from typing import Final

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "not_judged": (
        "有一项核对未能完成，审核人员会查看，您暂时无需操作。",
        "One check could not be completed; a reviewer will look, and there is nothing for you to do for now.",
    ),
    "not_read": (
        "文件暂时未能识别，审核人员会查看；您也可以重新上传一次。",
        "The file could not be read this time; a reviewer will look, or you may upload it again.",
    ),
    "no_licence": (
        "没有识别到营业执照。请上传营业执照正本或副本的清晰照片、扫描件或电子营业执照。",
        "No business licence was recognised. Upload a clear photo or scan of the original or "
        "duplicate, or the electronic licence.",
    ),
    "not_a_licence": (
        "您上传的文件看起来不是营业执照。请上传营业执照正本或副本，而不是许可证、身份证或网页截图。",
        "The file does not look like a business licence. Upload the licence itself, original or "
        "duplicate, rather than a permit, an identity card or a web page.",
    ),
    "several_licences": (
        "您上传了不同企业的执照。请只上传本次认证企业的营业执照。",
        "The licences you uploaded belong to different employers. Upload only that of the employer to "
        "be verified.",
    ),
    "several_documents": (
        "照片里有不止一份执照。请只放一份营业执照，单独拍照后重新上传。",
        "The photo shows more than one licence. Photograph the one licence alone and upload that.",
    ),
    "print_too_small": (
        "照片里的文字太小。请靠近些，让执照占满画面；如果是转发的图片，请上传原图。",
        "The print in the photo is too small. Go nearer, so that the licence fills the picture; if the "
        "picture was forwarded to you, upload the original.",
    ),
    "picture_blurred": (
        "照片模糊。请拿稳手机，对准执照上的文字点一下屏幕对焦，再重拍。",
        "The photo is blurred. Hold the phone still, tap on the print to focus, and take it again.",
    ),
    "picture_glare": (
        "照片上有反光，遮住了文字。请关闭闪光灯，避开灯光和窗户，换个角度重拍。",
        "Glare covers print in the photo. Turn the flash off, move away from lamps and windows, and take it "
        "again from another angle.",
    ),
    "specimen_mark": (
        "文件上有“样本”之类的字样。请上传真实有效的营业执照原件照片，不要上传样本或示例图。",
        "The file is marked as a specimen. Upload a photo of the real, valid licence rather than a "
        "sample picture.",
    ),
    "code_old_number": (
        "这是旧版15位注册号的执照。请向登记机关换领带有18位统一社会信用代码的营业执照后再提交。",
        "This licence bears an old 15-digit number. Exchange it at the registration authority for one "
        "with an 18-character unified social credit code, then submit that.",
    ),
    "code_invalid": (
        "执照上的统一社会信用代码不符合编码规则。请核对上传的是否为原件，并确保代码一行清晰无遮挡后重拍。",
        "The code on the licence does not follow the coding rules. Check that you uploaded the "
        "original, and photograph it again with the code in full view.",
    ),
    "code_unsure": (
        "统一社会信用代码看不清。请靠近些重拍，确保代码一行清晰、无反光、无遮挡。",
        "The credit code cannot be read surely. Photograph the licence again from nearer, the code "
        "sharp, without glare and uncovered.",
    ),
    "nothing_declared": (
        "请填写企业名称、统一社会信用代码和法定代表人后再提交。",
        "Enter the employer's name, credit code and legal representative, then submit.",
    ),
    "name_nearly_agrees": (
        "您填写的企业名称与执照有一字之差。请对照执照逐字核对；若填写无误，审核人员会确认。",
        "The name you entered differs from the licence by one character. Compare them character by "
        "character; if yours is right, a reviewer will confirm it.",
    ),
    "name_differs": (
        "您填写的企业名称与执照不一致。请按执照上的名称全称填写，或上传该企业的执照。",
        "The name you entered is not the one on the licence. Enter the full name as printed, or upload "
        "the licence of the employer you named.",
    ),
    "name_comparison_unsure": (
        "执照上的企业名称看不清，无法与您填写的核对。请重拍一张名称清晰的照片。",
        "The name on the licence is not clear enough to compare with yours. Photograph it again with "
        "the name sharp.",
    ),
    "code_nearly_agrees": (
        "您填写的统一社会信用代码与执照有一位之差。请逐位核对。",
        "The credit code you entered differs from the licence by one character. Compare them one by one.",
    ),
    "code_differs": (
        "您填写的统一社会信用代码与执照不一致。请按执照填写，或上传该企业的执照。",
        "The credit code you entered is not the one on the licence. Enter it as printed, or upload the "
        "licence of the employer you named.",
    ),
    "code_comparison_unsure": (
        "执照上的代码看不清，无法与您填写的核对。请重拍一张代码清晰的照片。",
        "The code on the licence is not clear enough to compare with yours. Photograph it again with "
        "the code sharp.",
    ),
    "person_nearly_agrees": (
        "您填写的法定代表人（经营者、负责人）姓名与执照有一字之差。请逐字核对；若填写无误，审核人员会确认。",
        "The person you entered differs from the licence by one character. Compare them; if yours is "
        "right, a reviewer will confirm it.",
    ),
    "person_differs": (
        "您填写的法定代表人（经营者、负责人）与执照不一致。请按执照填写；若已变更，请上传新执照。",
        "The person you entered is not the one on the licence. Enter the name as printed; if it has "
        "changed, upload the new licence.",
    ),
    "person_comparison_unsure": (
        "执照上的人名看不清，无法与您填写的核对。请重拍一张清晰的照片。",
        "The person's name on the licence is not clear enough to compare with yours. Photograph it again.",
    ),
    "issued_before_established": (
        "执照上的发证日期早于成立日期。请确认上传的是有效原件；若拍摄不清请重拍。",
        "The licence was issued before the firm was established. Check that this is the valid "
        "original, and photograph it again if it is unclear.",
    ),
    "term_ended": (
        "执照上的营业期限已届满。请先向登记机关办理延期，再上传新的营业执照。",
        "The term of operation on the licence has ended. Have it prolonged at the registration "
        "authority, then upload the new licence.",
    ),
    "evidence_refused": (
        "这个文件无法作为材料。请上传营业执照的清晰照片或扫描件。",
        "This file cannot be taken as evidence. Upload a clear photo or scan of the licence.",
    ),
    "evidence_empty": (
        "文件是空的。请重新选择文件并上传。",
        "The file is empty. Choose the file again and upload it.",
    ),
    "evidence_too_large": (
        "文件太大。请压缩后重新上传，或直接用手机拍照上传。",
        "The file is too large. Compress it, or take a photo with a phone, and upload that.",
    ),
    "evidence_too_many_pixels": (
        "图片分辨率过高。请降低分辨率后重新上传。",
        "The picture has too many pixels. Lower its resolution and upload it again.",
    ),
    "evidence_too_many_pages": (
        "文件页数太多。请只保留有营业执照的页面后重新上传。",
        "The file has too many pages. Keep only those that show the licence and upload it again.",
    ),
    "evidence_too_many_scans": (
        "这个JPEG的存储方式无法读取。请另存为普通JPEG后重新上传。",
        "This JPEG is stored in a way that cannot be read. Save it as an ordinary JPEG and upload it again.",
    ),
    "unsupported_media_type": (
        "不支持这种文件。请上传JPEG、PNG、WebP、TIFF、BMP、HEIC或PDF文件。",
        "This kind of file is not read here. Upload a JPEG, PNG, WebP, TIFF, BMP, HEIC or PDF file.",
    ),
    "evidence_unsupported_encoding": (
        "图片的存储方式无法读取。请另存为普通JPEG或PNG后重新上传。",
        "The picture is stored in a way that cannot be read. Save it as an ordinary JPEG or PNG and "
        "upload it again.",
    ),
    "evidence_truncated": (
        "文件不完整，可能上传中断了。请重新上传完整的文件。",
        "The file ends too early, perhaps because the upload was cut short. Upload the whole file again.",
    ),
    "evidence_malformed": (
        "文件已损坏，无法打开。请重新拍照或重新导出后上传。",
        "The file is damaged and cannot be opened. Take a new photo or export it again, then upload that.",
    ),
    "evidence_animated": (
        "文件是动图或连续图。请上传一张静态照片。",
        "The file is an animation or a sequence. Upload one still picture.",
    ),
    "evidence_encrypted": (
        "PDF文件有密码。请去除密码后重新上传。",
        "The PDF asks for a password. Remove the password and upload it again.",
    ),
    "evidence_without_pages": (
        "文件里没有页面。请上传营业执照的照片或扫描件。",
        "The file has no page. Upload a photo or scan of the licence.",
    ),
    "evidence_too_small": (
        "图片太小，无法识别。请上传原图，不要上传缩略图或截图。",
        "The picture is too small to be read. Upload the original photo rather than a preview or a "
        "screenshot.",
    ),
    "evidence_too_elongated": (
        "图片过于狭长。请上传一张完整的执照照片，不要上传拼接的长图。",
        "The picture is far longer than wide. Upload one picture of the whole licence rather than a "
        "long strip.",
    ),
    "type_unknown": (
        "执照上的“类型”未能识别，审核人员会查看；如照片不清晰，请重拍。",
        "The type on the licence was not understood; a reviewer will look. If the photo is unclear, "
        "take it again.",
    ),
    "code_of_another_register": (
        "这个代码不是市场监督管理部门发放的。请上传营业执照；其他登记证书请联系平台说明。",
        "This code was not given by a market authority. Upload a business licence, or explain to the "
        "site which other register you are on.",
    ),
    "kind_contradicts_type": (
        "执照上的代码与类型不相符。请确认上传的是原件；若拍摄不清请重拍，审核人员会查看。",
        "The code and the type on the licence do not fit each other. Check that this is the original, "
        "and photograph it again if it is unclear; a reviewer will look.",
    ),
    "label_contradicts_type": (
        "执照的版式与类型不相符。请确认上传的是原件；若拍摄不清请重拍，审核人员会查看。",
        "The layout and the type of the licence do not fit each other. Check that this is the "
        "original, and photograph it again if it is unclear; a reviewer will look.",
    ),
    "code_before_its_time": (
        "执照日期早于统一社会信用代码的启用时间。若照片清晰，无需操作，审核人员会查看。",
        "The licence is dated before such codes were in use. If the photo is clear there is nothing to "
        "do; a reviewer will look.",
    ),
    "layout_before_its_time": (
        "执照的版式与发证日期不相符。请上传登记机关最近一次核发的营业执照。",
        "The layout and the date of issue do not fit each other. Upload the licence that the authority "
        "issued last.",
    ),
    "scope_lacks_service": (
        "经营范围里没有人力资源服务或劳务派遣，不能替其他单位招聘。请改选“直接招聘”账号类型，或先办理"
        "相应许可和经营范围变更。",
        "The scope of business names no human-resources or dispatch services, so you may not recruit "
        "for others. Choose the account type of a direct employer, or obtain the permit and change the "
        "scope first.",
    ),
    "division_differs": (
        "代码所属地区与登记机关、住所不一致。若企业迁移过，无需操作，审核人员会查看。",
        "The code's region differs from the authority's and the address's. If the firm has moved, "
        "there is nothing to do; a reviewer will look.",
    ),
    "authority_out_of_date": (
        "登记机关名称与发证日期不相符。请上传登记机关最近一次核发的营业执照。",
        "The authority's name does not fit the date of issue. Upload the licence that the authority "
        "issued last.",
    ),
    "authority_before_its_time": (
        "登记机关名称与发证日期不相符。请上传登记机关最近一次核发的营业执照。",
        "The authority's name does not fit the date of issue. Upload the licence that the authority "
        "issued last.",
    ),
    "seal_absent": (
        "没有找到登记机关的红色印章。请拍摄盖有印章的原件，确保右下角完整、清晰、无遮挡。",
        "No red seal of the authority was found. Photograph the sealed original, with its lower right "
        "corner whole, sharp and uncovered.",
    ),
    "seal_differs": (
        "印章上的登记机关与执照上印的不一致。若照片清晰，无需操作，审核人员会查看。",
        "The seal names another authority than the print. If the photo is clear there is nothing to do; "
        "a reviewer will look.",
    ),
    "seal_without_colour": (
        "这是黑白图片，无法核对红色印章。如方便，请上传原件的彩色照片。",
        "The picture has no colour, so the red seal cannot be checked. If you can, upload a colour photo of "
        "the original.",
    ),
    "seal_hidden": (
        "印章可能被反光遮住或没有拍全。如方便，请重拍并确保右下角的印章完整清晰。",
        "Glare or the picture's edge may hide the seal. If you can, photograph the licence again with the "
        "seal at the lower right whole and sharp.",
    ),
    "seal_electronic": (
        "电子营业执照以数字签名代替印章，您无需操作。",
        "An electronic licence bears a digital signature for a seal; there is nothing for you to do.",
    ),
    "name_contradicts_type": (
        "执照上的名称与类型不相符。若照片清晰，无需操作，审核人员会查看。",
        "The name and the type on the licence do not fit each other. If the photo is clear there is "
        "nothing to do; a reviewer will look.",
    ),
    "branch_without_parent": (
        "分支机构的名称中没有识别到所属企业。请重拍，确保名称完整清晰。",
        "The branch's name does not show its parent's. Photograph the licence again with the whole "
        "name sharp.",
    ),
    "name_character_unusual": (
        "名称中有无法确认的字符。请重拍，确保名称一行清晰、无反光。",
        "The name holds a character that is unusual in names. Photograph the licence again with the "
        "name sharp and without glare.",
    ),
    "capital_absent": (
        "没有识别到注册资本。请重拍，确保执照完整清晰。",
        "No registered capital was found. Photograph the whole licence again, sharp.",
    ),
    "capital_unexpected": (
        "这类执照通常不登记注册资本。若照片清晰，无需操作，审核人员会查看。",
        "This kind of licence usually states no capital. If the photo is clear there is nothing to do; "
        "a reviewer will look.",
    ),
    "capital_currency": (
        "注册资本的币种与企业类型不相符。若照片清晰，无需操作，审核人员会查看。",
        "The currency of the capital does not fit the type of firm. If the photo is clear there is "
        "nothing to do; a reviewer will look.",
    ),
    "established_unclear": (
        "成立日期（注册日期）看不清。请重拍，确保该日期清晰完整。",
        "The date of establishment (registration) cannot be read. Photograph the licence again with "
        "that date sharp.",
    ),
    "established_in_future": (
        "成立日期晚于今天。请确认上传的是有效原件；若拍摄不清请重拍。",
        "The date of establishment lies in the future. Check that this is the valid original, and "
        "photograph it again if it is unclear.",
    ),
    "issue_date_unclear": (
        "发证日期看不清。如方便，请重拍并确保右下角的日期清晰。",
        "The date of issue cannot be read. If you can, photograph the licence again with the date at "
        "the lower right sharp.",
    ),
    "issued_in_future": (
        "发证日期晚于今天。请确认上传的是有效原件；若拍摄不清请重拍。",
        "The date of issue lies in the future. Check that this is the valid original, and photograph "
        "it again if it is unclear.",
    ),
    "kind_unknown": (
        "执照上的代码不完整或不符合编码规则，无法与类型核对。请重拍，确保代码一行清晰。",
        "The code is incomplete or breaks the coding rules, so it cannot be compared with the type. "
        "Photograph it again, sharp.",
    ),
    "code_without_province": (
        "统一社会信用代码中的地区无法识别。请核对照片中的代码是否清晰完整。",
        "The region within the credit code is unknown. Check that the code in the photo is sharp and "
        "complete.",
    ),
    "layout_unknown": (
        "执照的版式未能识别。请重拍，确保执照四角完整。",
        "The layout of the licence was not recognised. Photograph the whole licence again, with all "
        "four corners.",
    ),
    "qr_absent": (
        "二维码未能识别。如方便，请重拍并确保二维码清晰、无反光。",
        "The QR code could not be read. If you can, photograph the licence again with the QR code "
        "sharp and without glare.",
    ),
    "qr_comparison_unsure": (
        "执照上的代码看不清，无法与二维码核对。请重拍，确保代码一行清晰。",
        "The printed code is not clear enough to compare with the QR code. Photograph it again with "
        "the code sharp.",
    ),
    "qr_code_differs": (
        "二维码与执照上的代码不一致。请上传登记机关核发的原件照片，不要使用修改或拼接过的图片。",
        "The QR code and the printed code belong to different employers. Upload a photo of the "
        "original as issued, not an edited or composed picture.",
    ),
    "qr_name_nearly_agrees": (
        "二维码与执照上的名称略有不同。若照片清晰，无需操作，审核人员会查看。",
        "The QR code and the printed name differ slightly. If the photo is clear there is nothing to "
        "do; a reviewer will look.",
    ),
    "qr_name_differs": (
        "二维码与执照上的名称不一致。请上传登记机关核发的原件照片，不要使用修改或拼接过的图片。",
        "The QR code and the printed name belong to different employers. Upload a photo of the "
        "original as issued, not an edited or composed picture.",
    ),
    "qr_host_look_alike": (
        "二维码没有指向国家企业信用信息公示系统。请上传登记机关核发的原件照片。",
        "The QR code does not lead to the official register. Upload a photo of the original as issued.",
    ),
    "traces_found": (
        "照片上有些地方需要人工核对，审核人员会查看。请上传执照原件的原始照片，不要使用修图、拼接或转发压缩过的图片。",
        "Parts of the picture need a reviewer's look. Upload an original photo of the licence itself, not an "
        "edited, composed or forwarded picture.",
    ),
    "traces_unavailable": (
        "照片的细节不足以核对。如方便，请直接上传相机拍摄的原图，不要经聊天软件转发。",
        "The picture has too little detail for one of the checks. If you can, upload the photo as the camera "
        "took it, not passed on by a messenger.",
    ),
    "qr_host_elsewhere": (
        "二维码没有指向企业信用信息公示系统。请确保照片中只有营业执照本身的二维码。",
        "The QR code does not lead to the register. Make sure that only the licence's own QR code is "
        "in the photo.",
    ),
}
