"""Writes `routing_cases.json`, which the tests of the recipe and of the app both read, so that both languages agree.

Expected figures come from the definitions, in exact fractions and plain loops: nothing of the recipe is used here.

    python tests/write_routing_cases.py
"""

from __future__ import annotations

import json
import random
from fractions import Fraction
from pathlib import Path

PROMPTS, EXPERTS, RESAMPLES = 12, 4, 9
DOCUMENTS = [3, 3, 8, 3, 8, 1, 5, 5, 5, 5, 1, 8]
TOLERANCE = Fraction(1, 20)
FILE = Path(__file__).parent / "routing_cases.json"


def interval(values: list[Fraction]) -> list[float]:
    """The 2.5% and 97.5% quantiles, interpolated between neighbours."""
    ordered, bounds = sorted(values), []
    for share in (Fraction(1, 40), Fraction(39, 40)):
        at = share * (len(ordered) - 1)
        low = int(at)
        high = min(low + 1, len(ordered) - 1)
        bounds.append(float(ordered[low] + (at - low) * (ordered[high] - ordered[low])))
    return bounds


def main() -> None:
    draw = random.Random(14)
    losses = [[Fraction(draw.randrange(32, 96), 32) for _ in range(EXPERTS)] for _ in range(PROMPTS)]
    predicted = [[loss + Fraction(draw.randrange(-24, 24), 32) for loss in row] for row in losses]
    scores = [Fraction(k, 8) for k in (0, 2, 5, 8)]
    order = list(dict.fromkeys(DOCUMENTS))
    counts = []
    for _ in range(RESAMPLES):
        row = [0] * len(order)
        for _ in order:
            row[draw.randrange(len(order))] += 1
        counts.append(row)

    def choose(penalty: list[Fraction]) -> list[int]:
        weighed = [[value + more for value, more in zip(row, penalty, strict=True)] for row in predicted]
        return [row.index(min(row)) for row in weighed]

    choice = choose([Fraction(0)] * EXPERTS)
    chosen = [row[i] for row, i in zip(losses, choice, strict=True)]
    best = [min(row) for row in losses]
    means = [sum(row[i] for row in losses) for i in range(EXPERTS)]
    single = means.index(min(means))
    alone = [row[single] for row in losses]
    right = [Fraction(int(a == b)) for a, b in zip(chosen, best, strict=True)]
    near = [Fraction(int(a <= b + TOLERANCE)) for a, b in zip(chosen, best, strict=True)]
    decisive = [sorted(row)[1] - sorted(row)[0] > TOLERANCE for row in losses]

    def mean(values: list[Fraction]) -> Fraction:
        return sum(values) / len(values)

    def resampled(values: list[Fraction]) -> list[Fraction]:
        """The mean over the prompts of the documents drawn: a ratio of sums, not a mean of the documents' means."""
        found = []
        for row in counts:
            times = [row[order.index(document)] for document in DOCUMENTS]
            found.append(sum(t * v for t, v in zip(times, values, strict=True)) / sum(times))
        return found

    loss_of = {"router": chosen, "single": alone, "oracle": best}
    draws = {name: resampled(values) for name, values in loss_of.items()}
    difference = [a - b for a, b in zip(draws["single"], draws["router"], strict=True)]
    closed = [1 - (r - o) / (s - o) for r, s, o in zip(draws["router"], draws["single"], draws["oracle"], strict=True)]
    lambdas = [Fraction(0), Fraction(1, 4), Fraction(1), Fraction(4)]
    cases = {
        "losses": [[float(v) for v in row] for row in losses],
        "predicted": [[float(v) for v in row] for row in predicted],
        "documents": DOCUMENTS,
        "counts": counts,
        "objective": {
            "scores": [float(v) for v in scores],
            "choices": [{"lambda": float(at), "choice": choose([at * score for score in scores])} for at in lambdas],
        },
        "metrics": {
            "bestSingle": single,
            "loss": float(mean(chosen)),
            "regret": float(mean([a - b for a, b in zip(chosen, best, strict=True)])),
            "routingAccuracy": float(mean(right)),
            "routingAccuracyTolerant": float(mean(near)),
            "decisiveAccuracy": float(mean([r for r, d in zip(right, decisive, strict=True) if d])),
            "oracleGapClosed": float((mean(alone) - mean(chosen)) / (mean(alone) - mean(best))),
        },
        "resampled": {
            "loss": {name: [float(v) for v in values] for name, values in draws.items()},
            "intervals": {
                "router": interval(draws["router"]),
                "singleMinusRouter": interval(difference),
                "oracleGapClosed": interval(closed),
            },
        },
    }
    FILE.write_text(json.dumps(cases, indent=1) + "\n")


if __name__ == "__main__":
    main()
