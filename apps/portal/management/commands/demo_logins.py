"""manage.py demo_logins: who can sign in to the demo, and with what."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.identity import api as identity

SURFACES = {"mobile": "员工(手机)", "office": "企业", "console": "银行"}


class Command(BaseCommand):
    help = "Prints the cast of the demo with phone or staff number, password and PIN."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("只有演示环境有演示登录(settings.DEMO)。")
        from fixtures.cast import CAST, PASSWORD, PIN, TOTP_SECRET
        from fixtures.generators import mobile

        surface = ""
        for member in identity.demo_cast():
            if member.surface != surface:
                surface = member.surface
                self.stdout.write(f"\n{SURFACES[surface]}  /{surface}/")
            player = next(player for player in CAST.values() if player.login_name == member.login_name)
            account = player.login or mobile(list(CAST.values()).index(player) + 1)
            self.stdout.write(f"  {account:<12} {member.name}  {member.role}")
        self.stdout.write(f"\n手机号登录:验证码显示在页面顶部的演示条里。交易密码都是 {PIN}。")
        self.stdout.write(f"银行工号登录:密码 {PASSWORD},动态口令密钥 {TOTP_SECRET}。")
        self.stdout.write("更快的办法:在任意页面顶部的演示条里点一下人名。")
