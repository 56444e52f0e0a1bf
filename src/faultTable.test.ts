import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { expect, it } from "vitest";

const specs = new Map(
  readdirSync("e2e", { encoding: "utf8", recursive: true })
    .filter((file) => file.endsWith(".spec.ts"))
    .map((file) => [basename(file, ".spec.ts"), readFileSync(`e2e/${file}`, "utf8")]),
);

/** "spec: title" as docs/faults.md names tests; titles may contain colons and semicolons, names of specs do not. */
function namedTests(): [spec: string, title: string][] {
  const text = readFileSync("docs/faults.md", "utf8");
  const rows = text.split("\n").filter((line) => /^\| (?!fault |---)/.test(line));
  const cells = rows.map((row) => row.split(" | ").at(-1)!.replace(/ \|$/, ""));
  const quoted = [...text.replace(/\s+/g, " ").matchAll(/“((?:[a-z-]+): [^”]+)”/g)].map(([, name]) => name!);
  const start = new RegExp(`(?:^|; )(${[...specs.keys()].join("|")}): `);
  return [...cells, ...quoted.filter((name) => start.test(name))].flatMap((cell) => {
    const [, ...parts] = cell.split(start);
    return Array.from({ length: parts.length / 2 }, (_, k) => [parts[2 * k]!, parts[2 * k + 1]!] as [string, string]);
  });
}

it("every fault in docs/faults.md has a test with that title", () => {
  const named = namedTests();
  expect(named.length).toBeGreaterThan(25);
  const missing = named.filter(([spec, title]) => !specs.get(spec)!.includes(`test("${title}"`));
  expect(missing).toEqual([]);
});
