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

it("figures that come before their intervals are told to all who have asked, and to who asks later", async () => {
  const library = await importedLibrary({ "t.csv": "prompt,a,b\nx,1,0\ny,0,1\n" });
  const question = [library, { ...reportQuestion(library, Int32Array.of(0, 1)) }] as const;
  let finish!: (report: string) => void;
  let tell!: (progress: { loaded: number; total: number; part?: unknown }) => void;
  const report = (_tables: unknown, _request: unknown, { onProgress }: { onProgress: typeof tell }) => {
    tell = onProgress;
    return new Promise((resolve) => {
      finish = resolve;
    });
  };
  const compute = sharedReport({ report } as never);
  const seen: string[] = [];
  const ask = (who: string) => compute(question, { ...how(), onPart: (part) => seen.push(`${who}: ${part}`) });
  const answers = [ask("first"), ask("second")];
  tell({ loaded: 0, total: 1, part: "figures" });
  tell({ loaded: 1, total: 1 });
  answers.push(ask("third"));
  expect(seen).toEqual(["first: figures", "second: figures", "third: figures"]);
  finish("report");
  expect(await Promise.all(answers)).toEqual(["report", "report", "report"]);
});
