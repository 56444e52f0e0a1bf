import { afterEach, describe, expect, it, vi } from "vitest";
import { ownScript, type TrustedTypes, trustOwnScripts } from "./ownScript.ts";

afterEach(() => vi.unstubAllGlobals());

function onPage(): void {
  vi.stubGlobal("location", new URL("https://host.test/some/folder/"));
}

describe("script URLs", () => {
  it("must be of this site", () => {
    onPage();
    expect(ownScript("assets/worker.js")).toBe("assets/worker.js");
    expect(ownScript(new URL("https://host.test/sw.js"))).toBe("https://host.test/sw.js");
    for (const foreign of [
      "https://other.test/worker.js",
      "//other.test/x.js",
      "data:text/javascript,1",
      "blob:null/1",
    ]) {
      expect(() => ownScript(foreign)).toThrow(TypeError);
    }
  });

  it("pass a worker's default policy under the same condition", () => {
    onPage();
    const rules = new Map<string, (url: string) => string>();
    const types: TrustedTypes = {
      createPolicy: (name, { createScriptURL }) => {
        rules.set(name, createScriptURL);
        return { createScriptURL };
      },
    };
    trustOwnScripts(types);
    expect(rules.get("default")!("/ort.mjs")).toBe("/ort.mjs");
    expect(() => rules.get("default")!("https://other.test/ort.mjs")).toThrow(TypeError);
  });
});
