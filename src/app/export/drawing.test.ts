import { expect, test } from "vitest";
import { PathSurface } from "./drawing.ts";

test("rectangles become paths, one per colour and opacity in drawing order", () => {
  const surface = new PathSurface();
  surface.fillStyle = "#ff0000";
  surface.fillRect(9, 9, 9, 9);
  surface.clearRect();
  surface.fillRect(1, 2.004, 3, 3);
  surface.fillRect(5, 6, 3, 3);
  surface.globalAlpha = 0.13;
  surface.fillRect(0, 0, 1, 2);
  surface.globalAlpha = 1;
  surface.fillStyle = "#00ff00";
  surface.fillRect(0, 0, 1, 1);
  expect(surface.paths).toEqual([
    { fill: "#ff0000", opacity: 1, d: "M1 2h3v3h-3zM5 6h3v3h-3z" },
    { fill: "#ff0000", opacity: 0.13, d: "M0 0h1v2h-1z" },
    { fill: "#00ff00", opacity: 1, d: "M0 0h1v1h-1z" },
  ]);
});
