import { expect, test } from "vitest";
import { intervalsNote } from "./intervalsNote.ts";

test("the note says what was resampled, how many there are, or why there is no interval", () => {
  const clusters = Int32Array.of(0, 0, 1, 2);
  expect(intervalsNote({ unit: "document", clusters }, [0, 1, 2])).toContain("resampled by document (2 documents)");
  expect(intervalsNote({ unit: "source", clusters }, [0, 2, 3])).toContain("resampled by source (3 sources)");
  expect(intervalsNote({ unit: "prompt", clusters }, [0, 2])).toContain("resampled by prompt (2 prompts)");
  expect(intervalsNote({ unit: "document", clusters }, [0, 1])).toContain(
    "No intervals: all of these belong to one document",
  );
  expect(intervalsNote({ unit: "document", clusters }, [])).toBe("");
});
