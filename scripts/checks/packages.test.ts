import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
  packages: Record<string, { version: string }>;
};
const copies = (name: string) => Object.keys(packages).filter((path) => path.endsWith(`node_modules/${name}`));

test("there is exactly one onnxruntime-web for all dependents, and no native package", () => {
  expect(copies("onnxruntime-web")).toEqual(["node_modules/onnxruntime-web"]);
  // Stubs of the same name without native code: see overrides in package.json.
  const aliases = JSON.parse(readFileSync("package.json", "utf8")).overrides["@xenova/transformers"];
  for (const name of ["onnxruntime-node", "sharp"]) {
    expect(aliases[name]).toMatch(/^npm:onnxruntime-common@/);
    expect(copies(name).map((path) => packages[path]!.version)).toEqual(
      copies(name).map(() => aliases[name].split("@").at(-1)),
    );
  }
});
