/** Shared by all fuzz tests: how many cases they run, and how files are damaged. Tests only. */
import fc from "fast-check";

/** Cases per fuzz test: 10,000 in the test run, more with `npm run fuzz`, which also prints the seed that reproduces a run. */
export const FUZZ: { numRuns: number; seed?: number } = {
  numRuns: Number(process.env.FUZZ_RUNS ?? 10_000),
  ...(process.env.FUZZ_SEED ? { seed: Number(process.env.FUZZ_SEED) } : {}),
};

/** A time limit for the test runner only: a loaded machine may be slow, an endless loop is slower. */
export const FUZZ_TIMEOUT_MS = 60_000 + 60 * FUZZ.numRuns;

/** Any string of UTF-16 units, NUL and unpaired surrogates included, with special ones more often than by chance. */
export function anyText(pieces: readonly string[], maxLength = 40): fc.Arbitrary<string> {
  const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
  const piece = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...pieces) },
    { weight: 1, arbitrary: unit },
    {
      weight: 1,
      arbitrary: fc.constantFrom(" ", "\n", "\0", "\ud800", "\udc00", "é", "最", "😀", "\u202e", "%", "&", "="),
    },
  );
  return fc.array(piece, { maxLength }).map((parts) => parts.join(""));
}

/** Damage to a file: bytes changed, a piece copied over another, the end cut off. */
export interface Damage {
  changes: [at: number, value: number][];
  copied: [to: number, from: number, length: number] | null;
  length: number | null;
}

export function damages(file: Uint8Array): fc.Arbitrary<Damage> {
  const at = fc.nat(file.length - 1);
  return fc.record({
    changes: fc.array(fc.tuple(at, fc.oneof(fc.nat(255), fc.constantFrom(0, 0x7f, 0x80, 0xff))), { maxLength: 6 }),
    copied: fc.option(fc.tuple(at, at, fc.nat(64)), { freq: 3 }),
    length: fc.option(fc.nat(file.length), { freq: 3 }),
  });
}

/** A copy of the file with the damage applied. */
export function damage(file: Uint8Array, { changes, copied, length }: Damage): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from(file);
  for (const [place, value] of changes) bytes[place] = value;
  if (copied) bytes.copyWithin(copied[0], copied[1], copied[1] + copied[2]);
  return length === null ? bytes : bytes.slice(0, length);
}
