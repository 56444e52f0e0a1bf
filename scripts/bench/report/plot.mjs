const [WIDTH, HEIGHT, LEFT, TOP, PLOT, GAP] = [900, 300, 62, 44, 210, 92];

/**
 * An SVG of time against size, a panel for each curve, on logarithmic scales: ours as a line, what it is compared with dashed.
 * @param {{ of: string, points: { size: number, ours: number, theirs: number | null }[] }[]} curves times in milliseconds
 */
export function plot(curves) {
  const panels = curves.map((curve, k) => panel(curve, LEFT + k * (PLOT + GAP)));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="12">
<title>Time against prompts, experts and points</title>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
${panels.join("\n")}
</svg>
`;
}

function panel({ of, points }, left) {
  const bottom = TOP + PLOT;
  const sizes = points.map(({ size }) => size);
  const times = points.flatMap(({ ours, theirs }) => (theirs === null ? [ours] : [ours, theirs]));
  const [x0, x1] = [Math.min(...sizes), Math.max(...sizes)];
  const [y0, y1] = [10 ** Math.floor(Math.log10(Math.min(...times))), 10 ** Math.ceil(Math.log10(Math.max(...times)))];
  const x = (size) => left + (PLOT * Math.log(size / x0)) / Math.log(x1 / x0);
  const y = (time) => bottom - (PLOT * Math.log(time / y0)) / Math.log(y1 / y0);
  const path = (values) =>
    values.map(([size, time], k) => `${k ? "L" : "M"}${x(size).toFixed(1)},${y(time).toFixed(1)}`).join("");
  const ours = points.map((point) => [point.size, point.ours]);
  const theirs = points.flatMap((point) => (point.theirs === null ? [] : [[point.size, point.theirs]]));
  const ticks = [];
  for (let time = y0; time <= y1 * 1.001; time *= 10) {
    ticks.push(
      `<path d="M${left},${y(time)}h${PLOT}" stroke="#ddd"/>`,
      label(left - 6, y(time) + 4, "end", written(time)),
    );
  }
  for (const size of [sizes[0], sizes.at(-1)])
    ticks.push(label(x(size), bottom + 16, "middle", size.toLocaleString("en")));
  return [
    ...ticks,
    `<path d="M${left},${TOP}V${bottom}H${left + PLOT}" fill="none" stroke="#555"/>`,
    `<path d="${path(theirs)}" fill="none" stroke="#555" stroke-width="2" stroke-dasharray="5 4"/>`,
    `<path d="${path(ours)}" fill="none" stroke="#0b62b8" stroke-width="2.5"/>`,
    ...ours.map(([size, time]) => `<circle cx="${x(size)}" cy="${y(time)}" r="3" fill="#0b62b8"/>`),
    label(left, TOP - 22, "start", of, "#111"),
    label(left, TOP - 8, "start", "— ours", "#0b62b8"),
    label(left + 58, TOP - 8, "start", "- - compared with"),
  ].join("\n");
}

const label = (x, y, anchor, text, fill = "#555") =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" fill="${fill}">${text}</text>`;

const written = (ms) => (ms >= 1000 ? `${ms / 1000} s` : `${ms} ms`);
