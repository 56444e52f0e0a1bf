import { expect, test } from "@playwright/test";
import { Explorer, manifest } from "./explorer.ts";

const COURT =
  "The appellant contends that the district court erred in granting summary judgment, and we review that ruling de novo.";

test("the decision names winner, runner-up and margin, and every “go there” brings the expert that it names", async ({
  page,
}) => {
  test.slow();
  const explorer = await new Explorer(page).open();
  await explorer.decide(COURT);
  const decision = explorer.region("Decision");
  await expect(decision).toContainText(/answers: its predicted loss .* Runner-up: .*; margin \d+\.\d\d nats/);
  const labels = new Map(manifest.experts.map(({ id, label }) => [label, id]));
  let changes = 0;
  for (const { label: constraint } of manifest.constraints) {
    const link = decision.getByRole("button", { name: new RegExp(`^Go there: ${constraint} above`) });
    if ((await link.count()) === 0) continue;
    changes++;
    const [, taking] = /where (.*) takes over$/.exec((await link.getAttribute("aria-label"))!)!;
    await link.click();
    await expect(explorer.chosen.locator("strong")).toHaveText(labels.get(taking!)!);
    await expect(decision).toContainText(new RegExp(`at ${constraint} λ = \\d`));
    await decision.getByRole("button", { name: "All λ to 0" }).click();
  }
  expect(changes).toBeGreaterThan(0);
});

test("a dominated expert says by whom, and that one costs no more in anything", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  await explorer.decide(COURT);
  const rows = await explorer.ranked.getByRole("listitem").evaluateAll((list) =>
    list.map((row) => ({
      id: (row as HTMLElement).dataset.expert!,
      spoken: row.querySelector(".visually-hidden")?.textContent ?? "",
    })),
  );
  const place = new Map(rows.map(({ id }, k) => [id, k]));
  const labelOf = new Map(manifest.experts.map(({ id, label }) => [id, label]));
  // An unknown value is charged as the worst.
  const scores = (id: string) => manifest.constraints.map(({ score }) => score[id] ?? 1);
  let dominated = 0;
  for (const { id, spoken } of rows) {
    const by = /dominated by (.*)$/.exec(spoken)?.[1];
    const better = rows.filter(
      (other) => place.get(other.id)! < place.get(id)! && scores(other.id).every((score, k) => score <= scores(id)[k]!),
    );
    // λ is 0, so the list is ordered by predicted loss.
    expect([id, by !== undefined]).toEqual([id, better.length > 0]);
    if (by === undefined) continue;
    dominated++;
    // "A", "A and B" or "A and 3 others": the first has the lowest loss.
    expect(by.startsWith(labelOf.get(better[0]!.id)!)).toBe(true);
  }
  expect(dominated).toBeGreaterThan(0);
});
