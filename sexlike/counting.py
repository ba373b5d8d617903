"""Numbers of things in words."""


def counted(number: int, thing: str) -> str:
    """A number of things, such as "1 object" or "2,300 objects"."""
    return f"{number:,} {thing}{'s' * (number != 1)}"
