from typing import Any

from django.db import models


def units_field(**kwargs: Any) -> Any:
    """份额: two places, as every transfer agent keeps them."""
    return models.DecimalField(max_digits=20, decimal_places=2, **kwargs)
