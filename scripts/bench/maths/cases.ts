/**
 * The maths that `npm run bench` measures, run in a page of a real browser: the app's way and the one that it is compared with.
 * maths-bench.mjs bundles this file and calls `bench` there.
 */
import { pointAt, sweep } from "../../../src/core/curves/curve.ts";
import { layouts } from "./layouts.ts";
import { resamplings } from "./resamples.ts";
import { type BenchTable, benchTable, plainGrid } from "./tables.ts";

interface Case {
  ours: () => unknown;
  theirs: () => unknown;
  /** Figures beside the times. */
  quality?: () => (number | null)[];
}

const grid = (count: number) => Array.from({ length: count }, (_, k) => (5 * k) / count);

function front(table: BenchTable, points: number, byCall: boolean): Case {
  const { losses, slopes, base, raw, calls } = table;
  return {
    ours: () => (byCall ? sweep(losses, calls, base, calls, losses) : sweep(losses, slopes, base, raw, losses)),
    theirs: () => plainGrid(table, grid(points), byCall),
  };
}

function slider(table: BenchTable): Case {
  const curve = sweep(table.losses, table.slopes, table.base, table.raw, table.losses);
  return { ours: () => pointAt(curve, 0.7), theirs: () => plainGrid(table, [0.7], false) };
}

const CASES: Record<string, (...sizes: number[]) => Case | Promise<Case>> = {
  front: (prompts, experts, points) => front(benchTable(prompts!, experts!), points!, false),
  frontByCall: (prompts, experts, points) => front(benchTable(prompts!, experts!), points!, true),
  slider: (prompts, experts) => slider(benchTable(prompts!, experts!)),
  bootstrap: (prompts, policies) => resamplings(prompts!, policies!),
  layout: (points) => layouts(points ?? null),
};

let current: Case | null = null;

/** Set up a case, then time either side; times in milliseconds. What takes too little to be timed is repeated. */
export const bench = {
  async prepare(name: string, ...sizes: number[]): Promise<void> {
    current = await CASES[name]!(...sizes);
  },
  time(side: "ours" | "theirs"): number {
    const work = current![side];
    let repeats = 0;
    const start = performance.now();
    let passed = 0;
    do {
      work();
      repeats++;
      passed = performance.now() - start;
    } while (passed < 5);
    return passed / repeats;
  },
  quality: () => current!.quality?.() ?? [],
};

Object.assign(globalThis, { bench });
