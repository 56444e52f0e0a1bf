import { unzipSync } from "fflate";
import { beforeAll, expect, it } from "vitest";
import { givenKind } from "../../library/import/givenKind.ts";
import { openFolder } from "../../library/import/localFiles.ts";
import { openZip } from "../../library/import/zip.ts";
import { madeRouters } from "../router/testing/trained.ts";
import type { TrainedRouter } from "../router/trainedRouter.ts";
import { plain } from "./readme.ts";
import { readRouter } from "./readRouter.ts";
import { routerFiles, routerZip } from "./routerFiles.ts";

let routers: TrainedRouter[];
beforeAll(async () => {
  routers = await madeRouters(40);
});

const folder = (files: ReadonlyMap<string, Uint8Array>) =>
  openFolder([...files].map(([path, content]) => ({ path, blob: new Blob([Uint8Array.from(content)]) })));

it("a downloaded zip opens as the same router, and is the same every time", async () => {
  for (const router of routers) {
    const zip = routerZip(router);
    expect(zip).toEqual(routerZip(structuredClone(router)));
    const files = await openZip(new Blob([zip]), "router.zip");
    expect(await givenKind(files)).toBe("router");
    expect(await readRouter(files, "router.zip")).toEqual(router);
  }
});

it.each([
  ["+0.0074 [0.0000, +0.0222]", "+0.0074 [0.0000, +0.0222]"],
  ["onnx/model_quantized.onnx", "onnx/model_quantized.onnx"],
  ["_all_ of `it`: <b>*", " all  of  it :  b  "],
  ["![x](https://elsewhere.invalid) [a][b]", "![x] (https://elsewhere.invalid) [a] [b]"],
])("“%s” from outside stays plain text in the README: “%s”", (text, shown) => expect(plain(text)).toBe(shown));

it("tells what it is in its README and its JSON", () => {
  const files = unzipSync(routerZip(routers[0]!));
  expect(Object.keys(files).sort()).toEqual([
    "README.md",
    "route.mjs",
    "route.py",
    "route_features.mjs",
    "route_features.py",
    "route_text.mjs",
    "router.json",
    "router.onnx",
    "router.safetensors",
  ]);
  const text = (name: string) => new TextDecoder().decode(files[name]);
  expect(text("README.md")).toContain(routers[0]!.report.verdict.slice(0, 40));
  expect(text("README.md")).toContain("Best single model");
  expect(JSON.parse(text("router.json"))).toMatchObject({
    models: ["small", "large", "other"],
    route: { lambdaUnit: expect.stringContaining("per US dollar") },
  });
});

it.each([
  ["router.safetensors", null, "needs both"],
  ["router.json", "{", "is not JSON"],
  ["router.json", '{"format":"tryage-router","version":1}', "can read: id"],
  ["router.safetensors", "x", "damaged"],
])("without or with another %s the reason is told", async (name, content, sentence) => {
  const files = routerFiles(routers[0]!);
  if (content === null) files.delete(name);
  else files.set(name, new TextEncoder().encode(content));
  await expect(readRouter(folder(files), "router.zip")).rejects.toThrow(sentence);
});

it("arrays of other sizes are refused", async () => {
  const router = structuredClone(routers[0]!);
  router.heldOut.predicted = router.heldOut.predicted.subarray(1).slice();
  await expect(readRouter(folder(routerFiles(router)), "router.zip")).rejects.toThrow("predictions do not fit");
});
