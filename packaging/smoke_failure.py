"""What the smoke test raises."""


class SmokeFailure(Exception):
    """Something that a person would notice does not work."""
