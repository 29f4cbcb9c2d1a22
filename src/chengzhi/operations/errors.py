"""What can stop an operation, with the exit code that scripts read."""

from enum import IntEnum

from django.core.management.base import CommandError


class Exit(IntEnum):
    """Exit codes of ``chengzhi``."""

    OK = 0
    PROBLEM = 1
    USAGE = 2
    ENVIRONMENT = 3
    REFUSED = 4


class OperationError(CommandError):
    """The operation did not happen; the message says what happened, why and what to do."""

    exit = Exit.PROBLEM

    def __init__(self, message: str) -> None:
        super().__init__(message, returncode=self.exit)


class EnvironmentFault(OperationError):
    """The machine is not ready: a port is taken, the database does not answer, a program is missing."""

    exit = Exit.ENVIRONMENT


class Refused(OperationError):
    """The operation would destroy something and was not asked for in so many words."""

    exit = Exit.REFUSED
