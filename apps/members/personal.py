"""What this app holds of one person, for the person's copy."""

from uuid import UUID

from apps.core.person_copy import Sheet

from .contracts import CONTRACT_LABELS, MEMBER_LABELS, ContractType, MemberStatus
from .models import EmployeeMember


def _memberships(person_id: UUID) -> Sheet:
    rows = EmployeeMember.objects.system("a copy for the person").filter(person_id=person_id)
    return Sheet(
        "所在企业",
        ("企业", "工号", "部门", "合同类型", "入职日期", "离职日期", "状态"),
        [
            (
                row.enterprise.name,
                row.emp_no,
                row.department.name,
                CONTRACT_LABELS[ContractType(row.contract_type)],
                f"{row.hired_on:%Y-%m-%d}",
                f"{row.left_on:%Y-%m-%d}" if row.left_on else "",
                MEMBER_LABELS[MemberStatus(row.status)],
            )
            for row in rows.select_related("enterprise", "department").order_by("hired_on")
        ],
    )


SHEETS = (_memberships,)
