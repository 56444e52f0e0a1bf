import { expect, type Page, test } from "@playwright/test";
import { Explorer, manifest, SHIPPED_NAMES } from "../support/explorer.ts";
import { hold } from "../support/held.ts";
import { type SmallLibrary, smallLibrary, zipOf } from "../support/smallLibrary.ts";
import { COURT, decided, dialog, names, openDialog, opened } from "./librariesDialog.ts";

// Libraries of several megabytes are read, checked and started, some of them more than once.
test.describe.configure({ timeout: 300_000 });

// The tests answer requests, which a service worker would intercept first.
test.use({ serviceWorkers: "block" });

/** Serves a library's files under a folder of the site. */
async function publish(page: Page, folder: string, { files }: SmallLibrary): Promise<void> {
  await page.route(`**/${folder}/**`, (route) => {
    const path = new URL(route.request().url()).pathname.split(`/${folder}/`)[1]!;
    const body = files.get(path);
    return body ? route.fulfill({ body }) : route.fulfill({ status: 404, body: "not here" });
  });
}

const chooser = (page: Page) => page.getByRole("banner").getByLabel("library", { exact: true });
const problem = (page: Page) => page.getByRole("main").getByRole("alert");
async function pickZip(page: Page, zip: Buffer, name = "mine.zip"): Promise<void> {
  await dialog(page)
    .getByLabel("Choose a zip")
    .last()
    .setInputFiles({ name, mimeType: "application/zip", buffer: zip });
}

test("panels that stay in use while another library opens do not move, and its opening can be cancelled", async ({
  page,
}) => {
  const explorer = await new Explorer(page).open(
    `${process.env.EXPLORER_URL}#${new URLSearchParams({ prompt: COURT })}`,
  );
  await decided(explorer);
  const panel = explorer.region("Decision");
  const before = await panel.boundingBox();
  const release = await hold(page, "**/models/cotrained/library.json");
  await chooser(page).selectOption("models/cotrained");
  const progress = page.getByRole("progressbar", { name: /^Opening / });
  await expect(progress).toBeVisible();
  expect(await panel.boundingBox()).toEqual(before);
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(progress).toHaveCount(0);
  expect(await panel.boundingBox()).toEqual(before);
  release();
});

test("a link opens another library; prompt, view and shared λ go along to a variant and back, and the link says where", {
  tag: "@journey",
}, async ({ page }) => {
  const gone = manifest.constraints.at(-1)!;
  const kept = manifest.constraints[0]!;
  const other = smallLibrary({ name: "Other library", experts: 3, without: [gone.id] });
  const joint = smallLibrary({ name: "Trained together", experts: 2 });
  await publish(page, "other", other);
  await publish(page, "models/joint", joint);
  const variants = [{ id: "joint", label: "Trained together", description: "A variant.", folder: "joint" }];
  await page.route("**/models/library.json", (route) => route.fulfill({ json: { ...manifest, variants } }));

  const view = new URLSearchParams({ prompt: COURT, [`l.${kept.id}`]: "0.2", y: "accuracy" });
  const explorer = await new Explorer(page).open(`${process.env.EXPLORER_URL}?library=other#${view}`);
  expect(other.manifest.router.experts).toContain(await decided(explorer));
  await expect(explorer.ranked.getByRole("listitem")).toHaveCount(3);
  await expect(explorer.slider(gone.label)).toHaveCount(0);
  await expect(chooser(page)).toHaveValue("other");
  await expect(chooser(page).getByRole("option")).toHaveText([manifest.name, "Trained together", "Other library"]);

  for (const [address, count] of [
    ["models/joint", 2],
    ["", manifest.experts.length],
  ] as const) {
    await chooser(page).selectOption(address);
    await expect(explorer.ranked.getByRole("listitem")).toHaveCount(count);
    await decided(explorer);
    await expect(explorer.region("Pareto front").getByLabel("show")).toHaveValue("accuracy");
    await expect.poll(() => new URL(page.url()).searchParams.get("library") ?? "").toBe(address);
    expect(new URLSearchParams(new URL(page.url()).hash.slice(1)).get(`l.${kept.id}`)).toBe("0.2");
  }
  await explorer.run.click();
  await expect(explorer.fills.getByRole("listitem").first()).toBeVisible();
  await openDialog(page);
  const sizes = dialog(page)
    .getByRole("list", { name: "Libraries" })
    .getByText(/\d kB in all|\d MB in all/);
  await expect(sizes).toHaveCount(3);
  const links = dialog(page).getByRole("link", { name: "Link to share" });
  await expect(links).toHaveCount(2);
  await expect(links.last()).toHaveAttribute("href", "?library=other");
  expect(explorer.errors).toEqual([]);
});

test("a link to a library that is not available says why, and using the shipped one", async ({ page }) => {
  const broken = smallLibrary({ name: "Broken" });
  const { experts, ...rest } = broken.manifest;
  broken.files.set("library.json", Buffer.from(JSON.stringify({ ...rest, experts: [{ ...experts[0], label: 7 }] })));
  await publish(page, "broken", broken);
  const explorer = new Explorer(page);
  for (const [address, sentence] of [
    ["nowhere", /nowhere\/library\.json could not be fetched: the server answered 404/],
    ["broken", /library\.json, experts\[0\]\.label: must be string, not number/],
    ["https://lab.example/library", /another site, https:\/\/lab\.example.*TRYAGE_CONNECT=https:\/\/lab\.example/],
    ["local:0123456789abcdef", /added from another computer or browser, or has been removed/],
    ["javascript:alert(1)", /is not the address of a library/],
  ] as const) {
    await page.goto("about:blank");
    await explorer.open(`${process.env.EXPLORER_URL}?library=${encodeURIComponent(address)}#prompt=${COURT}`);
    await expect(problem(page)).toContainText(sentence, opened);
    await expect(problem(page)).toContainText("using the shipped one");
    expect(manifest.experts.map(({ id }) => id)).toContain(await decided(explorer));
    await expect.poll(() => new URL(page.url()).search).toBe("");
  }
});

test("a dropped zip runs, is remembered over a reload without being fetched, shown with its size, and removed", async ({
  page,
}) => {
  const small = smallLibrary({ name: "From my computer" });
  await page.route("**/mine.zip", (route) => route.fulfill({ body: small.zip() }));
  const explorer = await new Explorer(page).open();
  await explorer.decide(COURT);
  await page.evaluate(async () => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([await (await fetch("mine.zip")).blob()], "mine.zip"));
    window.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, cancelable: true }));
  });
  await expect(explorer.ranked.getByRole("listitem")).toHaveCount(2, opened);
  const chosen = await decided(explorer);
  expect(small.manifest.router.experts).toContain(chosen);
  await expect.poll(() => new URL(page.url()).searchParams.get("library")).toMatch(/^local:[0-9a-f]{16}$/);

  const requested: string[] = [];
  page.on("request", (request) => requested.push(new URL(request.url()).pathname));
  await page.reload();
  expect(await decided(explorer)).toBe(chosen);
  await explorer.run.click();
  await expect(explorer.fills.getByRole("listitem").first()).toBeVisible();
  // The shipped library's manifest lists its variants; none of its other files is needed.
  expect(requested.filter((path) => path.includes("/models/"))).toEqual(["/models/library.json"]);

  await openDialog(page);
  await expect(names(page)).toHaveText([...SHIPPED_NAMES, "From my computer"]);
  const total = Object.values(small.manifest.files).reduce((sum, { bytes }) => sum + bytes, 0);
  await expect(dialog(page).getByRole("list", { name: "Libraries" }).getByRole("listitem").last()).toContainText(
    `${(total / 1e6).toFixed(1)} MB in all`,
  );
  const remove = dialog(page).getByRole("button", { name: "Remove From my computer" });
  await remove.click();
  // It asks first, and the focus is on the answer that changes nothing.
  await expect(dialog(page).getByRole("button", { name: "Keep" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(remove).toBeFocused();
  await page.keyboard.press("Enter");
  await dialog(page).getByRole("button", { name: "Yes, remove" }).click();
  await expect(names(page)).toHaveText(SHIPPED_NAMES);
  await page.keyboard.press("Escape");
  await expect(explorer.ranked.getByRole("listitem")).toHaveCount(manifest.experts.length, opened);
  await page.reload();
  await decided(explorer);
  await openDialog(page);
  await expect(names(page)).toHaveText(SHIPPED_NAMES);
  expect(explorer.errors).toEqual([]);
});

test("a broken library is refused with the place and the reason, and the running one goes on", async ({ page }) => {
  const good = smallLibrary({ name: "Broken" });
  const explorer = await new Explorer(page).open();
  const chosen = await explorer.decide(COURT);
  await openDialog(page);
  const withFile = (path: string, content: Buffer | null) => {
    const files = new Map(good.files);
    if (content) files.set(path, content);
    else files.delete(path);
    return zipOf(files);
  };
  const withManifest = (change: object) =>
    withFile("library.json", Buffer.from(JSON.stringify({ ...good.manifest, ...change })));
  const { model } = good.manifest.router;
  const damaged = Buffer.from(good.files.get(model)!);
  damaged[damaged.length >> 1]! ^= 1;
  const cases: [Buffer, RegExp][] = [
    [Buffer.from("not a zip at all"), /mine\.zip is not a zip archive/],
    [withFile("library.json", null), /mine\.zip holds no library\.json/],
    [withFile("library.json", Buffer.from('{\n "id": }')), /library\.json, line 2, column 8: is not valid JSON/],
    [withManifest({ schemaVersion: 9 }), /schemaVersion: is 9, but this app reads versions 1 and 2/],
    [withManifest({ created: "yesterday" }), /library\.json, created: must be a year/],
    [withFile(model, null), new RegExp(`${model} is missing from mine\\.zip`)],
    [withFile(model, damaged), new RegExp(`${model} is not the file that the library's manifest names`)],
    [withManifest({ benchmark: { ...good.manifest.benchmark, rows: 3 } }), /prompts\.parquet has \d+ prompts/],
  ];
  for (const [zip, sentence] of cases) {
    await pickZip(page, zip);
    await expect(dialog(page).getByRole("alert")).toContainText(sentence, opened);
    await expect(dialog(page).getByRole("alert")).toContainText("still using the previous library");
    await expect(names(page)).toHaveText(SHIPPED_NAMES);
  }
  await page.keyboard.press("Escape");
  expect(await explorer.decide(`${COURT} `)).toBe(chosen);
});

test("the manifest's format is published, and an example of it is saved from the list", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  await explorer.decide(COURT);
  const { manifestJsonSchema } = await import("../../scripts/build/manifest-schema.ts");
  const published = await page.request.get(new URL("library.schema.json", process.env.EXPLORER_URL).href);
  expect(await published.json()).toEqual(JSON.parse(JSON.stringify(manifestJsonSchema())));
  await openDialog(page);
  const download = page.waitForEvent("download");
  await dialog(page)
    .getByRole("button", { name: `Save manifest of ${manifest.name}` })
    .click();
  const { createReadStream } = await import("node:fs");
  let text = "";
  for await (const part of createReadStream(await (await download).path())) text += part;
  expect(JSON.parse(text).name).toBe(manifest.name);
});
