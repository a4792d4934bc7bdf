"""What is told and what is put on record: the kinds of notices, and a sentence for each audited deed."""

from apps.notify.contracts import Category, NoticeKind

from .distribution import DISTRIBUTION_LABELS, DISTRIBUTION_SUBJECT, PAYOUT_LABELS, PAYOUT_SUBJECT
from .order import (
    DISPATCH_LABELS,
    DISPATCH_SUBJECT,
    HOLDING_SUBJECT,
    ORDER_LABELS,
    ORDER_SUBJECT,
    TA_FILE_LABELS,
    TA_FILE_SUBJECT,
)
from .product import PRODUCT_LABELS, PRODUCT_SUBJECT, TERMS_LABELS, TERMS_SUBJECT
from .suitability import ASSESSMENT_SUBJECT, QUESTIONNAIRE_LABELS, QUESTIONNAIRE_SUBJECT

NOTICE_KINDS = {
    "shenhuobao.holding": NoticeKind(Category.ACCOUNT, "mobile"),
    "shenhuobao.order": NoticeKind(Category.ACCOUNT, "mobile"),
    "shenhuobao.assessment": NoticeKind(Category.ACCOUNT, "mobile"),
    "shenhuobao.payout": NoticeKind(Category.ACCOUNT, "mobile"),
}
AUDIT_ACTIONS = {
    "shenhuobao.product.proposed": "提交了新理财产品",
    "shenhuobao.terms.proposed": "提交了产品参数新版本",
    "shenhuobao.terms.decided": "复核了产品参数",
    "shenhuobao.product.listed": "上架了理财产品",
    "shenhuobao.product.opened": "开始销售理财产品",
    "shenhuobao.product.suspended": "暂停了理财产品交易",
    "shenhuobao.product.resumed": "恢复了理财产品交易",
    "shenhuobao.product.closed": "结束销售理财产品",
    "shenhuobao.product.matured": "理财产品到期",
    "shenhuobao.product.ended": "理财产品终止",
    "shenhuobao.distribution.announced": "公告了理财分派",
    "shenhuobao.distribution.paid": "发放了理财分派",
    "shenhuobao.payout.paid": "理财分派已到账",
    "shenhuobao.payout.returned": "理财分派款无法入账",
    "shenhuobao.payout.disputed": "理财分派与登记机构不符",
    "shenhuobao.dividend.chosen": "选择了分红方式",
    "shenhuobao.questionnaire.proposed": "提交了风险测评问卷的新版本",
    "shenhuobao.questionnaire.decided": "复核了风险测评问卷",
    "shenhuobao.assessment.taken": "完成了风险测评",
    "shenhuobao.assessment.confirmed": "确认了风险测评结果",
    "shenhuobao.assessment.voided": "说明情况有变,停用了风险测评",
    "shenhuobao.purchase.placed": "提交了理财申购",
    "shenhuobao.reservation.opened": "预约转为理财申购",
    "shenhuobao.redemption.placed": "提交了理财赎回",
    "shenhuobao.quick.redeemed": "办理了快速赎回",
    "shenhuobao.order.held": "受理了理财交易",
    "shenhuobao.order.refused": "理财交易因余额不足未成功",
    "shenhuobao.order.cancelled": "撤销了理财交易",
    "shenhuobao.order.released": "解除了理财交易",
    "shenhuobao.order.sent": "报送了理财交易",
    "shenhuobao.order.confirmed": "理财交易经登记机构确认",
    "shenhuobao.order.rejected": "理财交易被登记机构拒绝",
    "shenhuobao.order.finished": "理财交易已完成",
    "shenhuobao.dispatch.made": "汇总了当日理财交易",
    "shenhuobao.dispatch.taken": "登记机构收到了当日交易",
    "shenhuobao.dispatch.doubted": "当日交易报送结果不明",
    "shenhuobao.dispatch.renewed": "登记机构未收到,重新报送",
    "shenhuobao.dispatch.confirmed": "当日交易全部确认",
    "shenhuobao.ta_file.fetched": "取回了登记机构文件",
    "shenhuobao.ta_file.refused": "登记机构文件核对不符",
    "shenhuobao.ta_file.applied": "登记机构文件已入账",
}
AUDIT_SUBJECTS = {
    PRODUCT_SUBJECT: "理财产品",
    TERMS_SUBJECT: "产品参数版本",
    QUESTIONNAIRE_SUBJECT: "风险测评问卷",
    ASSESSMENT_SUBJECT: "风险测评",
    ORDER_SUBJECT: "理财交易",
    HOLDING_SUBJECT: "理财份额",
    DISPATCH_SUBJECT: "交易报送",
    TA_FILE_SUBJECT: "登记机构文件",
    DISTRIBUTION_SUBJECT: "理财分派",
    PAYOUT_SUBJECT: "持有人分派",
}
AUDIT_STATES = {
    PRODUCT_SUBJECT: PRODUCT_LABELS,
    TERMS_SUBJECT: TERMS_LABELS,
    QUESTIONNAIRE_SUBJECT: QUESTIONNAIRE_LABELS,
    ORDER_SUBJECT: ORDER_LABELS,
    "shenhuobao.purchase": ORDER_LABELS,
    "shenhuobao.reservation": ORDER_LABELS,
    "shenhuobao.redemption": ORDER_LABELS,
    "shenhuobao.quick": ORDER_LABELS,
    DISPATCH_SUBJECT: DISPATCH_LABELS,
    TA_FILE_SUBJECT: TA_FILE_LABELS,
    DISTRIBUTION_SUBJECT: DISTRIBUTION_LABELS,
    PAYOUT_SUBJECT: PAYOUT_LABELS,
}
