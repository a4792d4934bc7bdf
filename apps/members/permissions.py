"""Who may do what with enterprises and their people."""

from apps.core.actors import Role

_HR = {Role.HR_PAY, Role.ENTERPRISE_ADMIN}
_KEEPERS = {Role.ENTERPRISE_ADMIN, Role.AUTHORISER}
_DECIDERS = {Role.REVIEWER, Role.APPROVER}

PERMISSIONS = {
    "members.roster.view": _HR | {Role.MAKER, Role.CHECKER, Role.AUTHORISER, Role.API_CLIENT},
    "members.roster.import": _HR,
    "members.roster.sync": _HR | {Role.API_CLIENT},
    "members.department.edit": _HR,
    "members.certification.submit": _HR,
    "members.member.leave": _HR,
    "members.member.invite": _HR,
    "members.member.mend": _HR,
    "members.certification.own": {Role.EMPLOYEE, Role.UNCERTIFIED},
    "members.certification.view": _DECIDERS | {Role.COMPLIANCE, Role.AUDITOR},
    "members.certification.decide": _DECIDERS,
    "members.review.view": _DECIDERS | {Role.COMPLIANCE, Role.AUDITOR},
    "members.review.take": _DECIDERS,
    "members.review.assign": {Role.APPROVER, Role.COMPLIANCE},
    "members.review.sample": _DECIDERS | {Role.COMPLIANCE},
    "members.identity.reveal": _DECIDERS | {Role.COMPLIANCE},
    "members.insurance.view": _DECIDERS | {Role.COMPLIANCE},
    "members.enterprise.view": _DECIDERS | {Role.COMPLIANCE, Role.BANK_OPERATOR, Role.SERVICE_AGENT, Role.AUDITOR},
    "members.application.view": _HR | {Role.MAKER, Role.CHECKER, Role.AUTHORISER},
    "members.application.edit": {Role.ENTERPRISE_ADMIN},
    "members.application.review": _DECIDERS | {Role.COMPLIANCE, Role.AUDITOR},
    "members.application.decide": _DECIDERS,
    "members.enterprise.supervise": {Role.COMPLIANCE},
    "members.operator.grant": {Role.ENTERPRISE_ADMIN},
    "members.role.lend": {Role.CHECKER, Role.AUTHORISER},
    "members.staff.view": {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.COMPLIANCE, Role.AUDITOR},
    "members.staff.propose": {Role.SYSTEM_ADMIN},
    "members.staff.decide": {Role.SECURITY_ADMIN},
    "members.credential.view": _KEEPERS,
    "members.credential.issue": {Role.ENTERPRISE_ADMIN},
    "members.credential.revoke": _KEEPERS,
}
