"""What can go wrong with a class, as sentences for whoever is in it."""

from cnn.errors import Problem


class ClassProblem(Problem):
    """Something about a class that a teacher or a pupil can understand."""


class ClassOver(ClassProblem):
    """There is no such class: it never was, it was closed, or its day is over."""

    def __init__(self) -> None:
        super().__init__("class-over", "There is no class with this code now.")


class NotTheTeacher(ClassProblem):
    """The secret is not that of this class."""

    def __init__(self) -> None:
        super().__init__("class-not-yours", "This is not the link with which the class was opened.")


class NotInClass(ClassProblem):
    """Whoever votes has not joined this class."""

    def __init__(self) -> None:
        super().__init__("class-not-joined", "Join the class first.")


class ClassFull(ClassProblem):
    """There are as many pupils, votes or classes as there may be."""

    def __init__(self) -> None:
        super().__init__("class-full", "There is no room for more here.")


class TooManyTries(ClassProblem):
    """Codes were tried, classes opened or guesses changed too often in too short a time."""

    def __init__(self) -> None:
        super().__init__("class-tries", "That was tried too often. Wait some minutes.")


class ClassesMissing(ClassProblem):
    """What keeps the classes cannot be had: not there, locked, full, or not to be understood."""

    def __init__(self, why: str = "") -> None:
        super().__init__("class-missing", "Classes cannot be had at the moment.")
        self.why = why  # for whoever runs the server, without a password
