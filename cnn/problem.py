"""Errors that are meant for a visitor: a sentence, and the key of its translation."""


class Problem(Exception):
    """Something a visitor can understand and act on.

    `str(problem)` is the English sentence; `key` names its entry `problem.<key>` in the app's
    labels, and `fields` fill the placeholders of that entry.
    """

    def __init__(self, key: str, sentence: str, **fields: object) -> None:
        super().__init__(sentence)
        self.key = key
        self.fields = fields
