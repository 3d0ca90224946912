"""Domains of firms that everybody knows and that forgers of jobs imitate. Data only.

Source: the firms' own sites and their public addresses for applicants; China's firms of the Fortune Global
500 of 2024 that recruit online, and the global names that imitations of mail most often carry (APWG
reports on phishing: finance, online services, shops). A name here refuses nobody: a person looks.
"""

from typing import Final

KNOWN: Final = (
    "tencent.com", "alibaba-inc.com", "alibaba.com", "alipay.com", "antgroup.com", "baidu.com", "huawei.com",
    "bytedance.com", "jd.com", "meituan.com", "xiaomi.com", "didiglobal.com", "kuaishou.com", "pinduoduo.com",
    "netease.com", "lenovo.com", "byd.com", "haier.com", "midea.com", "gree.com.cn", "geely.com", "catl.com",
    "sinopec.com", "cnpc.com.cn", "sgcc.com.cn", "chinamobile.com", "chinatelecom.cn", "chinaunicom.cn",
    "icbc.com.cn", "ccb.com", "abchina.com", "boc.cn", "cmbchina.com", "pingan.com.cn", "citic.com",
    "sf-express.com", "vanke.com", "foxconn.com", "oppo.com", "vivo.com", "trip.com", "paypal.com",
    "microsoft.com", "google.com", "apple.com", "amazon.com", "siemens.com", "bosch.com", "linkedin.com",
)  # fmt: skip
