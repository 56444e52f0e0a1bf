"""Takes polite phrases off the ends of a text: they say nothing of which expert suits what is asked.

A phrase before a text goes when it is one clause, of few words that are all of courtesy, and ends with punctuation or a line
break ("Please help me with this:"), or is one of the openings of a request ("could you please"). The app has the same rule
(src/workers/inference/text/courtesy.ts); `tests/router_text.json` holds both to it.
"""

from __future__ import annotations

import re

# Words that a clause of courtesy is made of, those of them that make it one, and those that are one alone: "Question:" is a
# label, which tells of its text.
_WORDS = frozenset(
    (
        "a advance all an and anyone can complete continue could dear do everyone excuse explain following for friend "
        "good have hello help here hey hi i in is it kindly know me morning much my need of one out pls please question "
        "questions quick so sorry team tell text thank thanks the there these this to us very want with would you your"
    ).split()
)
_TRIGGERS = frozenset("dear excuse hello help hey hi kindly pls please question questions sorry tell thank thanks".split())
_ALONE = frozenset("hello hey hi please pls thanks".split())
_CLAUSE = re.compile(r"([A-Za-z]+(?:[ \t]+[A-Za-z]+){0,9})[ \t]*[:,!?.\r\n][ \t\r\n]*(?=[^ \t\r\n])")
_OPENING = re.compile(
    r"(?:(?:can|could|would) you(?: please| kindly)?|i need help with|please|kindly|pls)[ \t\r\n]+(?=[^ \t\r\n])", re.IGNORECASE
)
_CLOSING = re.compile(
    r"(?:(?:^|[.?!,;:\r\n])[ \t\r\n]*(?:(?:many )?thanks|thank you|please|pls)|[ \t\r\n]+(?:Thanks|Thank you|thanks|Please|please|pls))"
    r"(?: in advance| very much| so much| a lot| for your help| help(?: me)?)?[ \t]*[.!?]*$"
)


def _without_opening(text: str) -> str:
    clause = _CLAUSE.match(text)
    if clause:
        words = set(clause[1].lower().split())
        told = _TRIGGERS if len(words) > 1 else _ALONE
        if words <= _WORDS and words & told:
            return text[clause.end() :]
    return _OPENING.sub("", text, count=1) if _OPENING.match(text) else text


def _without_closing(text: str) -> str:
    found = _CLOSING.search(text)
    if not found or not found.start():
        return text
    # The mark that ends the sentence before stays.
    return text[: found.start() + (text[found.start()] in ".?!")]


def without_courtesy(text: str) -> str:
    """A text without polite phrases at its ends; one of these alone stays as it is."""
    while True:
        shorter = _without_closing(_without_opening(text))
        if shorter == text:
            return text
        text = shorter
