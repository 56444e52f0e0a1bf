import { expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { publishedTables, TABLES_HOST } from "../../library/published/publishedTables.ts";
import { count, openExplorer } from "../testing/explorer.tsx";
import { Opening } from "./Opening.tsx";
import { PublishedTables } from "./PublishedTables.tsx";

test("every published table is listed with its source; one whose host does not answer is named, and nothing is lost", async () => {
  const asked = vi.fn();
  const real = window.fetch;
  vi.spyOn(window, "fetch").mockImplementation(async (input, init) => {
    if (!String(input).startsWith(TABLES_HOST)) return real(input, init);
    asked(String(input));
    return new Response("", { status: 503 });
  });
  await openExplorer({ panels: [Opening, PublishedTables] });
  const tables = await publishedTables();
  const list = page.getByRole("list", { name: "Published tables" });
  await expect.poll(count(list.getByRole("listitem"))).toBe(tables.length);
  const [table] = tables.filter(({ files }) => files.length === 1);
  const item = list.getByRole("listitem").filter({ hasText: table!.title });
  await expect.element(item).toHaveTextContent(table!.rows.toLocaleString("en"));
  await expect.element(item.getByRole("link")).toHaveAttribute("href", expect.stringContaining(table!.commit));
  expect(asked).not.toHaveBeenCalled();
  await item.getByRole("button").click();
  await expect.element(page.getByRole("alert")).toHaveTextContent(/503/);
  expect(asked).toHaveBeenCalledExactlyOnceWith(
    `${TABLES_HOST}/${table!.repository}/${table!.commit}/${table!.files[0]!.path}`,
  );
  vi.restoreAllMocks();
});
