"""How a command of the command line ends when it is not carried out."""

FAILED, QUESTIONS_OPEN, TRY_LATER = 1, 3, 75  # 75 is EX_TEMPFAIL of sysexits.h


class MisusedError(Exception):
    """A command that cannot be understood; ends with 2, as argparse does."""


class RefusedError(Exception):
    """A command that was understood and cannot be carried out; `code` is what the program ends with."""

    def __init__(self, message: str, code: int = FAILED) -> None:
        super().__init__(message)
        self.code = code
