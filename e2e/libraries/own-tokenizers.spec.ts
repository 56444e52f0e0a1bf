import { createHash } from "node:crypto";
import { expect, test } from "@playwright/test";
import { Explorer } from "../support/explorer.ts";
import { customExpertFiles } from "../support/hub.ts";
import { serveInFront } from "../support/inFront.ts";
import { kept, storedPaths } from "../support/kept.ts";
import { smallLibrary } from "../support/smallLibrary.ts";
import { COURT, opened } from "./librariesDialog.ts";

test.use({ serviceWorkers: "allow" });

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const MODEL = "onnx/model_int8.onnx";
const BERT = customExpertFiles();

/** A library as `tryage measure` writes it: one of its two experts has a tokenizer of its own, and its model is at the Hub. */
function measuredLibrary(): { files: Map<string, Buffer>; ids: string[] } {
  const { manifest, files } = smallLibrary({ name: "Measured", experts: 2 });
  const [own, { model, folder: _, ...other }] = manifest.experts as [object, (typeof manifest.experts)[number]];
  const listed = (content: Buffer) => ({
    bytes: content.length,
    sha256: createHash("sha256").update(content).digest("hex"),
  });
  const { lossUnit: __, ...benchmark } = manifest.benchmark;
  const tokenizer = "experts/bert/tokenizer.json";
  const { [model!]: ___, ...shipped } = manifest.files;
  const weights = listed(BERT.get(MODEL)!);
  const source = { id: "lab/bert", revision: COMMIT, file: MODEL, sha256: weights.sha256 };
  const referred = { ...other, tokenizer, maxTokens: 64, bytes: weights.bytes, source };
  const unit = "nats per character";
  const version2 = { ...manifest, schemaVersion: 2, task: "masked", unit, benchmark, experts: [own, referred] };
  files.delete(model!);
  files.set(tokenizer, BERT.get("tokenizer.json")!);
  const all = { ...shipped, [tokenizer]: listed(BERT.get("tokenizer.json")!) };
  files.set("library.json", Buffer.from(JSON.stringify({ ...version2, files: all })));
  return { files, ids: manifest.router.experts };
}

test("an expert with its own tokenizer that a library refers to runs after its download, and offline from then on", async ({
  page,
  context,
}) => {
  const library = measuredLibrary();
  const site = await serveInFront((path, response) => {
    if (!path.startsWith("measured/")) return false;
    const content = library.files.get(path.slice("measured/".length));
    response.writeHead(content ? 200 : 404, { "Content-Length": content?.length ?? 0 }).end(content);
    return true;
  });
  const asked: string[] = [];
  await context.route("https://huggingface.co/**", (route) => {
    asked.push(new URL(route.request().url()).pathname);
    return route.fulfill({ body: BERT.get(MODEL)!, headers: { "Access-Control-Allow-Origin": "*" } });
  });
  const explorer = await new Explorer(page).open(
    `${site.url}?library=measured#${new URLSearchParams({ prompt: COURT })}`,
  );
  const rows = page.getByRole("region", { name: "All experts on this prompt" }).locator("tbody tr");
  const runBoth = async () => {
    await expect(explorer.chosen).toHaveAttribute("data-prompt", COURT, opened);
    await page.getByRole("button", { name: "Run all experts" }).click();
    for (const id of library.ids) {
      const row = page.locator(`tr[data-expert="${id}"]`);
      await expect(row.locator("td").nth(1)).toHaveText(/^\d+\.\d\d$/);
      await expect(row.locator("td").last().getByRole("listitem").first()).toBeVisible();
    }
    return rows.locator("td:nth-of-type(2)").allInnerTexts();
  };
  const losses = await runBoth();
  expect(asked).toEqual([`/lab/bert/resolve/${COMMIT}/${MODEL}`]);
  await kept(page);
  // The page was open before the service worker: what runs such experts is kept once that is there.
  await expect.poll(async () => (await storedPaths(page)).some((path) => /transformers/.test(path))).toBe(true);
  await context.setOffline(true);
  await page.reload();
  expect(await runBoth()).toEqual(losses);
  expect(asked).toHaveLength(1);
  await site.close();
});
