import fc from "fast-check";
import { expect, test } from "vitest";
import { HandlePlay, heard } from "./testing.ts";

test("for any sequence of events: every call settles, and at most one worker is left running", async () => {
  const events = ["open", "call", "extend", "crash", "answer", "refuse", "close", "retire", "wait"] as const;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...events), { maxLength: 25 }), async (sequence) => {
      const play = new HandlePlay();
      const settled: Promise<unknown>[] = [];
      let n = 0;
      const note = (promise: Promise<unknown>) => settled.push(promise.catch(() => undefined));
      const answerAll = () => {
        for (const worker of play.workers) {
          for (const { message } of worker.sent) worker.reply({ kind: "result", id: message.id, result: "" });
        }
      };
      for (const event of sequence) {
        if (event === "open") note(play.handle.open("open", `${n++}`));
        else if (event === "call") note(play.handle.call("ask", `${n++}`));
        else if (event === "extend") note(play.handle.extend("extend", `${n++}`));
        else if (event === "crash") play.workers.at(-1)?.emit("error", {});
        else if (event === "answer") answerAll();
        else if (event === "refuse") {
          const id = play.workers.at(-1)?.sent.at(-1)?.message.id;
          play.workers.at(-1)?.reply({ kind: "error", id, error: { name: "DownloadError", message: "no" } });
        } else if (event === "close") note(play.handle.close({ type: "bye", request: null }));
        else if (event === "retire") play.handle.retire();
        else await heard();
      }
      let open = true;
      void Promise.all(settled).then(() => {
        open = false;
      });
      for (let round = 0; open && round < 50; round++) {
        answerAll();
        await heard();
      }
      expect(open).toBe(false);
      expect(play.workers.filter(({ terminated }) => !terminated).length).toBeLessThanOrEqual(1);
      expect(["closed", "ready", "failed"]).toContain(play.handle.state);
    }),
    { numRuns: 150 },
  );
});
