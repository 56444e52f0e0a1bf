import { describe, expect, test } from "vitest";
import { fetchHubFile } from "../hub/hub.ts";
import { fetchVerified } from "../storage/integrity.ts";
import { writeZip } from "../testing/fakeZip.ts";
import { binary, fakeFetch } from "../testing/fixtures.ts";
import { isLfsPointer } from "./lfsPointer.ts";
import { openFolder } from "./localFiles.ts";
import { openZip } from "./zip.ts";

const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${"4".repeat(64)}\nsize 133000000\n`;
const bytes = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;

describe("a pointer of Git LFS", () => {
  test.each([
    [POINTER, true],
    ["", false],
    ["version https://git-lfs.github.com", false],
    ["weights, and no pointer to them at all: version https://git-lfs.github.com/spec/v1", false],
    [POINTER + " ".repeat(1_024), false],
  ])("is distinguished from a file %#", (text, is) => {
    expect(isLfsPointer(bytes(text))).toBe(is);
  });

  test("in a folder or a zip fails with instructions when it is read", async () => {
    const advice =
      /^onnx\/model\.onnx is a Git LFS pointer, not the file itself\. Run “git lfs pull” in the folder of bert/;
    const folder = openFolder([{ path: "onnx/model.onnx", blob: new Blob([POINTER]) }], "bert");
    await expect(folder.get("onnx/model.onnx")!.read()).rejects.toThrow(advice);
    const zip = await openZip(new Blob([writeZip([{ path: "onnx/model.onnx", content: POINTER }])]), "bert.zip");
    await expect(zip.get("onnx/model.onnx")!.read()).rejects.toThrow(advice);
  });

  test("on a server in place of a library's or a model's file is reported", async () => {
    const answers = { "model.onnx": [() => binary(POINTER)] };
    const expected = { sha256: "4".repeat(64), bytes: 133_000_000 };
    const url = "https://a.org/onnx/model.onnx";
    await expect(fetchVerified(url, expected, fakeFetch(answers))).rejects.toThrow(
      /onnx\/model\.onnx is a Git LFS pointer, .* where the library is published/,
    );
    await expect(
      fetchHubFile("onnx/model.onnx", { url, ...expected }, { ...fakeFetch(answers), storage: null }),
    ).rejects.toThrow(/is a Git LFS pointer, .* where the hub has its files/);
  });
});
