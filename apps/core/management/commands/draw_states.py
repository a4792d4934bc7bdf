"""`manage.py draw_states`: writes docs/states/ anew from the transition tables."""

from django.conf import settings
from django.core.management.base import BaseCommand

from apps.core.lifecycles import all_lifecycles, drawing


class Command(BaseCommand):
    help = "Draws every lifecycle into docs/states/, from the tables that the code runs on."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        folder = settings.BASE_DIR / "docs" / "states"
        for old in folder.glob("*.md"):
            old.unlink()
        for lifecycle in all_lifecycles():
            (folder / f"{lifecycle.name}.md").write_text(drawing(lifecycle))
            self.stdout.write(f"docs/states/{lifecycle.name}.md")
