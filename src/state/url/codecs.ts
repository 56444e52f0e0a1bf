/** How single values of a view are written in a link. Reading never throws, whatever the text. */

import { IDENTIFIER } from "../../library/manifest/identifier.ts";

export interface Codec<T> {
  /** The text of a value; null for one that is left out. */
  encode(value: T): string | null;
  /** The value of a text; undefined if the text is invalid. */
  decode(text: string): T | undefined;
}

/** Digits of a number in a link: finer than any control on the page. */
const DIGITS = 6;

/** A number after being written to a link and read back. */
export const asInLink = (value: number): number => Number(value.toPrecision(DIGITS));

/** Coordinates in a link: four digits are finer than a pixel of the map. */
export const roundCoordinate = (value: number): number => Number(value.toPrecision(4));

/** One of several values, each written as a word. */
export function words<T>(byWord: Readonly<Record<string, T>>): Codec<T> {
  return {
    encode: (value) => Object.keys(byWord).find((word) => byWord[word] === value) ?? null,
    decode: (text) => (Object.hasOwn(byWord, text) ? byWord[text] : undefined),
  };
}

/** One of several words, written as it is. */
export const oneOf = <T extends string>(values: readonly T[]): Codec<T> =>
  words(Object.fromEntries(values.map((value) => [value, value])) as Record<T, T>);

/** Any text, of which at most `length` characters are read. */
export const text = (length: number): Codec<string> => ({
  encode: (value) => value,
  decode: (written) => (written === "" ? undefined : written.slice(0, length)),
});

export const identifier: Codec<string> = {
  encode: (value) => value,
  decode: (written) => (IDENTIFIER.test(written) ? written : undefined),
};

/** Identifiers in their order. Invalid ones are dropped. */
export const identifiers: Codec<readonly string[]> = {
  encode: (values) => values.join("~"),
  decode(written) {
    const known = written.split("~").filter((id) => IDENTIFIER.test(id));
    return known.length > 0 || written === "" ? known : undefined;
  },
};

/** The same, without duplicates. */
export const identifierSet: Codec<readonly string[]> = {
  encode: identifiers.encode,
  decode: (written) => identifiers.decode(written)?.filter((id, i, all) => all.indexOf(id) === i),
};

export const nonNegative: Codec<number> = {
  encode: (value) => String(asInLink(value)),
  decode(written) {
    const value = numberIn(written);
    // Adding 0 makes −0 a 0.
    return value >= 0 ? value + 0 : undefined;
  },
};

export const positive: Codec<number> = {
  encode: nonNegative.encode,
  decode: (written) => nonNegative.decode(written) || undefined,
};

export const wholeNumber: Codec<number> = {
  encode: String,
  decode(written) {
    const value = nonNegative.decode(written);
    return Number.isInteger(value) ? value : undefined;
  },
};

/** Token indices, ascending. Invalid ones, and those beyond `last`, are dropped. */
export const places = (last: number): Codec<readonly number[]> => ({
  encode: (values) => values.join("."),
  decode(written) {
    const numbers = written.split(".").flatMap((place) => (/^\d{1,9}$/.test(place) ? [Number(place)] : []));
    const known = new Set(numbers.filter((place) => place <= last));
    return known.size > 0 || written === "" ? [...known].sort((a, b) => a - b) : undefined;
  },
});

/** An optional value, which is left out if missing. */
export const optional = <T>(codec: Codec<T>): Codec<T | null> => ({
  encode: (value) => (value === null ? null : codec.encode(value)),
  decode: codec.decode,
});

/** Numbers joined by `_`; empty if one of them is invalid. */
export function numbersIn(written: string): number[] {
  const values = written.split("_").map(numberIn);
  return values.every(Number.isFinite) ? values : [];
}

/** NaN for anything but a finite number. */
function numberIn(written: string): number {
  const value = written === "" ? Number.NaN : Number(written);
  return Number.isFinite(value) ? value : Number.NaN;
}
