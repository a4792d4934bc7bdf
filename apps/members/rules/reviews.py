"""What makes a case risky, what a rejection says, which approved cases are looked at again (ID-8, ID-9).

The risk of a case is a table: each rule that applies gives its points; HIGH_POINTS make it high, any make it middle.
"""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from ..choices import HIGH, LOW, MIDDLE, CheckResult, ReviewKind
from ..contracts import ContractType

HIGH_POINTS = 4
MINOR, ELDER = 18, 65
NEW_EMPLOYER_DAYS = 30
NEW_FIRM_DAYS = 180
LICENCE_DAYS = 90
SEVERAL = 2
ALL_PERCENT = Decimal(100)
_FAILED = (CheckResult.MISMATCH, CheckResult.UNABLE)


@dataclass(frozen=True, slots=True)
class EmployeeCase:
    """What is known of an employee's submission on a day."""

    check: str
    age: int
    contract_type: str
    employer_days: int  # since the employer was certified
    memberships: int  # at other enterprises
    rejected: int  # earlier submissions that were rejected


@dataclass(frozen=True, slots=True)
class EnterpriseCase:
    """What is known of an enterprise's submission on a day. `owners` are percents of those it named."""

    check: str
    register: str
    owners: tuple[Decimal, ...]
    owner_percent: Decimal  # from which an owner is a beneficial one
    age_days: int
    licence_days: int | None  # until it ends; None: 长期
    is_other_bank: bool
    rejected: int


class Rule(NamedTuple):
    code: str
    points: int
    sentence: str
    applies: Callable[..., bool]


EMPLOYEE_RULES: tuple[Rule, ...] = (
    Rule("check", 4, "联网核查未得到一致结果", lambda case: case.check in _FAILED),
    Rule("minor", 4, "员工未满 18 周岁", lambda case: case.age < MINOR),
    Rule("elder", 2, "员工超过 65 周岁", lambda case: case.age > ELDER),
    Rule("new_employer", 2, "企业认证不满 30 天", lambda case: case.employer_days < NEW_EMPLOYER_DAYS),
    Rule("contract", 1, "用工形式不是劳动合同", lambda case: case.contract_type != ContractType.LABOUR),
    Rule("several", 1, "同时属于多家企业", lambda case: case.memberships >= 1),
    Rule("again", 1, "曾被退回", lambda case: case.rejected >= 1),
    Rule("again_often", 1, "曾多次被退回", lambda case: case.rejected >= SEVERAL),
)
ENTERPRISE_RULES: tuple[Rule, ...] = (
    Rule("check", 4, "法定代表人联网核查未得到一致结果", lambda case: case.check in _FAILED),
    Rule("register", 4, "工商登记核查未得到一致结果", lambda case: case.register in _FAILED),
    Rule(
        "owners", 4, "受益所有人不清:没有人达到持股比例",
        lambda case: not any(percent >= case.owner_percent for percent in case.owners),
    ),
    Rule("owners_part", 1, "申报的股权不足一半", lambda case: sum(case.owners) < ALL_PERCENT / 2),
    Rule("new_firm", 2, "企业成立不满 180 天", lambda case: case.age_days < NEW_FIRM_DAYS),
    Rule(
        "licence", 2, "营业期限将在 90 天内届满",
        lambda case: case.licence_days is not None and case.licence_days < LICENCE_DAYS,
    ),
    Rule("other_bank", 1, "结算账户在他行", lambda case: case.is_other_bank),
    Rule("again", 1, "曾被退回", lambda case: case.rejected >= 1),
)  # fmt: skip


def risk_of(case: EmployeeCase | EnterpriseCase) -> tuple[int, list[str]]:
    """The class of risk, and the codes of the rules that apply, the heaviest first."""
    rules = EMPLOYEE_RULES if isinstance(case, EmployeeCase) else ENTERPRISE_RULES
    found = sorted((rule for rule in rules if rule.applies(case)), key=lambda rule: -rule.points)
    points = sum(rule.points for rule in found)
    return HIGH if points >= HIGH_POINTS else MIDDLE if points else LOW, [rule.code for rule in found]


def sentences_of(kind: str, codes: Collection[str]) -> tuple[str, ...]:
    """The reasons of a case's risk in words."""
    rules = EMPLOYEE_RULES if kind == ReviewKind.EMPLOYEE else ENTERPRISE_RULES
    return tuple(rule.sentence for rule in rules if rule.code in codes)


def is_sampled(review_id: UUID, percent: Decimal) -> bool:
    """Whether an approved case is looked at again: by a hash of its id, so that nobody chooses and a repeat agrees."""
    drawn = int.from_bytes(hashlib.sha256(review_id.bytes).digest()[:8], "big") % 1_000_000
    return drawn < percent * 10_000


# What a rejection says of each field, ready to be chosen: what is wrong, and what to do about it.
REMEDIES: dict[str, dict[str, tuple[str, ...]]] = {
    ReviewKind.EMPLOYEE: {
        "name": ("姓名与身份证不一致,请按身份证上的姓名更正。", "姓名含生僻字或间隔号,请按身份证原样填写「·」。"),
        "mobile": ("手机号码不是本人使用的号码,请本人更换手机号。", "手机号码已停用或无法接通,请本人更换手机号。"),
        "id_number": (
            "身份证号与姓名核对不符,请向员工核对证件后更正。",
            "身份证件已过有效期,请员工换领后提交新证件信息。",
        ),
        "emp_no": ("工号与企业花名册不一致,请核对后更正。",),
        "department": ("所属部门不存在或已撤销,请更正为现有部门。",),
        "hired_on": ("入职日期与合同不一致,请按劳动合同上的日期更正。",),
        "contract_type": ("合同类型与实际用工形式不符,请按签订的合同更正。",),
    },
    ReviewKind.ENTERPRISE: {
        "name": ("企业名称与营业执照不一致,请按执照全称更正。",),
        "address": ("注册地址与营业执照不一致,请按执照更正。",),
        "business_scope": ("经营范围与营业执照不一致,请按执照更正。",),
        "established_on": ("成立日期与营业执照不一致,请按执照更正。",),
        "licence_until": ("营业期限与营业执照不一致或即将届满,请更正或先办理延期。",),
        "legal": (
            "法定代表人与营业执照不一致,请按执照更正姓名和证件号。",
            "法定代表人联网核查未通过,请核对姓名与证件号。",
        ),
        "owners": (
            "受益所有人填写不全,请补充达到持股比例的自然人。",
            "没有人达到持股比例,请填写实际控制人或高级管理人员。",
        ),
        "licence": ("营业执照影像不清晰或不完整,请重新拍摄四角齐全的原件。",),
        "letter": ("授权书未盖公章或未签字,请盖章签字后重新上传。", "授权书上的操作员与申请不一致,请更正后重新上传。"),
        "account": ("结算账户户名与企业名称不一致,请改用本企业名下账户。",),
        "operators": ("经办、复核、授权须由不同的人担任,请更换人选。", "操作员身份信息有误,请核对后更正。"),
    },
}  # fmt: skip
