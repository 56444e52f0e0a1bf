const HEAD = `# The page, measured

\`npm run build && npm run bench:page\` measures the build as \`npm start\` serves it and adds its figures here, newest first. Lighthouse runs
five times for each kind of device, in a fresh browser, with its own throttling (simulated); the medians are kept. Bytes are counted at
the server, as sent, from the opening of the page in an empty browser until a prompt that is typed at once has its decision.

Goals on 2 cores: performance at least 95 on a desktop and 90 on a phone; accessibility and best practices 100; largest contentful paint
(LCP) 2.5 s and blocking time (TBT) 200 ms at most on a phone; cumulative layout shift (CLS) 0.02 at most; 6 MB to the first decision.
Other programs on the machine slow a run down: compare figures of one machine alone.
`;

const COLUMNS = [
  ["performance", (run) => run.performance],
  ["accessibility", (run) => run.accessibility],
  ["best practices", (run) => run["best-practices"]],
  ["FCP", (run) => seconds(run.fcp)],
  ["LCP", (run) => seconds(run.lcp)],
  ["TBT", (run) => `${run.tbt.toFixed(0)} ms`],
  ["CLS", (run) => run.cls.toFixed(3)],
  ["speed index", (run) => seconds(run.speedIndex)],
];

const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`;
const row = (cells) => `| ${cells.join(" | ")} |`;

/**
 * The text of docs/bench.md.
 * @param {object} measured the new measurements: see bench-page.mjs
 * @param {string} before the file's current text, whose sections are kept
 */
export function report({ date, note, machine, pages, bytes, runs }, before) {
  const title = `## ${date}${note ? `: ${note}` : ""}`;
  const table = [
    row(["", ...COLUMNS.map(([name]) => name)]),
    row(["---", ...COLUMNS.map(() => "---")]),
    ...Object.entries(pages).map(([name, run]) => row([name, ...COLUMNS.map(([, show]) => show(run))])),
  ];
  const kinds = bytes.kinds.filter(([, count]) => count > 0).map(([name, count]) => `${name} ${megabytes(count)}`);
  const sent = `Sent before the first own decision: **${megabytes(bytes.total)} MB** (${kinds.join(", ")}).`;
  const older = before.split(/^(?=## )/m).slice(1);
  const section = `${title}\n\n${machine}; medians of ${runs} runs.\n\n${table.join("\n")}\n\n${sent}\n`;
  return [HEAD, section, ...older.map((text) => `${text.trimEnd()}\n`)].join("\n");
}

const megabytes = (count) => (count / 1e6).toFixed(2);
