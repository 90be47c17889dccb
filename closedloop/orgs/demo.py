"""The fictional accounts of the demonstration: one for each way to take part, all with the same password. Never made in production."""

from dataclasses import dataclass

DEMO_PASSWORD = "Demo-2026-pass"  # noqa: S105 - printed on the demo's login page


@dataclass(frozen=True)
class DemoLogin:
    """An account of the demo: at an agency, or one of the three administrators."""

    username: str
    name_zh: str
    agency_code: str = ""
    position_zh: str = ""
    admin_role: str = ""


DEMO_LOGINS: tuple[DemoLogin, ...] = (
    DemoLogin("food", "陈测远", "HZ-FOOD", "三级主任科员"),
    DemoLogin("ip", "沈测瑜", "HZ-IP", "一级主任科员"),
    DemoLogin("credit", "周测衡", "HZ-CREDIT", "副处长"),
    DemoLogin("credit2", "吴测岚", "HZ-CREDIT", "四级调研员"),
    DemoLogin("legal", "郑测言", "HZ-LEGAL", "二级主任科员"),
    DemoLogin("enforce", "徐测劲", "HZ-ENF", "执法队员"),
    DemoLogin("approve", "何测安", "HZ-APPROVAL", "窗口审批员"),
    DemoLogin("it", "冯测码", "HZ-IT", "工程师"),
    DemoLogin("xihu", "王测湖", "XH-BIZ", "业务科科员"),
    DemoLogin("external", "孙测财", "EXT-FIN", "政府采购监管员"),
    DemoLogin("assoc", "钱测协", "ASSOC-FOOD", "秘书处干事"),
    DemoLogin("market", "林测禾", "MKT-FOOD", "食品安全管理员"),
    DemoLogin("province", "朱测省", "ZJ-AMR", "主任科员"),
    DemoLogin("national", "卫测国", "SAMR", "主任科员"),
    DemoLogin("sysadmin", "季测序", admin_role="system_admin"),
    DemoLogin("secadmin", "安测守", admin_role="security_admin"),
    DemoLogin("auditor", "严测审", admin_role="audit_admin"),
)
