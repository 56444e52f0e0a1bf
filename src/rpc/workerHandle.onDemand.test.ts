import { describe, expect, test } from "vitest";
import { HandlePlay } from "./testing.ts";

describe("a worker that starts on demand", () => {
  test("is started by the first call, and replaced by the call after a crash", async () => {
    const play = new HandlePlay({ onDemand: true });
    for (const n of [1, 2]) {
      const call = play.handle.call("ask", "x");
      expect([play.workers.length, play.handle.state]).toEqual([n, "ready"]);
      play.last().emit("error", {});
      await expect(call).rejects.toMatchObject({ name: "WorkerError" });
    }
  });

  test("is terminated after an error that makes it unusable, once it has answered the others; the same after retiring", async () => {
    const play = new HandlePlay({ onDemand: true, spoils: ({ name }) => name === "ModelError" });
    const [bad, good] = [play.handle.call("ask", "bad"), play.handle.call("ask", "good")];
    const [first] = play.workers;
    play.refuse("ask bad", "ModelError");
    await expect(bad).rejects.toMatchObject({ name: "ModelError" });
    const next = play.handle.call("ask", "next");
    expect([play.workers.length, first!.terminated]).toEqual([2, false]);
    play.answer("ask good", first);
    expect(await good).toBe("ask good");
    expect(first!.terminated).toBe(true);
    play.handle.retire();
    expect([play.last().terminated, play.handle.state]).toEqual([false, "closed"]);
    play.answer("ask next");
    expect(await next).toBe("ask next");
    expect(play.last().terminated).toBe(true);
  });
});
