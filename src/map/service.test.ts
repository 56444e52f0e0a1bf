import { expect, test } from "vitest";
import { MapService } from "./service.ts";

const request = {
  embeddings: { url: "embeddings.parquet", sha256: "0", bytes: 10 },
  size: 2,
  x: Float32Array.of(1, 5),
  y: Float32Array.of(2, 6),
};
const embeddings = { rows: 2, columns: 2, data: Float32Array.of(0, 0, 3, 4) };

test("the map fetches its embeddings once and then places prompts", async () => {
  const progress: unknown[] = [];
  const service = new MapService(
    async (_, __, options) => {
      options?.onProgress?.(10, 10);
      return new ArrayBuffer(10);
    },
    async (_, size) => ({ ...embeddings, columns: size }),
  );
  const context = { signal: new AbortController().signal, progress: (report: object) => progress.push(report) };
  await expect(service.place(Float32Array.of(3, 4))).rejects.toMatchObject({ name: "NotOpenError" });
  expect(await service.open(request, context)).toEqual({ rows: 2 });
  expect(progress).toEqual([{ loaded: 10, total: 10 }]);
  expect(await service.place(Float32Array.of(3, 4))).toEqual({
    x: 5,
    y: 6,
    neighbors: [
      { index: 1, distance: 0 },
      { index: 0, distance: 5 },
    ],
  });
});
