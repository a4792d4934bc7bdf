"""The vocabulary of the payroll: states, codes, dated parameters; `record` has what is told and put on record."""

import re
from enum import StrEnum

from apps.core import params

from .record import AUDIT_ACTIONS as AUDIT_ACTIONS
from .record import NOTICE_KINDS as NOTICE_KINDS

LINE_REF = re.compile(r"(DF[0-9]{14,18})-([0-9]{6})")  # of the payments that are ours: batch, number of the line

# What audit rows, approvals, cases and ledger accounts call the things of this app.
BATCH_SUBJECT, ROW_SUBJECT, PAYSLIP_SUBJECT = "daifutong.batch", "daifutong.row", "daifutong.payslip"
CONTRACT_SUBJECT, FEE_SUBJECT = "daifutong.contract", "daifutong.fee"
OPENING_SUBJECT = "daifutong.opening"
CARD_SUBJECT, RECLAIM_SUBJECT = "daifutong.wagecard", "daifutong.reclaim"
TERMINATION = "daifutong.termination"  # the approval by which the bank ends a contract; its subject is the contract
RECALL = "daifutong.recall"  # the approval by which payments that never left are cancelled; its subject is the batch


class BatchState(StrEnum):
    """PY-6. AUTHORISED and DEBITING are passed inside one transaction; what follows them is seen outside."""

    UPLOADED = "UPLOADED"
    PARSED = "PARSED"
    HAS_ERRORS = "HAS_ERRORS"
    SUBMITTED = "SUBMITTED"
    CHECKED = "CHECKED"
    AUTHORISED = "AUTHORISED"
    REJECTED = "REJECTED"
    SCHEDULED = "SCHEDULED"
    DEBITING = "DEBITING"
    DISBURSING = "DISBURSING"
    IN_DOUBT = "IN_DOUBT"
    DONE = "DONE"
    PART_FAILED = "PART_FAILED"
    CANCELLED = "CANCELLED"


BATCH_LABELS: dict[BatchState, str] = {
    BatchState.UPLOADED: "已上传",
    BatchState.PARSED: "待提交",
    BatchState.HAS_ERRORS: "有错误待修改",
    BatchState.SUBMITTED: "待复核",
    BatchState.CHECKED: "待授权",
    BatchState.AUTHORISED: "已授权",
    BatchState.REJECTED: "已退回",
    BatchState.SCHEDULED: "待扣款",
    BatchState.DEBITING: "扣款中",
    BatchState.DISBURSING: "发放中",
    BatchState.IN_DOUBT: "有状态未知明细",
    BatchState.DONE: "全部成功",
    BatchState.PART_FAILED: "部分失败",
    BatchState.CANCELLED: "已撤销",
}
BATCH_TONES: dict[BatchState, str] = {
    BatchState.HAS_ERRORS: "danger",
    BatchState.SUBMITTED: "brand",
    BatchState.CHECKED: "brand",
    BatchState.REJECTED: "danger",
    BatchState.SCHEDULED: "brand",
    BatchState.DISBURSING: "brand",
    BatchState.IN_DOUBT: "warn",
    BatchState.DONE: "ok",
    BatchState.PART_FAILED: "warn",
}


class UploadPhase(StrEnum):
    """How far a job is with a large file. The state of its batch says whether it is over; this is only told."""

    QUEUED = "QUEUED"
    READING = "READING"
    CHECKING = "CHECKING"
    WRITING = "WRITING"
    ASKED = "ASKED"
    DONE = "DONE"
    REFUSED = "REFUSED"


UPLOAD_LABELS: dict[UploadPhase, str] = {
    UploadPhase.QUEUED: "排队等待读取",
    UploadPhase.READING: "正在读取文件",
    UploadPhase.CHECKING: "正在逐行校验",
    UploadPhase.WRITING: "正在写入明细",
    UploadPhase.ASKED: "请指明各列内容",
    UploadPhase.DONE: "已导入",
    UploadPhase.REFUSED: "没有导入",
}


class RowState(StrEnum):
    """A line is in exactly one of these at every instant; all but those LEFT_OUT sum up to the batch total (P4)."""

    PENDING = "PENDING"
    DROPPED = "DROPPED"
    WAITING = "WAITING"
    SENT = "SENT"
    IN_DOUBT = "IN_DOUBT"
    PAID = "PAID"
    FAILED = "FAILED"
    HELD = "HELD"
    RETURNED = "RETURNED"


LEFT_OUT = (RowState.DROPPED, RowState.WAITING)  # a batch's figures and its approval know nothing of these
ROW_LABELS: dict[RowState, str] = {
    RowState.PENDING: "待发放",
    RowState.DROPPED: "已剔除",
    RowState.WAITING: "待补发",
    RowState.SENT: "跨行处理中",
    RowState.IN_DOUBT: "状态未知,查询中",
    RowState.PAID: "发放成功",
    RowState.FAILED: "发放失败,待退回",
    RowState.HELD: "发放失败,退回款暂存",
    RowState.RETURNED: "发放失败,已退回",
}
BOUNCED_LABELS: dict[RowState, str] = {  # of a line that had been paid and came back
    RowState.FAILED: "退票,待退回",
    RowState.HELD: "退票,退回款暂存",
    RowState.RETURNED: "退票,已退回",
}
BOUNCED = "收款银行退票"  # why
ROW_TONES: dict[RowState, str] = {
    RowState.WAITING: "warn",
    RowState.SENT: "brand",
    RowState.IN_DOUBT: "warn",
    RowState.PAID: "ok",
    RowState.FAILED: "danger",
    RowState.HELD: "danger",
    RowState.RETURNED: "danger",
}


class Channel(StrEnum):
    OWN = "OWN"
    OTHER = "OTHER"


class BatchKind(StrEnum):
    SALARY = "SALARY"
    BONUS = "BONUS"
    SUPPLEMENT = "SUPPLEMENT"
    EXPENSE = "EXPENSE"
    SEVERANCE = "SEVERANCE"


KIND_LABELS: dict[BatchKind, str] = {
    BatchKind.SALARY: "工资",
    BatchKind.BONUS: "奖金",
    BatchKind.SUPPLEMENT: "补发",
    BatchKind.EXPENSE: "报销",
    BatchKind.SEVERANCE: "离职结算",
}


class PayslipState(StrEnum):
    NEW = "NEW"
    VIEWED = "VIEWED"
    CONFIRMED = "CONFIRMED"
    DISPUTED = "DISPUTED"
    REPLIED = "REPLIED"
    WITHDRAWN = "WITHDRAWN"


PAYSLIP_LABELS: dict[PayslipState, str] = {
    PayslipState.NEW: "未查看",
    PayslipState.VIEWED: "待确认",
    PayslipState.CONFIRMED: "已确认",
    PayslipState.DISPUTED: "有异议",
    PayslipState.REPLIED: "企业已答复",
    PayslipState.WITHDRAWN: "企业已撤回",
}
PAYSLIP_TONES: dict[PayslipState, str] = {
    PayslipState.NEW: "brand",
    PayslipState.VIEWED: "brand",
    PayslipState.CONFIRMED: "ok",
    PayslipState.DISPUTED: "warn",
    PayslipState.REPLIED: "brand",
    PayslipState.WITHDRAWN: "warn",
}


class ContractState(StrEnum):
    """代付通签约: the enterprise asks, two people of the bank offer terms, the enterprise signs them."""

    REQUESTED = "REQUESTED"
    PROPOSED = "PROPOSED"
    OFFERED = "OFFERED"
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"
    REPLACED = "REPLACED"
    ENDED = "ENDED"


CONTRACT_LABELS: dict[ContractState, str] = {
    ContractState.REQUESTED: "待银行审核",
    ContractState.PROPOSED: "待银行审批",
    ContractState.OFFERED: "待企业签署",
    ContractState.ACTIVE: "生效中",
    ContractState.SUSPENDED: "银行已暂停",
    ContractState.DECLINED: "银行未同意",
    ContractState.WITHDRAWN: "已撤回",
    ContractState.REPLACED: "已由新签约替代",
    ContractState.ENDED: "已解约",
}
CONTRACT_TONES: dict[ContractState, str] = {
    ContractState.REQUESTED: "brand",
    ContractState.PROPOSED: "brand",
    ContractState.OFFERED: "warn",
    ContractState.ACTIVE: "ok",
    ContractState.SUSPENDED: "danger",
    ContractState.DECLINED: "danger",
}
CONTRACTS_OPEN = (ContractState.REQUESTED, ContractState.PROPOSED, ContractState.OFFERED)
CONTRACTS_HELD = (ContractState.ACTIVE, ContractState.SUSPENDED)  # signed and not over; the first alone lets pay
NOT_SIGNED = "P99"  # as an outcome of a batch: no contract lets it pay, so nothing was debited
NOT_SIGNED_LABEL = "代付通签约已终止或暂停"
PAY_DAYS = 31  # the last day that a month may have


class FeeState(StrEnum):
    DUE = "DUE"
    PAID = "PAID"


FEE_LABELS: dict[FeeState, str] = {FeeState.DUE: "待扣收", FeeState.PAID: "已扣收"}
FEE_TONES: dict[FeeState, str] = {FeeState.DUE: "warn", FeeState.PAID: "ok"}


class ProofKind(StrEnum):
    """What the bank says of a person's wages: their average, or each of them."""

    INCOME = "INCOME"
    RECORD = "RECORD"


PROOF_LABELS: dict[ProofKind, str] = {ProofKind.INCOME: "收入证明", ProofKind.RECORD: "工资流水"}
PROOF_PURPOSES = {"LOAN": "办理贷款", "RENT": "租房", "VISA": "办理签证", "SCHOOL": "子女入学", "OTHER": "其他"}
RECIPIENT_LENGTH = 60


class WageCardState(StrEnum):
    SUBMITTED = "SUBMITTED"
    CONFIRMED = "CONFIRMED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"
    REPLACED = "REPLACED"


CARD_LABELS = {
    "SUBMITTED": "待企业确认", "CONFIRMED": "使用中", "REJECTED": "企业未同意",
    "WITHDRAWN": "已撤回", "REPLACED": "已更换",
}  # fmt: skip
CARD_TONES = {"SUBMITTED": "brand", "CONFIRMED": "ok", "REJECTED": "danger"}


class OpeningState(StrEnum):
    ASKED = "ASKED"
    ACCEPTED = "ACCEPTED"
    INVITED = "INVITED"
    DECLINED = "DECLINED"
    TAKEN_BACK = "TAKEN_BACK"


OPENING_LABELS = {
    "ASKED": "待银行受理", "ACCEPTED": "待银行审批", "INVITED": "已邀请员工",
    "DECLINED": "银行未受理", "TAKEN_BACK": "已撤回",
}  # fmt: skip
OPENING_TONES = {"ASKED": "brand", "ACCEPTED": "brand", "INVITED": "ok", "DECLINED": "danger"}
OPENING_PEOPLE = 500  # whom one request may name


class ReclaimState(StrEnum):
    ASKED = "ASKED"
    WAITS = "WAITS"
    PAID_BACK = "PAID_BACK"
    REFUSED = "REFUSED"
    LAPSED = "LAPSED"
    SENT_BACK = "SENT_BACK"
    TAKEN_BACK = "TAKEN_BACK"


RECLAIM_LABELS = {
    "ASKED": "待复核", "WAITS": "待答复", "PAID_BACK": "员工已退回", "REFUSED": "员工未同意",
    "LAPSED": "逾期失效", "SENT_BACK": "复核未通过", "TAKEN_BACK": "已撤回",
}  # fmt: skip
RECLAIM_TONES = {"ASKED": "brand", "WAITS": "brand", "PAID_BACK": "ok", "REFUSED": "warn", "SENT_BACK": "danger"}

DISPUTE_LENGTH = REPLY_LENGTH = 200  # characters of an employee's objection, and of the enterprise's reply
REASON_LENGTH = 200  # of why the same wages are paid again, and of why a payslip is withdrawn
NOTE_LENGTH = 200  # what an employer says below each payslip
TEMPLATE_COLUMNS = 80  # of a template: twice what one file may have

TIER_ONE_LIMIT = params.define("daifutong.tier_one_limit", "fen", "代发:经办加复核即可的最高金额", rule="PY-6")
TIER_TWO_LIMIT = params.define("daifutong.tier_two_limit", "fen", "代发:一名授权人即可的最高金额", rule="PY-6")
ROW_LIMIT = params.define("daifutong.row_limit", "fen", "代发:本行账户单笔上限", rule="PY-4")
OTHER_BANK_ROW_LIMIT = params.define("daifutong.other_bank_row_limit", "fen", "代发:跨行单笔上限", rule="PY-1")
OTHER_BANK_ENABLED = params.define("daifutong.other_bank_enabled", "flag", "代发:是否允许跨行", rule="PY-1")
OWN_BINS = "bankaccounts.own_bins"  # defined there
OTHER_BANK_BINS = "daifutong.other_bank_bins"  # defined by bankaccounts: a bound card needs it as well
DUPLICATE_FILE_DAYS = params.define(
    "daifutong.duplicate_file_days", "days", "代发:同一文件的重复拦截天数", rule="PY-11"
)
OVERLAP_PERCENT = params.define(
    "daifutong.overlap_percent", "count", "代发:同期批次重复明细达到百分之几时提醒", rule="PY-11"
)
LARGE_ROWS = params.define("daifutong.large_rows", "count", "代发:名单超过多少行时转为后台读取", rule="PY-2")
LARGE_KB = params.define("daifutong.large_kb", "kb", "代发:名单超过多大时转为后台读取", rule="PY-2")
CUT_OFF_HOUR = params.define("daifutong.cut_off_hour", "hour", "代发:定期批次当日发放的审批截止时点", rule="PY-9")
SCHEDULE_DAYS = params.define("daifutong.schedule_days", "days", "代发:发放日期最多提前几天安排", rule="PY-9")
BATCH_LIMIT = params.define("daifutong.batch_limit", "fen", "代发:签约单批限额的上限", rule="RC-1")
DAY_LIMIT = params.define("daifutong.day_limit", "fen", "代发:签约每日限额的上限", rule="RC-1")
FEE_OWN = params.define("daifutong.fee_own", "fen", "代发到本行账户,每笔", rule="PY-16")
FEE_OTHER = params.define("daifutong.fee_other", "fen", "代发到他行账户,每笔", rule="PY-16")
VAT = params.define("daifutong.vat", "percent", "代发手续费所含增值税率", rule="PY-16")
REMINDERS = (3, 1)  # workdays before a pay day on which the enterprise hears what is missing
PAYSLIP_MONTHS = params.define("daifutong.payslip_months", "count", "工资条:可查看的月数", rule="PY-13")
PROOF_MONTHS = params.define("daifutong.proof_months", "count", "收入证明和工资流水:有效的月数", rule="PY-12")

CARD_ALERT_DAYS = params.define(
    "daifutong.card_alert_days", "days", "工资卡:更换手机号后多少天内变更工资卡须提醒原手机号", rule="PY-4"
)
RECLAIM_DAYS = params.define("daifutong.reclaim_days", "days", "误发追回:员工答复的天数,逾期失效", rule="PY-11")

AUDIT_SUBJECTS = {"daifutong.batch": "代发批次", "daifutong.row": "代发明细", "daifutong.payslip": "工资条"} | {
    RECALL: "未送出跨行明细的撤销",
    TERMINATION: "代付通签约的终止",
    CONTRACT_SUBJECT: "代付通签约",
    "daifutong.template": "工资条模板",
    FEE_SUBJECT: "代发手续费账单",
    "daifutong.proof": "工资证明",
    "daifutong.voucher": "代发记账凭证",
    "daifutong.archive": "年度工资归档",
    OPENING_SUBJECT: "批量开户",
    CARD_SUBJECT: "工资卡",
    RECLAIM_SUBJECT: "误发追回",
}
AUDIT_STATES = {
    "daifutong.batch": BATCH_LABELS,
    "daifutong.rows": BATCH_LABELS,
    "daifutong.columns": BATCH_LABELS,
    "daifutong.row": ROW_LABELS,
    "daifutong.payslip": PAYSLIP_LABELS,
    CONTRACT_SUBJECT: CONTRACT_LABELS,
    TERMINATION: CONTRACT_LABELS,
    FEE_SUBJECT: FEE_LABELS,
    "daifutong.wagecard": CARD_LABELS,
    OPENING_SUBJECT: OPENING_LABELS,
    "daifutong.reclaim": RECLAIM_LABELS,
}
