import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { openExplorer } from "../testing/explorer.tsx";
import { ParetoPanel } from "./ParetoPanel.tsx";

test("a table of several models without costs is a ranking with intervals, over the prompts that all have", async () => {
  const rows = Array.from({ length: 20 }, (_, i) => `p${i},${Number(i < 15)},${Number(i < 10)},${i === 19 ? "" : 1}`);
  await openExplorer({ panels: [ParetoPanel], table: { "t.csv": `prompt,a,b,c\n${rows.join("\n")}\n` } });
  const list = page.getByRole("list", { name: "Models by score" });
  // 15 of the 19 prompts that c has a score for.
  await expect.element(list.getByRole("listitem").nth(1)).toHaveTextContent(/^a: 0\.7895 \[0\.\d{4}, \d\.\d{4}\]$/);
  await expect.element(list.getByRole("listitem").first()).toHaveTextContent("c: 1.0000 [1.0000, 1.0000]");
});
