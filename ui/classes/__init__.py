"""Classes with a code, in which guesses are votes: what is kept of them, where, and how long."""
