import { expect, test } from "@playwright/test";
import { findEngine, howToInstall } from "../../scripts/engines.mjs";
import { manifest } from "../support/explorer.ts";
import { openFirefox } from "./firefox.ts";
import { type Tab, until } from "./tab.ts";
import { openWebKit } from "./webkit.ts";

const ENGINES = { Firefox: openFirefox, WebKit: openWebKit } as const;
const COURT =
  "The appellant contends that the district court erred in granting summary [MASK], and we review that ruling de novo.";
const TABLE = "prompt,dataset,weak,strong\nWhy?,maths,1,1\nHow?,maths,0,1\nWho?,law,1,0\n";

const expertIds = manifest.experts.map(({ id }) => id);
const size = manifest.constraints.find(({ id }) => id === "size")!;
const smallest = expertIds.find((id) => size.score[id] === 0)!;

/** What stands for a person's hands: writes into a field as React hears it. */
const WRITE = `const write = (field, text) => {
  const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value");
  set.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
};`;
const CHOSEN = `const status = document.querySelector('[role="status"][aria-label="Chosen expert"]');`;
const SLIDER = `const slider = [...document.querySelectorAll('input[type="range"]')].find((one) => (one.getAttribute("aria-label") ?? "").startsWith("Size"));`;
const BUTTON = `const button = (name) => [...document.querySelectorAll("button")].find((one) => one.textContent.trim() === name);`;

const decided = (text: string) => `${CHOSEN} return status?.dataset.prompt === ${JSON.stringify(text)};`;
const chosen = (tab: Tab) => tab.run<string>(`${CHOSEN} return status.querySelector("strong").textContent;`);

for (const [name, open] of Object.entries(ENGINES)) {
  test(`${name}: a prompt is routed and run, a slider moves the decision, a table is imported, a reload keeps both`, async () => {
    const path = findEngine(name as keyof typeof ENGINES);
    if (path === null) console.log(howToInstall(name as keyof typeof ENGINES));
    test.skip(path === null, howToInstall(name as keyof typeof ENGINES));
    test.setTimeout(400_000);
    const tab = await open(path!);
    try {
      await tab.open(process.env.EXPLORER_URL!);
      await until(tab, "the prompt box", `return document.querySelector("textarea") !== null;`);
      await tab.run(`${WRITE} write(document.querySelector("textarea"), ${JSON.stringify(COURT)});`);
      await until(tab, "a decision", decided(COURT));
      const first = await chosen(tab);
      expect(expertIds).toContain(first);
      const law = manifest.domains.find(({ id }) => id === "freelaw")!.parts.map(({ id }) => id);
      expect(law).toEqual(expect.arrayContaining(manifest.experts.find(({ id }) => id === first)!.parts));

      await tab.run(`${BUTTON} button("Run").click();`);
      await until(
        tab,
        "guesses for the mask",
        `return document.querySelectorAll('[aria-label="Mask predictions"] code').length > 0;`,
      );

      await tab.run(`${WRITE} ${SLIDER} write(slider, slider.max);`);
      await until(
        tab,
        "the smallest expert",
        `${CHOSEN} return status.querySelector("strong")?.textContent === ${JSON.stringify(smallest)};`,
      );
      await until(tab, "λ in the link", `return /[#&]l\\.size=/.test(location.hash);`);
      const link = await tab.run<string>("return location.href;");
      await tab.open("about:blank");
      await tab.open(link);
      await until(tab, "the decision of the link", decided(COURT));
      expect(await chosen(tab)).toBe(smallest);

      await tab.run(`${BUTTON} button("Libraries…").click();`);
      await until(tab, "the list of libraries", `return document.querySelector("dialog[open].libraries") !== null;`);
      await tab.run(`const file = new File([${JSON.stringify(TABLE)}], "scores.csv", { type: "text/csv" });
        const given = new DataTransfer();
        given.items.add(file);
        window.dispatchEvent(new DragEvent("drop", { dataTransfer: given, cancelable: true }));`);
      await until(
        tab,
        "the table's own dialog",
        `${BUTTON} const go = button("Import"); return go !== undefined && !go.disabled && go.closest("dialog[open]") !== null;`,
      );
      await tab.run(`${BUTTON} button("Import").click();`);
      await until(tab, "the table's library in the address", `return /library=local/.test(location.search);`);
      await until(tab, "its domains", `return document.querySelector("main").textContent.includes("maths");`);
      const kept = await tab.run<string>("return location.href;");
      await tab.open("about:blank");
      await tab.open(kept);
      await until(
        tab,
        "its domains after a reload",
        `return document.querySelector("main")?.textContent.includes("maths") === true;`,
      );
    } finally {
      await tab.close();
    }
  });
}
