"""The words of verifier.domain.advice on the registry, by finding code: Chinese, then English. Data only."""

from collections.abc import Mapping
from typing import Final

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "registry_not_asked": (
        "本次没有查询登记信息，您无需操作。",
        "The company register was not asked this time; there is nothing for you to do.",
    ),
    "registry_unavailable": (
        "登记信息暂时无法查询，您无需操作。",
        "The company register could not be reached; there is nothing for you to do.",
    ),
    "registry_not_found": (
        "暂未查到该企业的登记信息。新设立的企业可能要几天后才能查到；请核对填写的名称和代码，审核人员会查看。",
        "The register does not show this employer yet; new ones take some days. Check the name and the "
        "code you entered; a reviewer will look.",
    ),
    "registry_name_differs": (
        "您填写的企业名称与登记信息不一致。请按最新营业执照上的全称填写；如刚变更名称，请上传新执照。",
        "The name you entered differs from the register. Enter the full name of the latest licence; "
        "if it has just changed, upload the new licence.",
    ),
    "registry_code_differs": (
        "您填写的代码与该企业的登记信息不一致。请对照营业执照逐位核对。",
        "The code you entered is not the one registered for this employer. Compare it with the licence "
        "character by character.",
    ),
    "registry_person_differs": (
        "您填写的法定代表人与登记信息不一致。请按最新营业执照填写；如刚变更，请上传新执照。",
        "The legal representative you entered differs from the register. Enter the one on the latest "
        "licence; if it has just changed, upload the new licence.",
    ),
    "registry_differs": (
        "您填写的信息与登记信息不一致。请对照最新营业执照核对名称、代码和法定代表人。",
        "What you entered differs from the register. Compare the name, the code and the legal "
        "representative with the latest licence.",
    ),
    "registry_field_unknown": (
        "登记信息中缺少一项内容，您无需操作。",
        "The register does not show one of the points; there is nothing for you to do.",
    ),
    "registry_cancelled": (
        "登记信息显示该企业已注销。如有误，请先向登记机关核实。",
        "The register shows this employer as cancelled. If that is wrong, clear it up with the "
        "registration authority first.",
    ),
    "registry_revoked": (
        "登记信息显示该企业的营业执照已被吊销。如有误，请先向登记机关核实。",
        "The register shows this employer's licence as revoked. If that is wrong, clear it up with the "
        "registration authority first.",
    ),
    "registry_withdrawn": (
        "登记信息显示该企业的登记已被撤销。如有误，请先向登记机关核实。",
        "The register shows this employer's registration as withdrawn. If that is wrong, clear it up "
        "with the registration authority first.",
    ),
    "registry_suspended": (
        "登记信息显示该企业处于歇业或停业状态。如已恢复营业，请先办理登记，审核人员会查看。",
        "The register shows this employer as suspended. If it is back in business, have that registered; "
        "a reviewer will look.",
    ),
    "registry_moved_out": (
        "登记信息显示该企业已迁出。请上传迁入地登记机关核发的最新营业执照。",
        "The register shows that this employer moved away. Upload the licence issued by the authority "
        "it moved to.",
    ),
    "registry_status_unclear": (
        "该企业的登记状态需要人工核对，您暂时无需操作。",
        "A reviewer has to look at the state of this registration; there is nothing for you to do for now.",
    ),
    "registry_abnormal_list": (
        "该企业目前在经营异常名录中。请先向登记机关办理移出，再重新提交。",
        "This employer is on the list of abnormal operations. Have the entry removed by the "
        "registration authority, then submit again.",
    ),
    "registry_serious_violation": (
        "该企业目前在严重违法失信名单中。请先向登记机关办理移出，再重新提交。",
        "This employer is on the list of serious violations. Have the entry removed by the registration "
        "authority, then submit again.",
    ),
    "registry_stale": (
        "所用的登记信息不是最新的，您无需操作。",
        "The register's data at hand is not recent; there is nothing for you to do.",
    ),
    "registry_age_unknown": (
        "所用的登记信息没有注明日期，您无需操作。",
        "The register's data at hand bears no date; there is nothing for you to do.",
    ),
}
