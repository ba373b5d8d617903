"""What can go wrong, said so that the user knows what to do."""


class SexlikeError(Exception):
    """The run cannot go on.

    Parameters
    ----------
    message : str
        What is wrong: keyword or file, the value, what is allowed.
    where : str, optional
        Where the value was set: ``run.sex:14``, ``command line``, a file's name.
    hint : str, optional
        What was probably meant, or what to do.
    """

    def __init__(self, message, where=None, hint=None):
        super().__init__(message, where, hint)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self):
        text = f"{self.where}: {self.message}" if self.where else self.message
        return f"{text}\n  {self.hint}" if self.hint else text


class SettingError(SexlikeError):
    """A value cannot be that of its keyword, or an option is none: the words of the configuration are wrong.

    The command says it without ``*Error*:``, as SExtractor does; not so what is found wrong later, in files and images.
    """


class SexlikeWarning(UserWarning):
    """Something is odd, and the run goes on."""
