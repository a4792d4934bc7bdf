"""Telling an enterprise's administrators, and new operators, what the bank has decided."""

from uuid import UUID

from apps.core.actors import Role
from apps.core.clock import Moment
from apps.core.db import require_transaction
from apps.notify import api as notify

from ..selectors.enterprises import enterprise_brief, operators

KIND = "members.enterprise"
LINK = "/office/membership/"
NOTES = {
    "certified": ("企业认证已通过", "企业认证已通过,操作员可以用手机号登录企业后台,导入花名册、发放工资。"),
    "rejected": ("企业认证资料需要更正", "企业认证资料被退回,请登录企业后台查看需要更正的内容。"),
    "suspended": ("企业服务已暂停", "银行已暂停企业服务,目前只能查询,请登录企业后台查看原因或联系开户网点。"),
    "resumed": ("企业服务已恢复", "企业服务已恢复,可以正常办理业务。"),
    "terminated": ("企业会员已终止", "企业会员服务已终止,如有疑问请联系开户网点。"),
    "reverify": ("企业年度复核", "企业认证已满一年,请登录企业后台核对资料后重新提交。"),
}
TO_ALL = {"certified", "suspended", "resumed", "terminated"}  # the rest concerns who fills in the application


def enterprise_tell(*, enterprise_id: UUID, deed: str, key: str, now: Moment) -> None:
    """Tells the administrators, or all operators, in the caller's transaction; the same key again changes nothing."""
    require_transaction()
    title, body = NOTES[deed]
    name = enterprise_brief(enterprise_id).short_name
    for operator in operators(enterprise_id):
        if deed in TO_ALL or Role.ENTERPRISE_ADMIN in operator.roles:
            notify.tell(
                person_id=operator.person_id,
                kind=KIND,
                title=title,
                body=f"{name}:{body}",
                link=LINK,
                key=f"{KIND}:{key}",
                sms=True,
                now=now,
            )
