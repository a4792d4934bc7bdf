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
    "to": "交接给", "remedy": "处理方式", "interest_fen": "利息",
}  # fmt: skip
AMOUNTS = ("total", "amount", "returned", "interest_fen")  # of NOTE_LABELS: in 分
