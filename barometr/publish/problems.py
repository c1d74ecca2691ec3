"""What is wrong with a file, in the reader's words: where it stands, then what is wrong and what to do."""

from barometr.publish.draft import Problem
from barometr.words.wording import Wording


class PublishingError(Exception):
    """Nothing was published. `rule` is the end of a text key, publishing.<rule>, `values` fill its placeholders."""

    def __init__(self, rule: str, **values: object) -> None:
        super().__init__(rule)
        self.rule, self.values = rule, values

    def said(self, wording: Wording) -> str:
        """Return why nothing was published and what to do, in the reader's language."""
        return wording.text(f"publishing.{self.rule}", **self.values)

    def __str__(self) -> str:
        return self.said(Wording("en"))


def column_letters(column: int) -> str:
    """Return a column as spreadsheets name it: 0 is "A", 25 "Z", 26 "AA"."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def place(wording: Wording, problem: Problem) -> str:
    """Return where a problem stands ("Sheet “Values”, cell G14"); empty where it is the whole file's."""
    words = [wording.text("problem.place.sheet", sheet=problem.sheet)] if problem.sheet else []
    if problem.row and problem.column is not None:
        words.append(wording.text("problem.place.cell", cell=f"{column_letters(problem.column)}{problem.row}"))
    elif problem.row:
        words.append(wording.text("problem.place.row", row=problem.row))
    elif problem.column is not None:
        words.append(wording.text("problem.place.column", column=column_letters(problem.column)))
    return ", ".join(words)


def said(wording: Wording, problem: Problem) -> str:
    """Return a problem in words, its place before it."""
    where = place(wording, problem)
    words = wording.text(f"problem.{problem.rule}", **problem.values)
    return f"{where}: {words}" if where else words
