"""What is said about a row: reasons that stop it or send it to a person, and every repair, in words that say what to do."""

import re
from dataclasses import dataclass

from subjects.identifiers import ID_CARD, mask
from subjects.importing.reference import labels

ACCEPTED, FIXED, REVIEW, DUPLICATE, REJECTED = "accepted", "fixed", "review", "duplicate", "rejected"
VERDICTS = (ACCEPTED, FIXED, REVIEW, DUPLICATE, REJECTED)
WHOLE_ROW = "*"
# The identifiers of natural persons never stand in a reason or a repair in full (R27).
PERSONAL = ("person_id_no", "legal_rep_id_no")
SHOWN_LENGTH = 60
_RESIDENT = re.compile(r"(?<![0-9A-Za-z])(\d{6})\d{8}(\d{3}[\dXx])(?![0-9A-Za-z])")

REASONS = {
    "note_row": "这是合计、说明等非数据行，不导入；请从数据区删除。",
    "repeated_header": "这是重复的表头行，不导入；请从数据区删除。",
    "shifted": "疑似串列：整行向左或向右错了一列，请对照表头重新填写。",
    "extra_cells": "这一行的列数比表头多，疑似内容里有未加引号的分隔符，请核对后重新填写。",
    "unreadable": "含有无法识别的字符（�），原文已经丢失，请按决定书重新填写。",
    "garbled": "是乱码（编码读错），请按决定书重新填写，或者用正确的编码另存后重新导出。",
    "lost_character": "疑似丢失生僻字（出现“?”或自造字），请按决定书补全，并用 UTF-8 或 GB18030 保存。",
    "spreadsheet_error": "是电子表格的错误值（如 #N/A），请改正公式或者填写内容。",
    "formula": "以 = + - @ 开头，可能是公式；已按文字原样读取，请核对是否应填文字。",
    "two_values": "文件里有两列同为这一项而内容不同，请只保留正确的一列。",
    "required": "必填项为空，请按决定书填写。",
    "no_column": "文件里没有这一列，请补上这一列并填写。",
    "too_long": "超过 {longest} 字，请压缩到 {longest} 字以内。",
    "party_category": "只能填“法人及非法人组织”“自然人”“个体工商户”之一，请改正。",
    "party_number": "填的是数字代码，各系统含义不同，请改填“法人及非法人组织”“自然人”“个体工商户”之一。",
    "no_uscc": "{party}必须有统一社会信用代码，请查明后填写。",
    "person_with_uscc": "自然人不应有统一社会信用代码：请核对类别是否应为个体工商户，或者删除代码。",
    "category_differs": "与统一社会信用代码第 1、2 位不符（92 开头为个体工商户），请核对类别和代码。",
    "person_without_id": "自然人必须有证件号码，请查明后填写。",
    "id_type": "没有写明或者不能识别证件类型，请填写身份证、护照号等标准名称后核对。",
    "id_for_organisation": "法人及非法人组织不应有当事人证件号码，请核对类别，或者把号码移到法定代表人一栏。",
    "no_legal_rep": "法人及非法人组织应填法定代表人（负责人），请补充。",
    "digits_lost": "已被电子表格改成数字，末几位丢失且无法恢复；请把该列设为文本后重新填写。",
    "masked": "号码已脱敏，不能唯一识别对象，请填写完整号码。",
    "number_shape": "不像决定书文号（没有数字），请核对。",
    "impossible_date": "不存在这一天，请按决定书改正。",
    "unknown_date": "1900-1-1 表示日期不详，请按决定书填写。",
    "early_date": "早于 1949 年，请按决定书改正。",
    "month_only": "只有年月或者写法有歧义，请写成 YYYY/MM/DD。",
    "short_year": "年份只有两位或者日、月顺序不明，不作猜测，请写成 YYYY/MM/DD。",
    "unreadable_date": "读不出日期，请写成 YYYY/MM/DD。",
    "future_date": "晚于今天（{on}），请按决定书改正。",
    "ends_before_decision": "早于处罚决定日期，请按决定书改正。",
    "published_before_decision": "早于处罚决定日期，请核对。",
    "years_of_publicity": "填的是公示年数而不是日期，请改填公示截止的日期，或者留空按规定期限计算。",
    "no_amount": "不是数字，请填写以万元为单位的阿拉伯数字，例如 0.500000。",
    "negative_amount": "不能是负数，请改正。",
    "huge_amount": "超出 18 位，请核对单位是否为万元。",
    "fine_amount": "超过 6 位小数（不足 1 分），请核对。",
    "no_fine": "处罚类别有罚款，请填写罚款金额（万元）。",
    "zero_fine": "处罚类别有罚款而金额为 0，请核对。",
    "amount_not_named": "填了金额，但处罚类别里没有相应的种类，请核对。",
    "yuan_for_wan": "与处罚内容相差一万倍，疑似按元填写：应为 {meant} 万元，请核对。",
    "amount_differs": "与处罚内容里写的金额不一致（处罚内容为 {meant} 万元），请核对。",
    "unit_unsaid": "表头没有写明单位，处罚内容里也没有金额可以对照，请核对单位是否为万元。",
    "no_confiscated": "处罚类别有没收，请填写没收的金额（万元）；没有金额的请在备注说明。",
    "no_license": "处罚类别有暂扣或者吊销，请填写证照名称及编号。",
    "kind_unknown": "有不能识别的处罚类别，请按行政处罚法规定的种类填写，其他的写成“其他-具体类别”。",
    "kind_number": "填的是数字代码，各系统含义不同，请改填文字，例如“罚款;没收违法所得”。",
    "bare_other": "只写了“其他”，请写成“其他-具体类别”。",
    "kind_ambiguous": "“暂扣或者吊销”没有说明是哪一种，处罚内容也不能确定，请改填其中一种。",
    "detention": "市场监管部门一般无权作出行政拘留，请核对处罚类别和处罚机关。",
    "short_agency": "疑似简称或者旧名，请改填作出决定时的机关全称{meant}。",
    "office_code": "统一社会信用代码有误，请核对：{words}",
    "operation_delete": "带有删除标志：导入不删除已有记录，请在原案件办理撤销或者更正。",
    "same_in_file": "与第 {row} 行完全重复，不再导入。",
    "differs_in_file": "与第 {row} 行是同一文号、同一当事人而内容不同，请核对哪一行正确。",
    "party_in_file": "与第 {row} 行同机关、同文号而当事人不同：一案多人的请确认，文号有误的请改正。",
    "same_stored": "与以前导入的记录完全相同，不再重复导入。",
    "differs_stored": "以前导入过同一文号、同一当事人而内容不同的记录：请核对，更正的在原案件办理。",
    "party_stored": "以前导入过同机关、同文号而当事人不同的记录：一案多人的请确认，文号有误的请改正。",
}
REPAIRS = {
    "guard": "去掉电子表格的防护符号",
    "invisible": "去掉首尾空格和不可见字符",
    "newline": "去掉单元格内的换行",
    "placeholder": "占位符按空值处理",
    "composed": "字符改为规范写法",
    "number": "数字改为文本",
    "brackets": "半角括号改为全角",
    "rare": "含 GBK 之外的生僻字，已按原字保存",
    "alias": "别名改为标准名称",
    "number_style": "文号改为规范写法",
    "date_style": "日期改为 YYYY/MM/DD",
    "long_term": "长期统一写作 2099/12/31",
    "unknown_date": "1900-1-1 表示不详，按空值处理",
    "amount_style": "金额改为万元、六位小数",
    "yuan": "按处罚内容核对，元改为万元",
    "separator": "类别改为标准名称，用半角分号分隔",
    "type_from_number": "证件类型按有效的身份证号码补上",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row is not simply accepted: which field, which verdict it leads to, an English code, and what to do."""

    field: str
    verdict: str
    code: str
    words: str

    def __str__(self) -> str:
        return self.words if self.field == WHOLE_ROW else f"{labels().get(self.field, self.field)}：{self.words}"


@dataclass(frozen=True, slots=True)
class Repair:
    """What was changed in a field: before and after, persons' identifiers masked, and why."""

    field: str
    codes: tuple[str, ...]
    before: str
    after: str
    words: str

    def __str__(self) -> str:
        return f"{labels().get(self.field, self.field)}：“{self.before}”→“{self.after}”（{self.words}）"


def reason(field: str, *, verdict: str, code: str, words: str = "", **details: object) -> Reason:
    """A reason in the words of its code, or in those given."""
    return Reason(field, verdict, code, words or REASONS[code].format(**details))


def repair(field: str, *, codes: tuple[str, ...], before: str, after: str, words: tuple[str, ...] = ()) -> Repair:
    """A repair; `words` are those of codes that this table does not have."""
    said = dict.fromkeys([REPAIRS[code] for code in codes if code in REPAIRS] + list(words))
    return Repair(field, codes, shown(field, before), shown(field, after), "；".join(said))


def shown(field: str, text: str) -> str:
    """A value as it may stand in a report: without anybody's full identifier, and not longer than a line."""
    if field in PERSONAL:
        return mask(ID_CARD, text)
    bare = _RESIDENT.sub(r"\1********\2", text)
    return bare if len(bare) <= SHOWN_LENGTH else f"{bare[:SHOWN_LENGTH]}…"
