import { describe, expect, test } from "vitest";
import { readModelCard } from "./modelCard.ts";

describe("a card's parameters", () => {
  test.each([
    ["---\nparameters: 110M\n---\n", 110_000_000],
    ["# M\n\n| parameters | 1,470,464 |\n", 1_470_464],
    ["# M\n\n| architecture | RoFormer, 2 layers of 128, 1,470,464 parameters |\n", 1_470_464],
    ["# M\n\n| Parameters (all) | 0.1 B |\n", 100_000_000],
  ])("are in its metadata or in a table %#", (card, parameters) => {
    expect(readModelCard(card).parameters).toBe(parameters);
  });

  test.each([
    "The model has 86M backbone parameters and 98M parameters in the Embedding layer.",
    "Unlike GPT-3 (175B parameters), it is small.",
    "There are 3 parameters to tune.",
    "It has 1,234 parameters.",
    "| parameters | 3 |",
    "| GPT-3 | 175B parameters |",
    "| Parameters | Value |\n| learning rate | 0.1 |",
  ])("are not taken from its text: %s", (text) => {
    expect(readModelCard(`# M\n\n${text}\n`).parameters).toBeNull();
  });
});

describe("a card's licence", () => {
  test.each([
    ["license: other\nlicense_name: our-licence", "our-licence"],
    ["license: other", null],
    ["license:\n- mit\n- apache-2.0\nlanguage: en", "mit, apache-2.0"],
    ["license:\n  - 'mit'\n  - other\nlicense_name: our-licence", "mit, our-licence"],
    ["license: [mit, apache-2.0]", "mit, apache-2.0"],
    ["license:\nlanguage: en", null],
  ])("may be a list, or a custom name: %j", (front, license) => {
    expect(readModelCard(`---\n${front}\n---\n# M\n`).license).toBe(license);
  });
});
