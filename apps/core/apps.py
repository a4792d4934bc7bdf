from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class CoreConfig(AppConfig):
    name = "apps.core"
    label = "core"

    def ready(self) -> None:
        """Loads the declarations of every app: permissions, parameters, job handlers, subscribers."""
        from . import access
        from .http.forms import say_what_to_do

        say_what_to_do()
        for app in apps.get_app_configs():
            if not app.name.startswith("apps."):
                continue
            for module in ("choices", "permissions", "tasks", "subscribers", "checks"):
                if find_spec(f"{app.name}.{module}"):
                    loaded = import_module(f"{app.name}.{module}")
                    if module == "permissions":
                        access.declare(loaded.PERMISSIONS)
