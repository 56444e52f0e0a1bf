/** Decides whether a flag takes effect, given the flags before it. */
import type { Bound, Directive } from "./directive.ts";
import { CONSTRAINT_WORDS } from "./words.ts";

export interface Validation {
  /** Only recognised flags take effect. The first of repeated or contradictory flags wins. */
  status: "recognised" | "unknown" | "contradictory" | "repeated";
  /** The reason, and the flag's effect, in one sentence for the reader. */
  explanation: string;
}

/**
 * @param acting the recognised flags before this one
 * @param available ids of the constraints that the library measures; all by default
 */
export function validate(
  directive: Directive,
  acting: readonly { raw: string; directive: Directive }[],
  available?: readonly string[],
): Validation {
  if (directive.kind === "none") return { status: "unknown", explanation: directive.reason };
  const { constraint } = directive;
  if (available && !available.includes(constraint)) {
    return {
      status: "unknown",
      explanation: `This library does not measure ${constraint}, so the flag has no effect.`,
    };
  }
  const related = acting.filter(
    ({ directive: other }) =>
      other.kind !== "none" &&
      other.constraint === constraint &&
      (other.kind === "bound") === (directive.kind === "bound"),
  );
  const same = related.find((flag) => isSame(flag.directive, directive));
  if (same) return { status: "repeated", explanation: `${same.raw} already says this.` };
  if (directive.kind === "bound") {
    const opposed = related.find(
      (flag) => flag.directive.kind === "bound" && excludes(flag.directive.bound, directive.bound),
    );
    if (opposed) return contradiction(`No expert can meet this and ${opposed.raw}`);
    return { status: "recognised", explanation: describeBound(directive.bound) };
  }
  if (related[0]) return contradiction(`${related[0].raw} asks for something different about ${constraint}`);
  if (directive.kind === "against") {
    return {
      status: "unknown",
      explanation: `The objective can only charge for ${constraint}, not reward it. Remove the flag, or set a bound.`,
    };
  }
  return { status: "recognised", explanation: `Sets the λ of ${constraint} ${describeWeight(directive)}.` };
}

function contradiction(reason: string): Validation {
  return { status: "contradictory", explanation: `${reason}; the first flag counts.` };
}

function isSame(a: Directive, b: Directive): boolean {
  if (a.kind === "weight" && b.kind === "weight") return a.lambda === b.lambda;
  if (a.kind !== "bound" || b.kind !== "bound") return a.kind === b.kind;
  return (
    a.bound.quantity === b.bound.quantity &&
    a.bound.comparator === b.bound.comparator &&
    a.bound.value === b.bound.value
  );
}

/** True when no value can meet both bounds. */
function excludes(a: Bound, b: Bound): boolean {
  if (a.quantity !== b.quantity || a.comparator[0] === b.comparator[0]) return false;
  const [low, high] = a.comparator[0] === ">" ? [a, b] : [b, a];
  if (low.value !== high.value) return low.value > high.value;
  // A time span has a length, so one date cannot be both its start and its end.
  return low.quantity === "date" || low.comparator === ">" || high.comparator === "<";
}

function describeWeight(directive: Directive): string {
  if (directive.kind === "weight") return `to ${directive.lambda} nats`;
  return directive.kind === "soft" ? "to the middle of its slider" : "to the end of its slider";
}

/** A rate is read in percent, everything else in its raw unit. */
function inWords(constraint: string, value: number): string {
  const isRate = CONSTRAINT_WORDS.some(({ id, units }) => id === constraint && Object.hasOwn(units, "%"));
  return isRate ? `${Number((100 * value).toPrecision(12))}%` : value.toLocaleString("en");
}

function describeBound({ constraint, quantity, comparator, value }: Bound): string {
  if (quantity === "raw")
    return `Only experts with ${constraint} ${comparator} ${inWords(constraint, value)} take part.`;
  const year = Number.isInteger(value) ? String(value) : value.toFixed(2);
  const span = comparator === ">=" ? `from ${year} or later` : `from before ${year}`;
  return `Only experts whose newest text is ${span} take part.`;
}
