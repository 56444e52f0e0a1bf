import { expect, test } from "vitest";
import { fileName, requestBytes } from "./request.ts";

const bytes = Uint8Array.of(1, 2, 3, 4, 5);
const answer = (length: string | null) => async () =>
  new Response(bytes, {
    headers: { "content-type": "text/plain", ...(length === null ? {} : { "content-length": length }) },
  });

test.each([null, "5", "2", "9", "1e300", "-3", "x"])(
  "content-length %s: the bytes are those received",
  async (length) => {
    const body = await requestBytes("https://a.test/x", 5, "default", { fetch: answer(length) });
    expect(new Uint8Array(body)).toEqual(bytes);
  },
);

test.each([
  ["https://a.test/site/models/experts/law/model.onnx?v=1", "experts/law/model.onnx"],
  [`https://huggingface.co/lab/bert/resolve/${"0".repeat(40)}/onnx/model.onnx`, "lab/bert/onnx/model.onnx"],
])("%s is called %s", (url, name) => {
  expect(fileName(url)).toBe(name);
});

test("running out of memory is reported as such, not as a network failure", async () => {
  const most = Number.MAX_SAFE_INTEGER;
  const wanted = requestBytes("https://a.test/big.onnx", most, "default", { fetch: answer(String(most)) });
  await expect(wanted).rejects.toThrow("a.test/big.onnx needs more memory than this tab can have");
});

test.each([
  [401, /not public: .* access token/],
  [403, /not public: .* access token/],
  [404, /Check that the file was uploaded/],
  [500, /Try again later/],
])("after an answer %i it says what to do", async (status, advice) => {
  const refusing = async () => new Response("", { status });
  const wanted = requestBytes("https://a.test/x.onnx", 5, "default", { fetch: refusing });
  await expect(wanted).rejects.toThrow(advice);
  await expect(wanted).rejects.toMatchObject({ status, message: expect.stringContaining(`answered ${status}.`) });
});
