"""Every act of the product with its clause, its roles and its period. The number of days stands here and nowhere else."""

from .roles import (
    AUTHORITIES,
    EMPLOYERS,
    EVERYBODY,
    IMPLEMENTERS,
    PRODUCERS,
    PRODUCERS_OF_ALL_CAUSES,
    Role,
)
from .rule import Rule

_CREDIT, _LEGAL, _BUSINESS = (Role.CREDIT_SUPERVISION,), (Role.LEGAL_AFFAIRS,), (Role.BUSINESS_AUTHORITY,)
_FROM_DECISION, _FROM_RECEIPT, _FROM_PUSH = "处罚决定作出", "信用监管机构接收文书", "推送到达"

# The lists: C1.3, C2.1, C3.3a
PROPOSE_LIST_CHANGE = Rule("PROPOSE_LIST_CHANGE", "C2.1a", _BUSINESS, "提出清单变动")
_SUBMITTED, _BEFORE_EFFECT = "变动提交审核", "没有规定期限：应在拟生效日之前办结（本系统口径）"
REVIEW_LIST_CHANGE_CREDIT = Rule(
    "REVIEW_LIST_CHANGE_CREDIT", "C2.1b", _CREDIT, "信用监管审核清单变动", start_event=_SUBMITTED, reading=_BEFORE_EFFECT
)
REVIEW_LIST_CHANGE_LEGAL = Rule(
    "REVIEW_LIST_CHANGE_LEGAL", "C2.1b", _LEGAL, "法制审核清单变动", start_event=_SUBMITTED, reading=_BEFORE_EFFECT
)
CONFIRM_LIST = Rule(
    "CONFIRM_LIST",
    "C3.3a",
    _BUSINESS,
    "核对并确认清单",
    start_event="上次核对清单",
    months=3,
    reading="「定期」= 每季度（本系统口径）",
)
REMIND_LIST_KEEPING = Rule("REMIND_LIST_KEEPING", "C3.3a", _LEGAL, "提醒更新清单")
ANSWER_LIST_REMINDER = Rule("ANSWER_LIST_REMINDER", "C3.3a", _BUSINESS, "答复清单提醒")
CLEAN_UP_BASIS = Rule(
    "CLEAN_UP_BASIS", "C1.3", _BUSINESS, "清理失去依据的措施", start_event="发现依据终止",
    reading="没有规定期限：应在依据最后有效日之前办结（本系统口径）",
)  # fmt: skip
KEEP_INSTRUMENTS = Rule("KEEP_INSTRUMENTS", "C1.3", _LEGAL, "登记、修订依据文件")
PROPOSE_CLEAN_UP_RELEASE = Rule("PROPOSE_CLEAN_UP_RELEASE", "C1.3", _BUSINESS, "依清理结果提出逐项解除或者保留")
REVIEW_CLEAN_UP_CREDIT = Rule("REVIEW_CLEAN_UP_CREDIT", "C1.3", _CREDIT, "信用监管审核清理处理")
REVIEW_CLEAN_UP_LEGAL = Rule("REVIEW_CLEAN_UP_LEGAL", "C1.3", _LEGAL, "法制审核清理处理")

# Upward reports: C1.2
OPEN_UPWARD_REPORT = Rule("OPEN_UPWARD_REPORT", "C1.2", (*PRODUCERS_OF_ALL_CAUSES, *_BUSINESS), "发起逐级上报")
RECEIVE_UPWARD_REPORT = Rule("RECEIVE_UPWARD_REPORT", "C1.2", AUTHORITIES, "接收上报")
FORWARD_UPWARD_REPORT = Rule("FORWARD_UPWARD_REPORT", "C1.2", AUTHORITIES, "向上一级转报")
RETURN_UPWARD_REPORT = Rule("RETURN_UPWARD_REPORT", "C1.2", AUTHORITIES, "退回上报")
COMPLETE_UPWARD_REPORT = Rule("COMPLETE_UPWARD_REPORT", "C1.2", AUTHORITIES, "办结上报")

# Cases: C2.2
DRAFT_CASE = Rule("DRAFT_CASE", "C2.2a", PRODUCERS, "登记案件")
PUSH_CASE = Rule("PUSH_CASE", "C2.2a", PRODUCERS, "推送案件", start_event=_FROM_DECISION, working_days=3)
PUSH_CASE_AFTER_CONSULTATION = Rule(
    "PUSH_CASE_AFTER_CONSULTATION", "C2.2b", PRODUCERS, "会商后推送案件", start_event=_FROM_DECISION, working_days=15,
    reading="与 3 个工作日自同一日起算（本系统口径）",
)  # fmt: skip
WITHDRAW_CASE = Rule("WITHDRAW_CASE", "C2.2a", PRODUCERS_OF_ALL_CAUSES, "撤回案件")
CONSULT = Rule("CONSULT", "C2.2b", PRODUCERS, "提请会商", reading="须在 3 个工作日届满（含当日）前登记（本系统口径）")
GIVE_OPINION = Rule("GIVE_OPINION", "C2.2b", (*_BUSINESS, *_CREDIT, *_LEGAL), "提出会商意见")
CONCLUDE_CONSULTATION = Rule("CONCLUDE_CONSULTATION", "C2.2b", PRODUCERS, "作出会商结论")
RECEIVE_EXTERNAL_CAUSE = Rule("RECEIVE_EXTERNAL_CAUSE", "C2.2c", _CREDIT, "接收外单位文书")
PUSH_EXTERNAL_CASE = Rule("PUSH_EXTERNAL_CASE", "C2.2c", _CREDIT, "匹配措施并推送", start_event=_FROM_RECEIPT, working_days=3)
PUSH_EXTERNAL_CASE_AFTER_CONSULTATION = Rule(
    "PUSH_EXTERNAL_CASE_AFTER_CONSULTATION", "C2.2d", _CREDIT, "会商后匹配措施并推送", start_event=_FROM_RECEIPT, working_days=15,
    reading="与 3 个工作日自同一日起算（本系统口径）",
)  # fmt: skip
CONSULT_EXTERNAL = Rule(
    "CONSULT_EXTERNAL", "C2.2d", _CREDIT, "就外单位文书提请会商", reading="须在 3 个工作日届满（含当日）前登记（本系统口径）"
)
GIVE_OPINION_EXTERNAL = Rule(
    "GIVE_OPINION_EXTERNAL", "C2.2d", (*_BUSINESS, Role.ENFORCEMENT, *_LEGAL), "就外单位文书提出会商意见"
)
CONCLUDE_EXTERNAL_CONSULTATION = Rule("CONCLUDE_EXTERNAL_CONSULTATION", "C2.2d", _CREDIT, "就外单位文书作出会商结论")

# Receiving and dispatching: C2.3
RECEIVE_CASE = Rule("RECEIVE_CASE", "C2.3a", _BUSINESS, "接收案件", start_event=_FROM_PUSH, working_days=3)
RETURN_CASE = Rule("RETURN_CASE", "C2.3a", _BUSINESS, "退回案件")
DISPATCH_CASE = Rule("DISPATCH_CASE", "C2.3b", _BUSINESS, "推送或者共享给实施机构", start_event=_FROM_PUSH, working_days=3)
ACKNOWLEDGE_NOTICE = Rule("ACKNOWLEDGE_NOTICE", "C2.3b", IMPLEMENTERS, "签收通知")
REFUSE_NOTICE = Rule("REFUSE_NOTICE", "C2.3b", IMPLEMENTERS, "拒收通知")

# Carrying out: C2.4
CHECK_SUBJECT = Rule("CHECK_SUBJECT", "C2.4.1", EVERYBODY, "核验")
RECORD_IMPLEMENTATION = Rule("RECORD_IMPLEMENTATION", "C2.4.1", IMPLEMENTERS, "登记实施情况")
SCREEN_CANDIDATES = Rule("SCREEN_CANDIDATES", "C2.4.2", EVERYBODY, "批量筛查候选名单")
PUBLISH_CREDIT_RECORD = Rule(
    "PUBLISH_CREDIT_RECORD", "C2.4.3", (*PRODUCERS_OF_ALL_CAUSES, *_BUSINESS), "公示不良信用信息",
    start_event=_FROM_DECISION, working_days=20, reading="45号令第九条；跨省的为 10 + 10 个工作日",
)  # fmt: skip
WITHDRAW_CREDIT_RECORD = Rule(
    "WITHDRAW_CREDIT_RECORD", "C2.4.3", (*PRODUCERS_OF_ALL_CAUSES, *_BUSINESS), "撤回公示",
    start_event="变更、撤销、确认违法或者无效的决定、裁判作出", working_days=3, reading="45号令第十一条、行政处罚法第四十八条",
)  # fmt: skip
FEED_ENHANCED_SUPERVISION = Rule("FEED_ENHANCED_SUPERVISION", "C2.4.4", (*_CREDIT, *_BUSINESS), "导出强化监管对象和参数")
SCREEN_ROSTER = Rule("SCREEN_ROSTER", "C2.4.5", (*EMPLOYERS, *_BUSINESS), "筛查从业人员名册")
FOLLOW_LEAD = Rule("FOLLOW_LEAD", "C2.4.5", _BUSINESS, "处理违规聘用线索")
RECORD_SELF_DISCIPLINE = Rule("RECORD_SELF_DISCIPLINE", "C2.4.5", (Role.INDUSTRY_ASSOCIATION,), "登记行业自律情况")
DRAFT_TYPICAL_CASE = Rule("DRAFT_TYPICAL_CASE", "C2.4.6", IMPLEMENTERS, "报送典型案例")
REVIEW_TYPICAL_CASE = Rule("REVIEW_TYPICAL_CASE", "C2.4.6", _CREDIT, "审核典型案例")
PUBLISH_TYPICAL_CASE = Rule("PUBLISH_TYPICAL_CASE", "C2.4.6", _CREDIT, "公布典型案例")
WITHDRAW_TYPICAL_CASE = Rule("WITHDRAW_TYPICAL_CASE", "C2.4.6", _CREDIT, "撤下典型案例")
FOLLOW_TIP = Rule("FOLLOW_TIP", "C2.4.6", (*_CREDIT, *_BUSINESS), "处理社会监督线索")

# Feedback: C2.6
SUBMIT_REPORT = Rule(
    "SUBMIT_REPORT", "C2.6", IMPLEMENTERS, "报送月度反馈", start_event="次月 1 日", month_day=7,
    reading="每月第一周 = 1 日至 7 日，遇非工作日顺延至下一工作日（本系统口径）",
)  # fmt: skip
RETURN_REPORT = Rule("RETURN_REPORT", "C2.6", _CREDIT, "退回月度反馈")
ACCEPT_REPORT = Rule("ACCEPT_REPORT", "C2.6", _CREDIT, "接受月度反馈")

# Release: C2.7
RELEASE_AT_EXPIRY = Rule("RELEASE_AT_EXPIRY", "C2.7.1a", (), "期满自然解除", reading="由系统按末日登记，无须任何人申请")
CONFIRM_LIFT = Rule("CONFIRM_LIFT", "C2.7.1b", IMPLEMENTERS, "确认已解除")
REPORT_OUTCOME = Rule(
    "REPORT_OUTCOME", "C2.7.2b", PRODUCERS_OF_ALL_CAUSES, "抄告事由变化",
    start_event="收到生效的决定、裁判", working_days=3, reading="自产生机构收到之日起算（本系统口径）",
)  # fmt: skip
ADJUST_AFTER_OBJECTION = Rule(
    "ADJUST_AFTER_OBJECTION", "C2.7.2b", _BUSINESS, "调整措施并再推送",
    start_event="抄告到达", working_days=3, reading="没有规定期限，默认 3 个工作日（本系统口径）",
)  # fmt: skip
SUSPEND_SANCTION = Rule("SUSPEND_SANCTION", "C2.7.2a", _BUSINESS, "依停止执行的决定、裁定暂停")
RECORD_REPAIR = Rule("RECORD_REPAIR", "C2.7.3a", PRODUCERS_OF_ALL_CAUSES, "登记信用修复决定")
ACCEPT_REPAIR = Rule(
    "ACCEPT_REPAIR", "C2.7.3a", _BUSINESS, "停止公示并依法解除",
    start_event="修复决定到达", working_days=3, reading="原文没有期限；修复管理规定的 3 个工作日未核原文，待核",
)  # fmt: skip

# Legal review and oversight: C3.3
REVIEW_PENALTY = Rule("REVIEW_PENALTY", "C3.3b", _LEGAL, "法制审查时提醒后续措施")
INSPECT = Rule("INSPECT", "C3.3c", _CREDIT, "检查措施执行情况")
READ_STATISTICS = Rule("READ_STATISTICS", "C3.3c", (*_CREDIT, *_LEGAL), "查看统计分析")
REMIND = Rule("REMIND", "C3.3c", _CREDIT, "督办")
ANSWER_REMINDER = Rule("ANSWER_REMINDER", "C3.3c", EVERYBODY, "答复督办")
GUIDE = Rule("GUIDE", "C3.4", EVERYBODY, "打印告知单")

RULES: dict[str, Rule] = {rule.name: rule for rule in list(globals().values()) if isinstance(rule, Rule)}
