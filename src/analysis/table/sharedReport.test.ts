import { expect, it, vi } from "vitest";
import { importedLibrary } from "../../library/testing/importedLibrary.ts";
import { reportQuestion } from "./reportQuestion.ts";
import { sharedReport } from "./sharedReport.ts";

const how = (signal = new AbortController().signal) => ({ signal, onProgress: () => undefined });

it("a report is computed once for several panels, and again for one whose sharer has cancelled it", async () => {
  const library = await importedLibrary({ "t.csv": "prompt,a,b\nx,1,0\ny,0,1\n" });
  const question = [library, { ...reportQuestion(library, Int32Array.of(0, 1)) }] as const;
  const answers = [Promise.reject(new DOMException("", "AbortError")), Promise.resolve("report")];
  const report = vi.fn(() => answers.shift()!);
  const compute = sharedReport({ report } as never);
  const first = compute(question, how());
  await Promise.resolve();
  const second = compute(question, how());
  await expect(first).rejects.toThrow();
  expect(await second).toBe("report");
  expect(await compute(question, how())).toBe("report");
  expect(report).toHaveBeenCalledTimes(2);
  await expect(compute(question, how(AbortSignal.abort(new Error("gone"))))).rejects.toThrow("gone");
});
