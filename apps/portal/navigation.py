"""Which ways lead where: the one table of the navigation of all surfaces. What a person may not do is not shown."""

from dataclasses import dataclass

from django.urls import reverse

from apps.core.access import PUBLIC, allows
from apps.core.actors import Actor
from apps.core.parts import Link, NavGroup


@dataclass(frozen=True, slots=True)
class Entry:
    """`badge` names a figure of the frame (frame.py); an entry is active below its own address."""

    group: str
    label: str
    icon: str
    route: str
    permission: str
    badge: str = ""


OFFICE = (
    Entry("", "工作台", "home", "office:home", "portal.office.home"),
    Entry("业务", "代发工资", "cash-banknote", "office:batch_list", "daifutong.batch.read", "batches"),
    Entry("业务", "代付通签约", "file-text", "office:payroll_contract", "daifutong.contract.read"),
    Entry("业务", "工资条", "file-invoice", "office:slip_list", "daifutong.payslip.manage"),
    Entry("业务", "工资卡", "credit-card", "office:wagecard_list", "daifutong.card.decide"),
    Entry("业务", "批量开户", "credit-card-pay", "office:opening_list", "daifutong.opening.ask"),
    Entry("业务", "工资条异议", "receipt-yuan", "office:payslip_disputes", "daifutong.payslip.reply"),
    Entry("业务", "企业借款(非存款)", "coins", "office:issue_list", "tongxinbao.issue.read"),
    Entry("业务", "账户与对账单", "report-money", "office:account_list", "bankaccounts.account.read"),
    Entry("业务", "成员与认证", "users", "office:member_list", "members.roster.view"),
    Entry("业务", "企业公告", "speakerphone", "office:bulletin_list", "imessage.bulletin.manage"),
    Entry("业务", "社区问答", "message-circle", "office:question_list", "imessage.community.moderate"),
    Entry("业务", "银行客服", "message-2", "office:service_home", "imessage.service.ask"),
    Entry("业务", "消费投诉", "flag", "office:complaint_list", "imessage.complaint.file"),
    Entry("设置", "企业认证", "certificate", "office:onboarding", "members.application.view"),
    Entry("设置", "协议", "writing-sign", "office:agreement_list", "agreements.enterprise.view"),
    Entry("设置", "操作员与角色", "user-cog", "office:operator_list", "members.operator.grant"),
    Entry("设置", "审批代办", "user-check", "office:lending_list", "members.role.lend"),
    Entry("设置", "接口凭证", "key", "office:credential_list", "members.credential.view"),
    Entry("设置", "帮助中心", "help-circle", "office:help", PUBLIC),
    Entry("设置", "登录与安全", "shield-lock", "office:security", "identity.security.manage"),
)
CONSOLE = (
    Entry("", "工作台", "home", "console:home", "portal.console.home"),
    Entry("", "客服工作台", "message-2", "console:desk", "imessage.desk.view"),
    Entry("", "消费投诉", "flag", "console:complaint_list", "imessage.complaint.view"),
    Entry("会员", "会员审核", "user-check", "console:review_list", "members.review.view", "reviews"),
    Entry("会员", "企业会员", "building", "console:enterprise_list", "members.enterprise.view"),
    Entry("业务", "代发批次", "cash-banknote", "console:batch_list", "daifutong.batch.review"),
    Entry("业务", "批量开户", "credit-card-pay", "console:opening_list", "daifutong.opening.review"),
    Entry("业务", "代付通签约", "file-text", "console:contract_list", "daifutong.contract.review"),
    Entry("业务", "企业借款", "coins", "console:issue_list", "tongxinbao.issue.watch"),
    Entry("业务", "理财产品", "chart-bar", "console:product_list", "shenhuobao.product.watch"),
    Entry("业务", "理财额度与快赎", "adjustments", "console:quota_list", "shenhuobao.product.watch"),
    Entry("业务", "登记机构文件", "files", "console:agent_file_list", "shenhuobao.product.watch"),
    Entry("业务", "理财异常", "flag", "console:exception_list", "shenhuobao.product.watch"),
    Entry("业务", "风险测评", "scale", "console:assessment_list", "shenhuobao.assessment.watch"),
    Entry("业务", "书面约定", "writing-sign", "console:accord_list", "shenhuobao.accord.read"),
    Entry("运营", "测评问卷", "checklist", "console:questionnaire_list", "shenhuobao.questionnaire.read"),
    Entry("运营", "LPR 报价", "chart-line", "console:lpr_list", "tongxinbao.issue.watch"),
    Entry("运营", "总账", "book", "console:books", "ledger.books.view"),
    Entry("运营", "营业日", "calendar-event", "console:day_list", "ledger.day.view"),
    Entry("运营", "异常事项", "flag", "console:case_list", "cases.desk.view", "cases"),
    Entry("运营", "参数管理", "adjustments", "console:parameter_list", "approvals.parameters.view", "parameters"),
    Entry("运营", "限额中心", "scale", "console:limit_list", "risk.limits.view"),
    Entry("合规", "协议文本", "writing-sign", "console:text_list", "agreements.text.view"),
    Entry("合规", "会话调阅与保全", "shield-lock", "console:warrant_list", "imessage.warrant.view"),
    Entry("合规", "会话举报", "flag", "console:report_list", "imessage.report.view"),
    Entry("合规", "个人信息请求", "user-shield", "console:data_request_list", "agreements.data_request.view"),
    Entry("运营", "公告管理", "speakerphone", "console:announcement_desk", "news.desk.view", "news"),
    Entry("运营", "银行通知", "message-circle", "console:bulletin_list", "imessage.bank_bulletin.view"),
    Entry("审计", "审计日志", "list-search", "console:trail", "audit.trail.view"),
    Entry("设置", "岗位管理", "user-cog", "console:staff_list", "members.staff.view"),
    Entry("设置", "帮助中心", "help-circle", "console:help", PUBLIC),
    Entry("设置", "登录与安全", "shield-lock", "console:security", "identity.security.manage"),
)
MOBILE = (
    Entry("", "首页", "home", "mobile:home", "portal.mobile.home"),
    Entry("", "工资条", "receipt-yuan", "mobile:payslip_list", "daifutong.payslip.read", "payslips"),
    Entry("", "消息", "bell", "mobile:inbox", "notify.inbox.read", "unread"),
    Entry("", "我的", "user", "mobile:me", "portal.mobile.home"),
)
MOBILE_MORE = (  # named in the search, not on the tab bar
    Entry("", "我的账户", "credit-card", "mobile:account_list", "bankaccounts.account.own"),
    Entry("", "我的银行卡", "building-bank", "mobile:card_list", "bankaccounts.card.own"),
    Entry("", "工资卡", "credit-card-pay", "mobile:wagecards", "daifutong.card.own"),
    Entry("", "误发追回", "rotate", "mobile:reclaims", "daifutong.reclaim.answer"),
    Entry("", "开户预约", "credit-card", "mobile:invitations", "daifutong.card.own"),
    Entry("", "转入转出", "switch-horizontal", "mobile:transfer_list", "transfers.own"),
    Entry("", "我的理财", "wallet", "mobile:wealth_home", "shenhuobao.holding.own"),
    Entry("", "理财产品", "pig-money", "mobile:product_list", "shenhuobao.shelf.read"),
    Entry("", "企业社区", "users-group", "mobile:community", "imessage.talk"),
    Entry("", "会话", "message-circle", "mobile:talk_list", "imessage.talk"),
    Entry("", "银行客服", "message-2", "mobile:service_home", "imessage.service.ask"),
    Entry("", "消费投诉", "flag", "mobile:complaint_list", "imessage.complaint.file"),
    Entry("", "找同事", "users", "mobile:colleague_list", "imessage.talk"),
    Entry("", "收益日历", "calendar-stats", "mobile:income_calendar", "shenhuobao.holding.own"),
    Entry("", "成员认证", "certificate", "mobile:certification", "members.certification.own"),
    Entry("", "我的设备与登录", "device-mobile", "mobile:device_list", "identity.security.manage"),
    Entry("", "安全中心", "shield-lock", "mobile:security", "identity.security.manage"),
    Entry("", "交易密码", "lock", "mobile:pin", "identity.security.manage"),
    Entry("", "消息提醒设置", "settings", "mobile:inbox_settings", "notify.inbox.read"),
    Entry("", "风险测评", "scale", "mobile:assessment_list", "shenhuobao.assessment.own"),
    Entry("", "我的协议", "writing-sign", "mobile:agreement_list", "agreements.own"),
    Entry("", "个人信息同意", "checklist", "mobile:consent_list", "agreements.own"),
    Entry("", "授权管理", "gavel", "mobile:mandate_list", "agreements.own"),
    Entry("", "我的个人信息", "user-shield", "mobile:my_data", "agreements.own"),
    Entry("", "公告", "speakerphone", "mobile:announcements", "news.read"),
    Entry("", "帮助中心", "help-circle", "mobile:help", PUBLIC),
    Entry("", "收费标准", "receipt-2", "mobile:fees", PUBLIC),
    Entry("", "联系客服", "phone", "mobile:contact", PUBLIC),
)


def _links(entries: tuple[Entry, ...], actor: Actor, path: str, badges: dict[str, int]) -> list[tuple[str, Link]]:
    shown = [(entry, reverse(entry.route)) for entry in entries if allows(actor, entry.permission)]
    here = max((url for _, url in shown if path.startswith(url)), key=len, default="")
    return [
        (e.group, Link(e.label, url, e.icon, active=url == here, badge=str(badges.get(e.badge) or "")))
        for e, url in shown
    ]


def groups_for(actor: Actor, path: str, badges: dict[str, int]) -> tuple[NavGroup, ...]:
    """The sidebar of office or console, group by group."""
    return _grouped(_links(CONSOLE if actor.surface == "console" else OFFICE, actor, path, badges))


def _grouped(links: list[tuple[str, Link]]) -> tuple[NavGroup, ...]:
    grouped: dict[str, list[Link]] = {}
    for group, link in links:
        grouped.setdefault(group, []).append(link)
    return tuple(NavGroup(label, tuple(links)) for label, links in grouped.items())


ME = (
    Entry("我的资产", "我的账户", "credit-card", "mobile:account_list", "bankaccounts.account.own", "accounts"),
    Entry("我的资产", "我的银行卡", "building-bank", "mobile:card_list", "bankaccounts.card.own"),
    Entry("我的资产", "我的理财", "pig-money", "mobile:wealth_home", "shenhuobao.holding.own"),
    Entry("我的资产", "转入转出", "switch-horizontal", "mobile:transfer_list", "transfers.own"),
    Entry("我的资产", "工资卡", "credit-card-pay", "mobile:wagecards", "daifutong.card.own"),
    Entry("我的资产", "开户预约", "credit-card", "mobile:invitations", "daifutong.card.own"),
    Entry("我的资产", "误发追回", "rotate", "mobile:reclaims", "daifutong.reclaim.answer"),
    Entry("我的资产", "工资条", "receipt-yuan", "mobile:payslip_list", "daifutong.payslip.read"),
    Entry("认证与安全", "成员认证", "certificate", "mobile:certification", "members.certification.own"),
    Entry("认证与安全", "安全中心", "shield-lock", "mobile:security", "identity.security.manage"),
    Entry("认证与安全", "我的设备与登录", "device-mobile", "mobile:device_list", "identity.security.manage"),
    Entry("认证与安全", "消息提醒设置", "bell", "mobile:inbox_settings", "notify.inbox.read"),
    Entry("协议与个人信息", "我的协议", "writing-sign", "mobile:agreement_list", "agreements.own"),
    Entry("协议与个人信息", "个人信息同意", "checklist", "mobile:consent_list", "agreements.own"),
    Entry("协议与个人信息", "授权管理", "gavel", "mobile:mandate_list", "agreements.own"),
    Entry("协议与个人信息", "我的个人信息", "user-shield", "mobile:my_data", "agreements.own"),
    Entry("服务", "公告", "speakerphone", "mobile:announcements", "news.read"),
    Entry("服务", "帮助中心", "help-circle", "mobile:help", PUBLIC),
    Entry("服务", "收费标准", "receipt-2", "mobile:fees", PUBLIC),
    Entry("服务", "联系客服", "phone", "mobile:contact", PUBLIC),
)


def me_groups(actor: Actor, accounts: int) -> tuple[NavGroup, ...]:
    """The ways on the page 我的, group by group."""
    return _grouped(_links(ME, actor, "", {"accounts": accounts}))


def functions_of(actor: Actor) -> tuple[Link, ...]:
    """Every page with a name to which this person may go, for the search."""
    entries = {"console": CONSOLE, "office": OFFICE}.get(actor.surface, MOBILE + MOBILE_MORE)
    return tuple(link for _, link in _links(entries, actor, "", {}))


def tabs_for(actor: Actor, path: str, badges: dict[str, int]) -> tuple[Link, ...]:
    """The tab bar of mobile."""
    return tuple(link for _, link in _links(MOBILE, actor, path, badges))
