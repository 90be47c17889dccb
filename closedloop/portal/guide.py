"""The words of the help page: one paragraph a page, and the acts of each role from the opinion's own rules."""

from dataclasses import dataclass

from closedloop.opinion import RULES, Role, Rule


@dataclass(frozen=True)
class Topic:
    """What one page is for and how it is used."""

    title: str
    text: str


@dataclass(frozen=True)
class Duties:
    """The acts that the opinion gives to a role."""

    role: str
    label: str
    acts: tuple[Rule, ...]


_WORKLIST = Topic(
    "待办、已办、我发起",
    "待办按期限先后排列，红色的已经超期，黄色的快到期。点灯可以看到从哪一天起算、跳过了哪些天、哪一天届满；"
    "「推算」表示期限跨了放假安排尚未公布的年度。点事项名称进入办理。右上的小标签可以只看一类，网址可以收藏或者转发。",
)
_LISTS = Topic(
    "两张清单",
    "清单可以按任何一天查看，也可以把两天并排比较。每项措施列出对象、期限、依据和作用；「待核」表示依据原文还没有逐字核对，引用前请先核对原文；"
    "「待法制审核，不生效」的措施列在清单上，但不能实施。",
)
_CHANGES = Topic(
    "清单变动",
    "业务主管机构提出立、改、废，信用监管机构和法制机构各自独立审核，两家都同意才通过，到生效日起按新版本执行。"
    "任何一家退回，修改后须两家重新审核。没有在施行的法律、法规或者党中央、国务院政策文件作依据的，不能通过。",
)
_PROPOSING = Topic(
    "提出清单变动",
    "先选立、改、废和措施，页面带出现行内容；依据写到条、款、项，行不够按「再加两行」。保存后是草稿，只有本机构看得到，核对后提交。"
    "没有填全也可以按「保存草稿」，要改的地方列在最上面，填写的内容保留到退出登录。已提交的再修改，两家须重新审核。",
)
_KEEPING = Topic(
    "清单核对与清理",
    "业务主管机构每季度核对一次自己条线的清单，没有变动也要确认。依据文件废止或者修改的，系统给主管机构一项清理任务，"
    "应在依据最后有效日之前办结。",
)
_INSTRUMENTS = Topic(
    "依据文件", "每部法律或者文件列出效力位阶、施行期间、核对情况，以及哪些措施以它为依据。修订或者终止前先看影响。"
)
_CASES = Topic(
    "案件",
    "案件按期限先后排列，可以按状态看，也可以查文书号、案件编号、对象名称和单位代码。案件页上面是事由和进度，左边是对象与措施，"
    "右边是下一步、期限和会商；没有的按钮，在「为什么没有别的按钮」里说明。个人的证件号码只显示部分，查看完整号码要写明用途并留痕。"
    "用浏览器打印案件页，就是《惩戒对象推送单》，已接收的附接收回执。",
)
_INTAKE = Topic(
    "新建推送",
    "先填事由，再填对象：代码在前，已知的单位自动带出名称。按「看建议的措施」，系统按作出日期那一天的清单建议措施并说明为什么；"
    "拿不准的只列出、不勾选，没有建议的措施可以按编号添加，须写明理由。保存后是草稿，只有本机构看得到，核对以后在案件页推送，"
    "复杂的先提请会商。期限从决定作出（外单位文书从接收）起算，一直显示在标题旁边。",
)
_IMPORTING = Topic(
    "导入处罚文件",
    "上传双公示格式的 .xlsx 或者 .csv，先试核验：每一行给出结论、原因和修正，各结论的行数之和等于总行数。看过以后把可导入的行入库，"
    "再由您决定何时生成案件草稿。待核对和不能导入的行可以下载，改好后直接再上传；同一决定对同一当事人只入库一次。",
)
_CONSULTING = Topic(
    "会商",
    "复杂的案件由产生机构邀请有关机构会商，推送期限延至同一起算日起 15 个工作日。受邀机构在作出结论以前看得到案件，提出意见后不能改，"
    "可以再提一次。结论作出以后还可以提意见，标明「结论后」，供产生机构参考。",
)
TOPICS = {
    "portal:home": _WORKLIST,
    "measures:list": _LISTS,
    "measures:changes": _CHANGES,
    "measures:change_new": _PROPOSING,
    "measures:keeping": _KEEPING,
    "measures:instruments": _INSTRUMENTS,
    "subjects:cases": _CASES,
    "subjects:case_new": _INTAKE,
    "subjects:imports": _IMPORTING,
    "subjects:consultations": _CONSULTING,
    "portal:rules": Topic(
        "规则与口径",
        "指导意见的每一条原文、谁来办、几天办完，以及本系统对原文不明之处的理解。口径须由主管机关确认，确认前以原文为准。",
    ),
    "portal:calendar": Topic(
        "工作日历", "每年的放假和调休以国务院办公厅的通知为准。通知还没有载入的年度按周末推算，载入后未办结的期限一律重算并留痕。"
    ),
    "portal:search": Topic("搜索", "可以搜索措施的编号和名称、依据文件的名称和文号、机构的名称和代码，至少输入 2 个字。"),
}
# The other pages of a subject, by the view's name.
_SAME = {
    "portal:done": "portal:home",
    "portal:sent": "portal:home",
    "subjects:inbox": "subjects:cases",
    "subjects:case": "subjects:cases",
    "subjects:reveal": "subjects:cases",
    "subjects:case_edit": "subjects:case_new",
    "subjects:case_correct": "subjects:case_new",
    "subjects:import": "subjects:imports",
    "subjects:consultation": "subjects:consultations",
    "measures:detail": "measures:list",
    "measures:diff": "measures:list",
    "measures:change": "measures:changes",
    "measures:change_edit": "measures:change_new",
    "measures:cleanups": "measures:keeping",
    "measures:cleanup": "measures:keeping",
    "measures:instrument": "measures:instruments",
    "measures:instrument_new": "measures:instruments",
    "measures:instrument_edit": "measures:instruments",
    "measures:instrument_end": "measures:instruments",
}


def topic(view: str) -> Topic | None:
    """The help of a page by the name of its view."""
    return TOPICS.get(_SAME.get(view, view))


def duties(role: Role) -> Duties:
    """What a role does, in the order of the opinion."""
    return Duties(role.value, role.label, tuple(rule for rule in RULES.values() if role in rule.by))
