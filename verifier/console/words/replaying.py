"""The words of trying a policy. Data only."""

from collections.abc import Mapping
from typing import Final

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "replay_title": ("策略试算", "Try a policy"),
    "replay_lead": (
        "修改策略，看看最近 {newest} 件案件会有什么不同。只用已经保存的识别结果，不改动任何案件。",
        "Change the policy and see what it would have made of the newest {newest} cases. Their stored "
        "readings are judged again; nothing is changed.",
    ),
    "replay_effect": (
        "{version} 与现行策略 {in_force} 相比",
        "{version} beside {in_force}, which is in force",
    ),
    "replay_cut": (
        "时间到了，只看了 {n} 件。要看全部，请用命令行的 replay。",
        "The time was up after {n} cases. The command `replay` judges them all.",
    ),
    "replay_n": ("试算的案件", "Cases judged"),
    "effect_same": ("没有不同", "As now"),
    "effect_escalated": ("由通过变为转人工", "Verified → escalated"),
    "effect_verified": ("由转人工变为通过", "Escalated → verified"),
    "effect_other_reasons": ("原因不同", "Other reasons"),
    "replay_drifted": (
        "现行策略今天的结果与当时不同",
        "In force, decided otherwise then",
    ),
    "replay_gone": ("材料已删除，无法试算", "Evidence removed, not judged"),
    "replay_codes": ("按原因", "By reason"),
    "replay_came": ("增加", "Came"),
    "replay_went": ("减少", "Went"),
    "replay_sample": ("有变化的案件（{count} 件）", "Cases that would change ({count} of them)"),
    "replay_case": ("案件", "Case"),
    "replay_change": ("变化", "Change"),
    "replay_nobody": ("没有案件会改变。", "No case would change."),
    "replay_none": ("还没有可以试算的案件。", "There is no case to judge yet."),
    "replay_policy": ("策略（TOML）", "The policy (TOML)"),
    "replay_policy_hint": (
        "开始时是现行策略。换一个 version，改数字，写明来源。",
        "It begins as the one in force. Change its version and numbers, and say where they are from.",
    ),
    "replay_try": ("试算", "Try it"),
}
