"""Every step of every migration of ours can be undone: a release that goes wrong must be able to go back.

Runs inside Django (`python -m devtool.reversible`, settings from the environment) and needs no database.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

import django
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader


def one_way(migrations: Iterable[Migration]) -> Iterator[str]:
    """`app.name: what it does`, one for each operation that has no way back."""
    for migration in migrations:
        for operation in migration.operations:
            if not operation.reversible:
                yield f"{migration.app_label}.{migration.name}: {operation.describe()} has no way back"


def main() -> int:
    django.setup()
    ours = [one for one in MigrationLoader(None).disk_migrations.values() if type(one).__module__.startswith("apps.")]
    found = list(one_way(ours))
    print("\n".join(found) or f"{len(ours)} migrations can be undone")
    return min(len(found), 1)


if __name__ == "__main__":
    sys.exit(main())
