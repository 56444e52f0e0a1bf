/** Prompt of the states in which one stands in the box. */
const PROMPT = "The district court granted summary [MASK] for the defendant, and we review that ruling de novo.";

/** A made-up table of eleven models with costs, as published benchmarks of routers have them. */
function madeUpTable() {
  const models = [
    "gpt-4",
    "gpt-3.5",
    "claude-v1",
    "claude-v2",
    "claude-instant",
    "mixtral-8x7b",
    "mistral-7b",
    "llama-70b",
  ];
  models.push("llama-13b-code", "wizard-13b", "yi-34b");
  const prices = [1e-2, 6e-4, 4e-3, 5e-3, 8e-4, 4e-4, 1e-4, 6e-4, 2e-4, 2e-4, 5e-4];
  let seed = 7;
  const random = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  const rows = Array.from({ length: 1200 }, (_, i) => {
    const hard = random();
    const scores = prices.map((price) => Number(random() < 0.35 + 0.5 * (1 - hard) + 0.08 * Math.log10(price / 1e-4)));
    const costs = prices.map((price) => (price * (0.5 + random())).toPrecision(3));
    return [i, `Question ${i}`, ["law", "maths", "code", "news"][i % 4], ...scores, ...costs].join(",");
  });
  return `id,prompt,dataset,${models.join(",")},${models.map((model) => `${model}_cost`).join(",")}\n${rows.join("\n")}\n`;
}

const link = (values) => `#${new URLSearchParams(values)}`;
const decided = (page) => page.getByRole("status", { name: "Chosen expert" }).locator("strong").waitFor();

async function openTable(page) {
  await page.getByRole("button", { name: "Libraries…" }).click();
  const file = { name: "router-benchmark.csv", mimeType: "text/csv", buffer: Buffer.from(madeUpTable()) };
  await page.getByRole("dialog", { name: "Libraries" }).getByLabel("Choose a table").last().setInputFiles(file);
  const look = page.getByRole("dialog", { name: "Import a table" });
  await look.getByRole("button", { name: "Import" }).click({ timeout: 60_000 });
  await look.waitFor({ state: "hidden" });
  await page.keyboard.press("Escape");
  await page.getByRole("region", { name: "Table report" }).waitFor();
}

async function run(page) {
  await decided(page);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByRole("list", { name: "Mask predictions" }).waitFor();
}

/** Routes a file of made-up prompts, in three domains. */
async function routeFile(page) {
  await decided(page);
  const kinds = [
    "The court of appeals affirmed the judgment in case",
    "The patient was given two tablets a day in week",
    "def read_rows(path): return open(path).read() # version",
  ];
  const lines = Array.from({ length: 900 }, (_, i) => `${kinds[i % 3]} ${i}`);
  const file = { name: "prompts.txt", mimeType: "text/plain", buffer: Buffer.from(lines.join("\n")) };
  await page.getByLabel("File of prompts").setInputFiles(file);
  await page.getByRole("table", { name: "Decisions by prompt" }).waitFor({ timeout: 60_000 });
}

const moved = link({ prompt: PROMPT, "l.size": "0.4", "l.latency": "0.2", axis: "latency" });

/** States of the page: the address behind the site's, and what is done there before it is looked at. */
export const STATES = {
  empty: { at: "", act: async () => {} },
  decided: { at: link({ prompt: PROMPT }), act: decided },
  moved: { at: moved, act: decided },
  run: { at: link({ prompt: PROMPT, "l.size": "0.2" }), act: run },
  cotrained: { at: `?library=models/cotrained/library.json${link({ prompt: PROMPT })}`, act: decided },
  routed: { at: link({ prompt: PROMPT }), act: routeFile },
  table: { at: "", act: openTable },
  talk: {
    at: link({ prompt: PROMPT, "l.size": "0.2" }),
    act: async (page) => {
      await run(page);
      await page.getByRole("heading", { name: "Decision" }).click();
      await page.keyboard.press("t");
    },
  },
  ...Object.fromEntries(
    ["decision", "front", "map", "domains", "prompts", "specialisation"].map((panel) => [
      `panel-${panel}`,
      { at: `?panel=${panel}${moved}`, act: async () => {} },
    ]),
  ),
};
