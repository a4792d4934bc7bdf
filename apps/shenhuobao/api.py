"""The door of 申活宝, for the portal."""

__all__: list[str] = []
