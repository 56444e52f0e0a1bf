"""Ten prompts written for this library, one a kind of text: the browser must reproduce PyTorch on them."""

PYTHON = """\
def mean(values):
    total = 0.0
    for value in values:
        total += [MASK]
    return total / len(values)
"""
TYPESCRIPT = """\
export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), [MASK]);
}"""
C = """\
static int queue_is_empty(const struct queue *q)
{
\treturn q->head == q->[MASK];
}"""
COMPUTER_SCIENCE = (
    "We present a deep neural [MASK] that learns to segment medical images from few labelled examples, "
    "and show that it generalises to unseen scanners."
)
ASTROPHYSICS = (
    "The light curve of the galaxy shows two peaks, which we explain by an accretion [MASK] "
    "that precesses around the black hole."
)
MEDICINE = (
    "Patients were randomly [MASK] to receive either the new drug or placebo for twelve weeks; "
    "the primary outcome was blood pressure."
)
LAW = (
    "The district court granted summary [MASK] for the employer, and the plaintiff appealed. "
    "We review that decision de novo."
)
PATENT = (
    "The invention relates to a hinge comprising a first plate and a second [MASK], "
    "wherein the plates turn about a common pin."
)
UBUNTU = (
    "Q: My laptop does not wake from suspend after the upgrade. "
    "A: Open a terminal and run sudo apt [MASK], then restart."
)
NOVEL = (
    "She closed the letter, looked once more at the sea, and said that she would never [MASK] "
    "to the house on the hill."
)

REFERENCE_PROMPTS = (PYTHON, TYPESCRIPT, C, COMPUTER_SCIENCE, ASTROPHYSICS, MEDICINE, LAW, PATENT, UBUNTU, NOVEL)
