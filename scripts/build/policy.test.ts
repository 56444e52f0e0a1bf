import { expect, test } from "vitest";
import { connectOrigins, frameAncestors } from "./policy.ts";

test("other sites are allowed by their origin only", () => {
  expect(connectOrigins(undefined)).toEqual([]);
  expect(connectOrigins(" https://lab.org  http://localhost:8080 https://*.hub.org")).toEqual([
    "https://lab.org",
    "http://localhost:8080",
    "https://*.hub.org",
  ]);
  for (const wrong of [
    "*",
    "https:",
    "https://lab.org/path",
    "'unsafe-inline'",
    "https://a.org;script-src",
    "lab.org",
  ]) {
    expect(() => connectOrigins(wrong), wrong).toThrow(/is no origin/);
  }
});

test("nobody may show the page in a frame but the sites that its owner names", () => {
  expect(frameAncestors(undefined)).toBe("'none'");
  expect(frameAncestors("https://lab.org https://*.slides.org")).toBe("https://lab.org https://*.slides.org");
  expect(() => frameAncestors("*")).toThrow(/TRYAGE_FRAMES/);
});
