import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { collectLicences } from "./licences.ts";

it("every package that the page depends on is listed with a licence; build-only packages are not", () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
  const listed = collectLicences(".");
  const names = listed.map(({ name }) => name);
  const real = (name: string) => /^npm:(.+)@/.exec(dependencies[name])?.[1] ?? name;
  expect(names).toEqual(expect.arrayContaining(Object.keys(dependencies).map(real)));
  for (const name of Object.keys(devDependencies)) expect(names).not.toContain(name);
  for (const { licence, version } of listed) expect([licence, version]).not.toContain("");
  expect(listed.find(({ name }) => name === "react")!.text).toContain("Permission is hereby granted");
});
