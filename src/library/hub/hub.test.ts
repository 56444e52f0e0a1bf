import { describe, expect, test } from "vitest";
import { fakeFetch } from "../testing/fixtures.ts";
import { DEFAULT_HUB, hubAddress, lookUp } from "./hub.ts";

const HUB = "https://hub.test/";
const json = (value: unknown) =>
  new Response(JSON.stringify(value), { headers: { "Content-Type": "application/json" } });
const SHA = "0123abcd";
const HASH = "a".repeat(64);

const listing = (change: object = {}) => ({
  sha: SHA,
  siblings: [
    { rfilename: "config.json", size: 12 },
    { rfilename: "onnx/model a+b.onnx", size: 99, lfs: { sha256: HASH, size: 99 } },
    { rfilename: "README.md" },
  ],
  cardData: { license: "mit" },
  safetensors: { total: 1234 },
  ...change,
});

const asked = (answer: () => Response) => fakeFetch({ "bert?blobs=true": [answer] });

describe("a hub's address", () => {
  test("ends in a slash, and is the Hub's by default", () => {
    expect(hubAddress("")).toBe(DEFAULT_HUB);
    expect(hubAddress("  https://hub.test/mirror ")).toBe("https://hub.test/mirror/");
    expect(hubAddress("http://localhost:80/hub/")).toBe("http://localhost/hub/");
  });

  test.each(["javascript:alert(1)", "file:///etc", "not an address", "https://"])("is not “%s”", (written) => {
    expect(() => hubAddress(written)).toThrow(/is not a web address/);
  });
});

describe("a look-up", () => {
  test("returns files with URLs that contain the commit, sizes, hashes of large files, licence and parameters", async () => {
    const found = await lookUp(
      HUB,
      "lab/bert",
      asked(() => json(listing())),
    );
    expect(found).toMatchObject({ id: "lab/bert", revision: SHA, license: "mit", parameters: 1234 });
    expect(Object.fromEntries(found.files)).toEqual({
      "config.json": { url: `${HUB}lab/bert/resolve/${SHA}/config.json`, bytes: 12, sha256: null },
      "onnx/model a+b.onnx": { url: `${HUB}lab/bert/resolve/${SHA}/onnx/model%20a%2Bb.onnx`, bytes: 99, sha256: HASH },
      "README.md": { url: `${HUB}lab/bert/resolve/${SHA}/README.md`, bytes: 0, sha256: null },
    });
  });

  test("leaves unknown what the hub does not say, or says in another form", async () => {
    const vague = listing({ cardData: { license: ["mit", "other"] }, safetensors: { total: "many" } });
    const none = { license: null, parameters: null };
    expect(
      await lookUp(
        HUB,
        "lab/bert",
        asked(() => json(vague)),
      ),
    ).toMatchObject(none);
    const { cardData: _, safetensors: __, ...bare } = listing();
    expect(
      await lookUp(
        HUB,
        "lab/bert",
        asked(() => json(bare)),
      ),
    ).toMatchObject(none);
    expect(
      await lookUp(
        HUB,
        "lab/bert",
        asked(() => json({ ...bare, cardData: null })),
      ),
    ).toMatchObject(none);
  });

  test("of a revision requests that one, and names an unknown one in the error", async () => {
    const { fetch, asked: requests } = fakeFetch({
      "refs%2Fpr%2F7?blobs=true": [() => json(listing())],
      "gone?blobs=true": [() => new Response("", { status: 404 })],
    });
    expect(await lookUp(HUB, "lab/bert", { fetch, revision: "refs/pr/7" })).toMatchObject({ revision: SHA });
    expect(requests.map(({ file }) => file)).toEqual(["refs%2Fpr%2F7?blobs=true"]);
    await expect(lookUp(HUB, "lab/bert", { fetch, revision: "gone" })).rejects.toThrow(
      /“lab\/bert” with a revision “gone”/,
    );
  });

  test.each([
    ["mit", undefined, "mit"],
    ["other", "our-licence", "our-licence"],
    ["other", undefined, null],
  ])("names a licence: %s, %s", async (license, license_name, expected) => {
    const found = asked(() => json(listing({ cardData: { license, license_name } })));
    expect((await lookUp(HUB, "lab/bert", found)).license).toBe(expected);
  });

  test("treats no parameters as an unknown number", async () => {
    const found = asked(() => json(listing({ safetensors: { total: 0 } })));
    expect((await lookUp(HUB, "lab/bert", found)).parameters).toBeNull();
  });

  test.each(["auto", "manual", true])("explains for a gated model (%s) how to get it anyway", async (gated) => {
    const refused = lookUp(
      HUB,
      "lab/bert",
      asked(() => json(listing({ gated }))),
    );
    await expect(refused).rejects.toThrow(/lab\/bert is gated.*access token.*hf download lab\/bert --local-dir bert/);
  });

  test("of a gated or private model sends the token to its hub, and says when the hub does not accept it", async () => {
    const sent: (string | null)[] = [];
    const answering = (answer: () => Response): typeof fetch => {
      return async (_, init) => {
        sent.push(new Headers(init?.headers).get("authorization"));
        return answer();
      };
    };
    const gated = answering(() => json(listing({ gated: "manual" })));
    expect(await lookUp(HUB, "lab/bert", { fetch: gated, token: "hf_x" })).toMatchObject({ id: "lab/bert" });
    const refusing = answering(() => new Response("", { status: 401 }));
    await expect(lookUp(HUB, "lab/bert", { fetch: refusing, token: "hf_y" })).rejects.toThrow(/this access token/);
    await expect(lookUp(HUB, "lab/bert", { fetch: refusing })).rejects.toThrow(/no public model/);
    expect(sent).toEqual(["Bearer hf_x", "Bearer hf_y", null]);
  });

  test("offers a model that is not gated", async () => {
    const found = asked(() => json(listing({ gated: false })));
    expect((await lookUp(HUB, "lab/bert", found)).id).toBe("lab/bert");
  });

  test.each([
    ["", /owner\/name/],
    ["a/b/c", /owner\/name/],
    ["../secret", /owner\/name/],
    ["lab/..", /owner\/name/],
    ["lab/bert?x=1", /owner\/name/],
    ["https://hub.test/lab/bert", /owner\/name/],
  ])("requests no model called “%s”", async (id, sentence) => {
    const { fetch, asked: requests } = fakeFetch({});
    await expect(lookUp(HUB, id, { fetch })).rejects.toThrow(sentence);
    expect(requests).toEqual([]);
  });

  test.each([401, 403, 404])("reports after an answer %i that there is no such public model", async (status) => {
    const refused = lookUp(
      HUB,
      "lab/bert",
      asked(() => new Response("", { status })),
    );
    await expect(refused).rejects.toMatchObject({ name: "UnsupportedModelError" });
    await expect(
      lookUp(
        HUB,
        "lab/bert",
        asked(() => new Response("", { status })),
      ),
    ).rejects.toThrow(`The hub has no public model “lab/bert” (it answered ${status})`);
  });

  test("reports a hub's own failure as a download error", async () => {
    await expect(
      lookUp(
        HUB,
        "lab/bert",
        asked(() => new Response("", { status: 503 })),
      ),
    ).rejects.toMatchObject({
      name: "DownloadError",
      status: 503,
    });
  });

  test.each([
    ["a text that is no JSON", () => new Response("{")],
    ["no list of files", () => json({ sha: SHA })],
    ["a commit that is a path", () => json(listing({ sha: "../main" }))],
    ["a size below nothing", () => json(listing({ siblings: [{ rfilename: "a", size: -1 }] }))],
  ])("reports after %s that this is not a hub", async (_, answer) => {
    await expect(lookUp(HUB, "lab/bert", asked(answer))).rejects.toThrow(/did not answer as a hub does/);
  });

  test("rejects with the reason when cancelled", async () => {
    const reason = new Error("no longer wanted");
    const { fetch } = asked(() => json(listing()));
    await expect(lookUp(HUB, "lab/bert", { fetch, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
