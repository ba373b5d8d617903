"""A configuration as plain texts, numbers and lists, as a task carries it to another process, and back."""

from typing import Any

from ...config.config import Config, defaults


def data_of_config(config: Config) -> dict[str, Any]:
    """A configuration as data: all that is not a default."""
    standard = defaults()
    return {
        "values": {name: plain(value) for name, value in config.values.items() if value != standard[name]},
        "given": {name: plain(value) for name, value in config.given.items()},
        "origins": dict(config.origins),
        "path": config.path,
        "strict": config.strict,
    }


def config_from_data(data: dict[str, Any]) -> Config:
    """The configuration that was made into data."""
    values, given = (
        {name: tuple(value) if isinstance(value, list) else value for name, value in data[part].items()}
        for part in ("values", "given")
    )
    return Config(defaults() | values, dict(data["origins"]), data["path"], given, data["strict"])


def plain(value: Any) -> Any:
    """A value of a keyword as JSON knows it."""
    return list(value) if isinstance(value, tuple) else value
