"""Who acts under the opinion, and the three administrators, who do not."""

from django.db import models


class Role(models.TextChoices):
    """The duties that the opinion gives to agencies, 三（二）."""

    CREDIT_SUPERVISION = "credit_supervision", "信用监管机构"
    LEGAL_AFFAIRS = "legal_affairs", "法制机构"
    BUSINESS_AUTHORITY = "business_authority", "业务主管机构"
    ENFORCEMENT = "enforcement", "执法办案机构"
    APPROVAL_AUTHORITY = "approval_authority", "行政审批机构"
    INFORMATION_TECHNOLOGY = "information_technology", "信息化建设机构"
    EXTERNAL_DEPARTMENT = "external_department", "外部门"
    INDUSTRY_ASSOCIATION = "industry_association", "行业协会"
    MARKET_ENTITY = "market_entity", "市场经营主体"
    PROVINCE_AUTHORITY = "province_authority", "省级主管部门"
    NATIONAL_AUTHORITY = "national_authority", "国家主管部门"


class AdminRole(models.TextChoices):
    """The three administrators, separated from each other and from every business role (三员分立, R33)."""

    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


PRODUCERS = (Role.ENFORCEMENT, Role.APPROVAL_AUTHORITY)
PRODUCERS_OF_ALL_CAUSES = (*PRODUCERS, Role.CREDIT_SUPERVISION)
AUTHORITIES = (Role.BUSINESS_AUTHORITY, Role.PROVINCE_AUTHORITY, Role.NATIONAL_AUTHORITY)
IMPLEMENTERS = (
    Role.APPROVAL_AUTHORITY,
    Role.BUSINESS_AUTHORITY,
    Role.ENFORCEMENT,
    Role.CREDIT_SUPERVISION,
    Role.EXTERNAL_DEPARTMENT,
    Role.INDUSTRY_ASSOCIATION,
    Role.MARKET_ENTITY,
)
EMPLOYERS = (Role.INDUSTRY_ASSOCIATION, Role.MARKET_ENTITY, Role.EXTERNAL_DEPARTMENT)
EVERYBODY = tuple(Role)
