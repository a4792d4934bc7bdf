from django.db import migrations, models

ROLES = [
    ("approver", "银行审批岗"),
    ("auditor", "银行审计岗"),
    ("bank_operator", "银行运营岗"),
    ("compliance", "银行合规岗"),
    ("reviewer", "银行审核岗"),
    ("security_admin", "安全管理员"),
    ("service_agent", "银行客服岗"),
    ("system_admin", "系统管理员"),
]
ROLE = {"choices": ROLES, "max_length": 20}


class Migration(migrations.Migration):
    dependencies = [("members", "0009_register_check")]

    operations = [
        migrations.RemoveConstraint("staffgrant", "members_staff_role"),
        migrations.AlterField("historicalstaffgrant", "role", models.CharField(**ROLE)),
        migrations.AlterField("staffchange", "role", models.CharField(blank=True, **ROLE)),
        migrations.AlterField("staffgrant", "role", models.CharField(**ROLE)),
        migrations.AddConstraint(
            "staffgrant",
            models.CheckConstraint(condition=models.Q(role__in=[role for role, _ in ROLES]), name="members_staff_role"),
        ),
    ]
