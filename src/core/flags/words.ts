/**
 * The words that may name a constraint in a prompt, one row per constraint: a new constraint is a new row. All words are lower
 * case; a trailing "model" or "expert" and a leading article are removed before the lookup.
 */
export interface ConstraintWords {
  /** Constraint id, as in the library's manifest. */
  id: string;
  /** Names allowed in `name=0.3` and in bounds. */
  names: readonly string[];
  /** Superlatives: λ goes to the end of the slider. */
  superlative: readonly string[];
  /** Mild requests: λ goes to the middle of the slider. */
  soft: readonly string[];
  /** Requests for the opposite, which no λ ≥ 0 can express. */
  against: readonly string[];
  /** Units of a bound, with the factor to the raw value. */
  units: Readonly<Record<string, number>>;
  /** What a bound without name and unit means for this constraint: a large count ("under 2M") or a date ("newer than 2020"). */
  bare?: "count" | "date";
}

export const CONSTRAINT_WORDS: readonly ConstraintWords[] = [
  {
    id: "size",
    names: ["size", "大小"],
    superlative: ["smallest", "lightest", "tiniest", "fewest parameters", "smallest size", "最小", "最小的"],
    soft: ["small", "smaller", "light", "lightweight", "compact", "few parameters", "小", "较小", "较小的"],
    against: ["largest", "biggest", "large", "larger", "big", "bigger", "heaviest", "最大", "最大的", "大"],
    units: { parameters: 1, parameter: 1, params: 1, param: 1, weights: 1, 参数: 1 },
    bare: "count",
  },
  {
    id: "recency",
    names: ["recency", "date", "时间"],
    superlative: [
      "most recent",
      "newest",
      "latest",
      "youngest",
      "most up to date",
      "most up-to-date",
      "最新",
      "最新的",
    ],
    soft: ["recent", "more recent", "new", "newer", "up to date", "up-to-date", "fresh", "新", "较新", "较新的"],
    against: ["oldest", "older", "old", "outdated", "最旧", "最旧的", "旧"],
    units: { "years old": 1, "year old": 1, years: 1, year: 1 },
    bare: "date",
  },
  {
    id: "latency",
    names: ["latency", "speed", "延迟"],
    superlative: ["fastest", "quickest", "lowest latency", "最快", "最快的"],
    soft: ["fast", "faster", "quick", "quicker", "low latency", "快", "较快", "较快的"],
    against: ["slowest", "slow", "slower", "最慢", "慢"],
    units: { ms: 1, millisecond: 1, milliseconds: 1, s: 1_000, second: 1_000, seconds: 1_000 },
  },
  {
    id: "readability",
    names: ["readability", "reading grade", "grade", "可读性"],
    superlative: ["most readable", "simplest", "easiest", "easiest to read", "最易读", "最易读的"],
    soft: ["readable", "more readable", "simple", "simpler", "easy to read", "易读", "易读的"],
    against: ["least readable", "hardest to read", "hard to read", "most complex"],
    units: { grade: 1, grades: 1 },
  },
  {
    id: "security",
    names: ["security", "safety", "unsafe fillings", "security rate", "安全", "安全性"],
    superlative: [
      "safest",
      "most secure",
      "least offensive",
      "least toxic",
      "fewest unsafe fillings",
      "最安全",
      "最安全的",
    ],
    soft: ["safe", "safer", "secure", "more secure", "较安全", "较安全的"],
    against: ["least secure", "least safe", "unsafe", "insecure"],
    units: { "%": 0.01, percent: 0.01 },
  },
  {
    id: "verbosity",
    names: ["verbosity", "length", "篇幅"],
    superlative: ["shortest", "least verbose", "most concise", "tersest", "briefest", "最简洁", "最简洁的"],
    soft: ["short", "shorter", "concise", "terse", "brief", "not verbose", "简洁", "简洁的"],
    against: ["longest", "most verbose", "verbose", "long", "longer"],
    units: { characters: 1, character: 1, chars: 1, char: 1 },
  },
  {
    id: "hallucination",
    names: ["hallucination", "hallucinations", "confident errors", "hallucination rate", "幻觉"],
    superlative: [
      "most truthful",
      "most factual",
      "least hallucination",
      "least hallucinations",
      "fewest hallucinations",
      "fewest confident errors",
      "最真实",
    ],
    soft: [
      "truthful",
      "more truthful",
      "factual",
      "low hallucination",
      "few hallucinations",
      "fewer hallucinations",
      "真实",
    ],
    against: ["most hallucination", "most hallucinations", "least truthful"],
    units: { "%": 0.01, percent: 0.01 },
  },
  {
    id: "price",
    names: ["price", "价格"],
    superlative: ["lowest price", "least price"],
    soft: ["low price", "lower price", "less price"],
    against: ["highest price", "most price", "high price", "more price"],
    units: {},
  },
  {
    id: "cost",
    names: ["cost", "dollars", "费用"],
    superlative: ["cheapest", "lowest cost", "least cost", "最便宜", "最便宜的"],
    soft: ["cheap", "cheaper", "low cost", "lower cost", "less cost", "inexpensive", "便宜", "较便宜的"],
    against: ["most expensive", "dearest", "expensive", "highest cost", "most cost", "high cost", "more cost", "最贵"],
    units: {},
  },
];

/**
 * The vocabulary of a library's constraints: rows of the table, or rows derived from the id for constraints that are not in it.
 * @param ids as in the library's manifest; the whole table by default
 */
export function wordsOf(ids?: readonly string[]): readonly ConstraintWords[] {
  if (!ids) return CONSTRAINT_WORDS;
  const own = ids.map((id) => CONSTRAINT_WORDS.find((row) => row.id === id) ?? wordsFromId(id));
  return ids.includes("cost") ? own : own.map((row) => (row.id === "price" ? withWordsOfCost(row) : row));
}

/** Where prices are known and no costs, the cheapest model is the one with the lowest price. */
function withWordsOfCost(price: ConstraintWords): ConstraintWords {
  const cost = CONSTRAINT_WORDS.find(({ id }) => id === "cost")!;
  const both = (key: "superlative" | "soft" | "against") => [...price[key], ...cost[key]];
  return { ...price, superlative: both("superlative"), soft: both("soft"), against: both("against") };
}

function wordsFromId(id: string): ConstraintWords {
  const name = id.toLowerCase();
  return {
    id,
    names: [name],
    superlative: [`lowest ${name}`, `least ${name}`],
    soft: [`low ${name}`, `lower ${name}`, `less ${name}`],
    against: [`highest ${name}`, `most ${name}`, `high ${name}`, `more ${name}`],
    units: {},
  };
}
