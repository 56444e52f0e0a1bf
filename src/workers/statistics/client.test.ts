import fc from "fast-check";
import { expect, test } from "vitest";
import { FakeWorker, heard } from "../../rpc/testing.ts";
import { StatisticsClient } from "./client.ts";
import type { Tables } from "./protocol.ts";

const tablesNamed = (name: string) => ({ name }) as unknown as Tables;
const LIBRARIES = [tablesNamed("a"), tablesNamed("b"), tablesNamed("c")];

/** Answers the worker's oldest unanswered message, if there is one. Opening may fail. */
function answer(worker: FakeWorker, answered: Set<unknown>, fails: boolean): void {
  const next = worker.sent.find(({ message }) => message.kind === "call" && !answered.has(message.id));
  if (!next) return;
  const { id, type } = next.message;
  answered.add(id);
  if (fails && type === "open") worker.reply({ kind: "error", id, error: { name: "InferenceError", message: "no" } });
  else worker.reply({ kind: "result", id, result: type === "open" ? null : [] });
}

test("whatever the order of questions and answers, each question finds its own tables in the worker", async () => {
  const step = fc.oneof(
    fc.record({ ask: fc.nat(2), abort: fc.boolean() }),
    fc.record({ answers: fc.nat(3), fails: fc.boolean() }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const workers: FakeWorker[] = [];
      const answered = new Set<unknown>();
      const client = new StatisticsClient(() => {
        workers.push(new FakeWorker());
        return workers.at(-1)!;
      });
      const asked: Promise<unknown>[] = [];
      for (const one of steps) {
        if ("ask" in one) {
          const tables = LIBRARIES[one.ask]!;
          const { name } = tables as unknown as { name: string };
          const cancel = new AbortController();
          const axis = { axis: name } as never;
          asked.push(client.band(tables, axis, { signal: cancel.signal }).catch(() => "no answer"));
          if (one.abort) cancel.abort();
        } else for (let i = 0; i < one.answers; i++) for (const worker of workers) answer(worker, answered, one.fails);
        await heard();
      }
      // All questions are settled once the worker answers everything.
      for (let i = 0; i < 3 * steps.length + 3; i++) {
        for (const worker of workers) answer(worker, answered, false);
        await heard();
      }
      await Promise.all(asked);
      for (const worker of workers) {
        let held = "";
        for (const { message } of worker.sent) {
          if (message.kind !== "call") continue;
          if (message.type === "open") held = (message.request as { name: string }).name;
          else expect((message.request as { axis: string }).axis).toBe(held);
        }
      }
    }),
    { numRuns: 60 },
  );
});
