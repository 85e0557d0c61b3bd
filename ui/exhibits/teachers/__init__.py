"""For teachers: a class with a code, whose guesses come in live; lessons that are ready."""
