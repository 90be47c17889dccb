"""The enumerations of the lists with their Chinese words: one place for code, API and pages."""

from django.db import models


class List(models.TextChoices):
    """The two lists (两张清单)."""

    PUNISHMENT = "punishment", "失信惩戒"
    ENHANCED = "enhanced", "强化监管"


class PartyKind(models.TextChoices):
    """On whom a measure may be imposed."""

    ENTERPRISE = "enterprise", "企业"
    INDIVIDUAL_BUSINESS = "individual_business", "个体工商户"
    OTHER_ORGANIZATION = "other_organization", "其他组织"
    PERSON = "person", "个人"


class TermKind(models.TextChoices):
    """How long a measure lasts."""

    FIXED = "fixed", "固定期限"
    RANGE = "range", "由决定确定"
    LIFETIME = "lifetime", "终身"
    UNTIL = "until", "至条件成就"
    FOLLOWS_PUBLICITY = "follows_publicity", "随公示"


class TermSource(models.TextChoices):
    """What sets the term."""

    LAW = "law", "法律、行政法规"
    RULE = "rule", "其他规定"
    DECISION = "decision", "处罚决定、判决"
    PROPOSAL = "proposal", "本清单拟定，非法定"


class Effect(models.TextChoices):
    """What a measure does to a matter."""

    FORBID = "forbid", "禁止"
    RESTRICT = "restrict", "限制"
    CONDITION = "condition", "附条件"
    ENHANCE = "enhance", "强化"
    DISCLOSE = "disclose", "公示"


class ImplementingLevel(models.TextChoices):
    """The level whose power it is to implement (C1.1)."""

    NATIONAL = "national", "国家"
    PROVINCE = "province", "省"
    CITY_OR_BELOW = "city_or_below", "市级以下"
    OTHER_DEPARTMENT = "other_department", "其他部门"


class InstrumentLevel(models.TextChoices):
    """The rank of a law or document, highest first."""

    LAW = "law", "法律"
    ADMINISTRATIVE_REGULATION = "administrative_regulation", "行政法规"
    CENTRAL_POLICY = "central_policy", "党中央、国务院政策文件"
    LOCAL_REGULATION = "local_regulation", "地方性法规"
    DEPARTMENTAL_RULE = "departmental_rule", "部门规章"
    DEPARTMENTAL_DOCUMENT = "departmental_document", "部门规范性文件"


QUALIFYING_LEVELS = frozenset(
    {
        InstrumentLevel.LAW,
        InstrumentLevel.ADMINISTRATIVE_REGULATION,
        InstrumentLevel.CENTRAL_POLICY,
        InstrumentLevel.LOCAL_REGULATION,
    }
)
STATUTORY_LEVELS = frozenset({InstrumentLevel.LAW, InstrumentLevel.ADMINISTRATIVE_REGULATION})


class Verified(models.TextChoices):
    """How far a provision was read (law/README.md)."""

    TEXT = "text", "原文已核"
    PRESS = "press", "仅见报道，待核"
    MEMORY = "memory", "凭记忆，待核"


class Confidence(models.TextChoices):
    """How sure the reconstruction is."""

    HIGH = "high", "高"
    MEDIUM = "medium", "中"
    LOW = "low", "低"


class Status(models.TextChoices):
    """Whether a version may be imposed; what waits for legal review is listed but never imposed (rules.md 1.2)."""

    EFFECTIVE = "effective", "在用"
    PENDING_LEGAL_REVIEW = "pending_legal_review", "待法制审核，不生效"


class ChangeKind(models.TextChoices):
    """立 / 改 / 废."""

    ENACT = "enact", "立"
    AMEND = "amend", "改"
    REPEAL = "repeal", "废"


class ChangeState(models.TextChoices):
    """The life of a change request."""

    DRAFT = "draft", "草拟"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "已通过"
    WITHDRAWN = "withdrawn", "已撤回"


class Side(models.TextChoices):
    """The two independent reviews (C2.1b)."""

    CREDIT = "credit_supervision", "信用监管"
    LEGAL = "legal_affairs", "法制"


class Verdict(models.TextChoices):
    """What a reviewer decided."""

    APPROVE = "approve", "同意"
    RETURN = "return", "退回"


def known(field: str, choices: type[models.TextChoices], name: str) -> models.CheckConstraint:
    """A constraint that keeps unknown words out of the database."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": choices.values}), name=name)
