import pytest

from fixtures import reference


@pytest.fixture(autouse=True)
def numbers(request: pytest.FixtureRequest) -> None:
    """The parameters of the rule book, where a test has a database and not the story."""
    if request.node.get_closest_marker("django_db") and "world" not in request.fixturenames:
        request.getfixturevalue("transactional_db" if _commits(request) else "db")
        reference.load()


def _commits(request: pytest.FixtureRequest) -> bool:
    return bool(request.node.get_closest_marker("django_db").kwargs.get("transaction"))
