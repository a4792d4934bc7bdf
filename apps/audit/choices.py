"""The words of the audit trail that belong to no single app.

Each app's choices or contracts may declare, beside AUDIT_ACTIONS: AUDIT_SUBJECTS, what kind of thing it was done
to; and AUDIT_STATES, the labels of the states it moved between, by the action without its verb.
"""

AUDIT_ACTIONS = {"access.denied": "被拒绝访问"}

# What the notes of a row are called; a name that is missing here is shown as it is.
NOTE_LABELS = {
    "change": "变更内容", "joined": "新增", "changed": "变更", "left": "离职", "columns": "列", "lead": "负责人",
    "parent": "上级",
    "reference": "编号", "count": "笔数", "total": "金额", "amount": "金额", "returned": "退回", "digest": "内容摘要",
    "file": "文件摘要", "first": "首行", "last": "末行", "paid": "成功", "refused": "失败", "sent": "已发出",
    "parts": "分组",
    "step": "第几步", "of": "共几步", "steps": "审批步骤", "reason": "原因", "title": "标题", "resolution": "处理结果",
    "method": "方式", "kind": "类别", "class": "账户类别", "tail4": "尾号", "emp_no": "工号", "member_id": "成员",
    "field": "退回字段", "fields": "字段", "result": "结果", "rows": "行数", "good": "可导入", "members": "人数",
    "left_on": "离职日期", "role": "角色", "person_id": "人员", "key_id": "凭证", "key": "参数", "value": "值",
    "effective_from": "生效日期", "permission": "权限", "code": "结果码", "problem": "问题", "outcome": "结果",
    "day": "营业日", "account": "账户", "entries": "笔数", "matched": "相符", "differences": "差异", "note": "情况",
    "to": "交接给", "remedy": "处理方式", "interest_fen": "利息", "added": "增加份额", "after": "变更后",
    "agent": "登记机构", "allotted": "配售金额", "audience": "发布范围", "before": "变更前",
    "capacity": "同时接待上限", "card_tail4": "卡号尾号", "contract": "合同", "dates": "原定与延长后日期",
    "days": "天数", "direction": "方向", "due": "最迟答复", "ended": "停保人数", "ex_on": "除息日",
    "factors": "核验要素", "fen": "金额", "filled": "确认比例", "from": "开始日期", "hash": "文件摘要",
    "insured": "在保人数", "interest": "结息", "issue": "借款项目", "late": "逾期", "lenders": "出借人数",
    "level": "风险等级", "lines": "行数", "lost": "失效笔数", "max_fen": "金额上限", "mobile": "手机号",
    "mode": "方式", "month": "月份", "months": "月数", "number": "编号", "on": "日期", "orders": "笔数",
    "owners": "受益所有人数", "paper": "材料", "people": "人数", "per_unit": "每份金额", "percent": "比例",
    "prints": "打印次数", "proof": "核验方式", "published_on": "公布日期", "purchased": "申购份额", "purpose": "用途",
    "question": "问题", "raised": "募集金额", "rate": "利率", "redeemed": "赎回份额", "review": "审核事项",
    "roles": "角色", "score": "评分", "section": "部分", "seq": "消息序号", "sha256": "文件摘要",
    "signed_on": "签署日期", "subject": "对象", "takes_over": "承接原企业", "text_hash": "文本摘要",
    "through": "有效期至", "topic": "业务", "trade_date": "交易日", "tries": "尝试次数", "units": "份额",
    "uscc": "统一社会信用代码", "vat": "增值税", "verdict": "意见", "version": "版本", "year": "年度",
}  # fmt: skip
AMOUNTS = ("total", "amount", "returned", "interest_fen", "fen", "max_fen", "raised", "allotted", "vat")  # in 分
