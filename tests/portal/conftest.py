from tests.members.applicants import admin  # noqa: F401  (a fixture)
