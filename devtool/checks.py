"""./dev check."""
