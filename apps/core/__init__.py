"""The ground floor: what every app needs and no app owns."""
