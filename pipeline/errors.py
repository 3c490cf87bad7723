"""Whose fault decides what happens: bad data is recorded and the run goes on, our own fault stops it."""


class DataError(Exception):
    """Something is wrong with what we were given. The runner records it in `failures` and goes on.

    `kind` is a short word for grouping (empty_file, unknown_encoding, ...); `message` names what is wrong and what to do.
    """

    def __init__(self, kind: str, message: str):
        super().__init__(message)
        self.kind = kind
        self.message = message


class BrokenRuleError(Exception):
    """An invariant of ours does not hold: a bug. The run stops with a traceback; nothing half-made is left behind."""


class UsageError(Exception):
    """The command was asked for something that makes no sense; exit status 2."""
