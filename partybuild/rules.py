"""What every rule module shares."""


class RuleBroken(Exception):
    """A rule said no. The message is a sentence for the person who asked."""
