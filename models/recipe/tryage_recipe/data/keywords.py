"""Five keywords a prompt: enough to recognise a subject, too little to carry the text."""

from __future__ import annotations

import re

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

COUNT = 5
WORD = re.compile(r"[^\W\d_]{3,}")


def whole_words(text: str) -> list[str]:
    """Lower-case words of three letters or more; the first and last piece of a window may be cut words."""
    pieces = text.split()
    return [word.lower() for piece in pieces[1:-1] for word in WORD.findall(piece)]


def keywords(texts: list[str]) -> list[str]:
    """The words of highest TF-IDF of every text, joined by ", ", most telling first.

    A word must occur in two texts: names of single persons and slips of the pen stay out.
    """
    vectorizer = TfidfVectorizer(analyzer=whole_words, sublinear_tf=True, min_df=2)
    scores = vectorizer.fit_transform(texts)
    words = vectorizer.get_feature_names_out()
    rows = []
    for row in range(len(texts)):
        start, end = scores.indptr[row], scores.indptr[row + 1]
        best = np.argsort(-scores.data[start:end], kind="stable")[:COUNT]
        rows.append(", ".join(words[scores.indices[start:end][best]]))
    return rows
