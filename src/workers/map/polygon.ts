/** A closed area of the map: its corners in order, in the map's own coordinates. */
export type Polygon = readonly (readonly [x: number, y: number])[];

/** Whether a point lies inside, by the even–odd rule; false for unknown coordinates. */
export function insidePolygon(polygon: Polygon, x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [xi, yi] = polygon[i]!;
    const [xj, yj] = polygon[j]!;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** The polygon with at most `limit` corners: those that change its area least are removed first (Visvalingam and Whyatt). */
export function simplifyPolygon(polygon: Polygon, limit: number): Polygon {
  const corners = [...polygon];
  while (corners.length > Math.max(3, limit)) {
    let least = 0;
    let leastArea = Number.POSITIVE_INFINITY;
    corners.forEach((corner, i) => {
      const before = corners.at(i - 1)!;
      const after = corners[(i + 1) % corners.length]!;
      const area = Math.abs(
        (corner[0] - before[0]) * (after[1] - before[1]) - (after[0] - before[0]) * (corner[1] - before[1]),
      );
      if (area < leastArea) [least, leastArea] = [i, area];
    });
    corners.splice(least, 1);
  }
  return corners;
}
