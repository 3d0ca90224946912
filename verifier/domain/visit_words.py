"""What a visit's checklist is called, for agents, reviewers and the firm: Chinese, English. Data only."""

from collections.abc import Mapping
from typing import Final

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "item_entrance_sign": ("门口招牌显示该企业名称", "A sign at the entrance names the firm"),
    "item_front_desk": ("有前台或接待处", "There is a front desk"),
    "item_people_at_work": ("有人员在办公", "People are at work"),
    "item_licence_on_wall": ("营业执照原件悬挂在场所内", "The original licence is on the wall"),
    "item_business_matches": ("实际业务与经营范围相符", "The business matches its scope"),
    "item_spoke_to_firm": ("与企业人员交谈过", "You spoke to somebody of the firm"),
    "answer_yes": ("是", "Yes"),
    "answer_no": ("否", "No"),
    "answer_unsure": ("不确定", "Unsure"),
    "answer_none": ("未回答", "not answered"),
}
