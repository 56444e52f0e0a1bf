import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { routerText } from "./reading.ts";

const CASES: [string, string][] = JSON.parse(
  readFileSync(new URL("../../../../models/recipe/tests/router_text.json", import.meta.url), "utf8"),
);

test.each(CASES)("the router reads %j as %j, as it does in the recipe", (text, read) => {
  expect(routerText(text)).toBe(read);
  expect(routerText(read)).toBe(read);
});
