"""What the models of the matrix read, written for this project."""

#: Cut into tokens: letters and marks of all kinds, and what tokenizers treat in their own way.
TOKENIZED = (
    "The harbour master counted nineteen boats before the fog came in.",
    "def area(width, height):\n    return width * height  # in m²",
    "In 2019, 1,234 samples (5.6 %) were kept at –20 °C; see fig. 3a.",
    "Élodie's naïve café résumé, cafe\u0301 with a loose accent, and GRÜSSE AUS KÖLN.",
    "ﬁne ligatures, ｆｕｌｌ ｗｉｄｔｈ, a no-break\u00a0space, … and ½.",
    "雨が降る。今日は晴れ。 Не знаю.",
    "Two 🙂 faces 👩‍🚀, a flag 🇨🇭.",
    "tabs\tand\n\nlines,   three blanks  ",
    "Typed by a person: [SEP] and </s> are text.",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen",
    "“Don't,” she said; 'tis he'll who'd've gone...",
    "x",
)

#: Measured: words between blanks only, which the app and Python cut alike.
MEASURED = (
    "The harbour master counted nineteen boats before the fog came in.",
    "Élodie paid 12.50 for the blue kettle, and never used it again!",
    "if total > limit: raise ValueError(total)",
)

#: With masks to fill.
MASKED = (
    "The harbour [MASK] counted boats.",
    "A kettle, [MASK] and [MASK]; nothing else.",
)

#: Longer than any of the models reads.
LONG = " ".join(f"{word} {number}" for number, word in enumerate("harbour kettle total nineteen boats fog".split() * 12))
