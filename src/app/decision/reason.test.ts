import { expect, test } from "vitest";
import { reasonFor } from "./reason.ts";

const IDS = ["law", "books", "nano"];
const size = (lambda: number) => ({ label: "Size", lambda, nats: [0.4 * lambda, 0.4 * lambda, 0] });

test("a winner with the smallest loss is described as such, with its penalties", () => {
  expect(reasonFor(IDS, [3.8, 4.2, 5], [], [0, 1, 2], 3, "nats")).toBe(
    "law answers: its predicted loss is 0.40 nats below the next.",
  );
  expect(reasonFor(IDS, [3.8, 4.2, 5], [size(0.2)], [0, 1, 2], 3, "nats")).toBe(
    "law answers: its predicted loss is 0.40 nats below the next, and at Size λ = 0.20 it pays 0.08 nats for its size.",
  );
});

test("a winner with a larger loss is described as making up for it", () => {
  expect(reasonFor(IDS, [3.8, 4.2, 5], [size(4)], [2, 0, 1], 3, "nats")).toBe(
    "nano answers, although law is predicted to lose 1.20 nats less: at Size λ = 4.00 it pays 1.60 nats less for its size.",
  );
});

test("several penalties stay one short phrase", () => {
  const other = (label: string, nats: number) => ({ label, lambda: 1, nats: [nats, 0, 0] });
  const two = [size(0.2), other("Latency", 0.14)];
  expect(reasonFor(IDS, [3.8, 4.2, 5], two, [0, 1, 2], 3, "nats")).toBe(
    "law answers: its predicted loss is 0.40 nats below the next, and it pays 0.14 nats for its latency and 0.08 nats for its size.",
  );
  expect(reasonFor(IDS, [3.8, 4.2, 5], [...two, other("Recency", 0.1)], [0, 1, 2], 3, "nats")).toBe(
    "law answers: its predicted loss is 0.40 nats below the next, and it pays 0.32 nats in all, most for its latency.",
  );
});

test("a tiny difference and a single expert are described as such", () => {
  expect(reasonFor(IDS, [3.8, 3.801, 5], [], [0, 1, 2], 3, "nats")).toContain("is as low as that of the next, books");
  expect(reasonFor(IDS, [3.8, 4, 5], [], [1, 0, 2], 1, "nats")).toBe(
    "books answers: it is the only expert that is allowed.",
  );
});
