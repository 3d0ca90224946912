"""Addresses as recruiters type them, with what somebody who knows the domains would say. Persons are made up.

Chosen before the rules were run on them: real providers and firms' real domains, and imitations of the kinds
that reports on phishing describe. `known` are the domains that other employers of the site have proven.
"""

from typing import Final

KNOWN: Final = ("yunqishuzi.com", "sample-firm.cn", "haitian-logistics.com.cn")

OURS: Final = {
    # A person's mailbox of a firm's own domain.
    "person": (
        "li.ming@haier.com", "zhangwei@midea.com", "wang_fang@tencent.com", "chenjie@boc.cn",
        "liuyang@sgcc.com.cn", "zhao.lei@mail.tsinghua.edu.cn", "sunli@hz.gov.cn", "l.chen@siemens.com",
        "xiaoyu@yunshan-keji.cn", "zhou@hengda-jixie.com", "wu.na@rd.lianhua-food.com.cn",
        "mark.zheng@globalparts.com.hk", "lin@xinye-consulting.co", "huang@jingke.net.cn",
        "he.qiang@ztgame.com", "李明@云山科技.cn", "tang@云山科技.公司.cn",
        "feng@aliyun-inc.com", "guo@sinosteel.com",
        "ma@cofco.com",
    ),
    # A box of an office at such a domain.
    "office": (
        "hr@haier.com", "zhaopin@hengda-jixie.com", "info@yunshan-keji.cn", "no-reply@midea.com",
        "recruitment@globalparts.com.hk", "renshi@lianhua-food.com.cn", "hr-shanghai@siemens.com",
        "hr2@sinosteel.com",
    ),
    # Anybody may open one.
    "free": (
        "523881204@qq.com", "hr.yunshan@163.com", "lianhua_food@126.com", "sunli@foxmail.com",
        "a@vip.qq.com", "b@vip.163.com", "zhou@sina.com", "zhou@sina.cn", "wu@sohu.com", "wu@yeah.net",
        "13800138000@139.com", "he@189.cn", "he@aliyun.com", "tang@wo.cn", "firm.hr@gmail.com",
        "firm@outlook.com", "firm@hotmail.com", "x@icloud.com", "x@88.com", "x@163.net", "x@2980.com",
        "x@tom.com",
    ),
    # To be thrown away.
    "disposable": (
        "x@mailinator.com", "x@guerrillamail.com", "x@10minutemail.com", "x@yopmail.com", "x@temp-mail.org",
        "x@linshiyouxiang.net", "x@bccto.me", "x@chacuo.net", "x@027168.com",
    ),
    # To be taken for another's.
    "like": (
        "hr@paypa1.com", "li@tencent-hr.com", "li@tencnet.com", "li@huavvei.com", "li@hua-wei.com",
        "li@alibaba-lnc.com", "li@bytedance.cn", "li@xn--pypal-4ve.com", "li@yunqishuzl.com",
        "li@yunqishuzi.cn", "li@yunqi-shuzi.com", "li@haitian-logistic.com.cn", "li@meituanhr.com",
        "li@хуавей.com", "li@sampIe-firm.cn",
    ),
}  # fmt: skip
