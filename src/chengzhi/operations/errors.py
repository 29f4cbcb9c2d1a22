"""What can stop an operation, with the exit code that scripts read."""

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of ``chengzhi``."""

    OK = 0
    PROBLEM = 1
    USAGE = 2
    ENVIRONMENT = 3
    REFUSED = 4


class OperationError(Exception):
    """The operation did not happen; the message says what happened, why and what to do."""

    code = Exit.PROBLEM


class EnvironmentFault(OperationError):
    """The machine is not ready: a port is taken, the database does not answer, a program is missing."""

    code = Exit.ENVIRONMENT


class Refused(OperationError):
    """The operation would destroy something and was not asked for in so many words."""

    code = Exit.REFUSED
