"""The enumerations of causes, subjects and cases with their Chinese words."""

from django.db import models


class Scheme(models.TextChoices):
    """Under which kind of code a subject is known."""

    USCC = "uscc", "统一社会信用代码"
    ID_CARD = "id_card", "居民身份证"
    PASSPORT = "passport", "护照"
    OTHER = "other", "其他证件"


class CauseKind(models.TextChoices):
    """What brings the measures with it (二（二））."""

    ADMINISTRATIVE_PENALTY = "administrative_penalty", "行政处罚"
    LICENCE_REVOCATION = "licence_revocation", "撤销、吊销许可"
    REGISTRATION_CANCELLATION = "registration_cancellation", "撤销登记"
    COURT_JUDGMENT = "court_judgment", "法院判决"
    COURT_RULING = "court_ruling", "法院裁定"
    ARBITRAL_AWARD = "arbitral_award", "仲裁裁决"
    EXTERNAL_PENALTY = "external_penalty", "外部门处罚"
    ADMINISTRATIVE_ADJUDICATION = "administrative_adjudication", "行政裁决"
    OTHER_DOCUMENT = "other_document", "其他认可的文书"


OWN_CAUSES = frozenset({CauseKind.ADMINISTRATIVE_PENALTY, CauseKind.LICENCE_REVOCATION, CauseKind.REGISTRATION_CANCELLATION})


class PenaltyKind(models.TextChoices):
    """The kinds of penalties of 行政处罚法 and the national exchange format (data/codes.csv, penalty_category)."""

    WARNING = "warning", "警告"
    PUBLIC_CRITICISM = "public_criticism", "通报批评"
    FINE = "fine", "罚款"
    CONFISCATE_INCOME = "confiscate_income", "没收违法所得"
    CONFISCATE_PROPERTY = "confiscate_property", "没收非法财物"
    SUSPEND_LICENSE = "suspend_license", "暂扣许可证件"
    DOWNGRADE_QUALIFICATION = "downgrade_qualification", "降低资质等级"
    REVOKE_LICENSE = "revoke_license", "吊销许可证件"
    RESTRICT_BUSINESS = "restrict_business", "限制开展生产经营活动"
    ORDER_SUSPEND = "order_suspend", "责令停产停业"
    ORDER_CLOSE = "order_close", "责令关闭"
    RESTRICT_PRACTICE = "restrict_practice", "限制从业"
    DETENTION = "detention", "行政拘留"
    OTHER = "other", "其他"


class CaseState(models.TextChoices):
    """The life of a case."""

    DRAFT = "draft", "草拟"
    PUSHED = "pushed", "已推送"
    RECEIVED = "received", "已接收"
    RETURNED = "returned", "已退回"
    DISPATCHED = "dispatched", "已推送实施"
    CLOSED = "closed", "已办结"
    WITHDRAWN = "withdrawn", "已撤回"


class SanctionState(models.TextChoices):
    """The life of one measure on one subject; whether it is in force follows from dates (I2)."""

    PROPOSED = "proposed", "拟实施"
    DISPATCHED = "dispatched", "已推送实施"
    SUSPENDED = "suspended", "暂停"
    LIFTED = "lifted", "已解除"
    WITHDRAWN = "withdrawn", "已撤回"


class Certainty(models.TextChoices):
    """How a measure came to be chosen."""

    PROPOSE = "propose", "系统建议"
    ASK = "ask", "系统提示，由人判断"
    OWN = "own", "经办人自选"


class Term(models.TextChoices):
    """A term in the decision that is no number of months."""

    LIFETIME = "lifetime", "终身"
