// What the main thread did in each animation frame, read off a trace of Chromium's: for smooth.test.mjs, which prints
// it at every test, and benches/frames.mjs, which measures more worlds.
import assert from "node:assert/strict";

const CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline"];
// What Chromium calls the parts of a frame's work; everything else is "other".
const PARTS = {
  FunctionCall: "script",
  RunMicrotasks: "script",
  FireAnimationFrame: "script",
  UpdateLayoutTree: "style",
  Layout: "layout",
  PrePaint: "paint",
  Paint: "paint",
  Layerize: "paint",
  Commit: "paint",
};

/// Lets so many animation frames pass.
export const frames = (page, count) =>
  page.evaluate(
    (count) =>
      new Promise((done) => {
        const next = (left) => (left > 0 ? requestAnimationFrame(() => next(left - 1)) : done());
        next(count);
      }),
    count,
  );

/// What the main thread did in each frame, in ms: all its tasks from the beginning of one frame to that of the next.
/// `wall` is by the clock, `cpu` without the time in which the thread had to wait for a processor.
export async function traced(page, work) {
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: CATEGORIES });
  await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const spans = traceEvents.filter(({ ph, dur }) => ph === "X" && dur !== undefined);
  const fired = spans.find(({ name }) => name === "FireAnimationFrame");
  assert.ok(fired, "the trace holds no animation frame");
  const events = spans.filter(({ pid, tid }) => pid === fired.pid && tid === fired.tid);
  events.sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  const tasks = [];
  const open = [];
  for (const event of events) {
    while (open.length > 0 && open.at(-1).ts + open.at(-1).dur <= event.ts) open.pop();
    if (open.length === 0) tasks.push([]);
    tasks.at(-1).push(event);
    // Each event's own time: that of the ones inside it is theirs.
    event.cpu = event.own = event.tdur ?? event.dur;
    if (open.length > 0) open.at(-1).own -= event.cpu;
    open.push(event);
  }
  const rounds = [];
  for (const inside of tasks) {
    const [task] = inside;
    if (inside.some(({ name }) => name === "FireAnimationFrame")) {
      rounds.push({ at: task.ts, wall: 0, cpu: 0, script: 0, style: 0, layout: 0, paint: 0, other: 0 });
    }
    const round = rounds.at(-1);
    if (!round) continue;
    round.wall += task.dur / 1000;
    round.cpu += task.cpu / 1000;
    for (const { name, own } of inside) round[PARTS[name] ?? "other"] += own / 1000;
  }
  // The first may have begun before, the last may have gone on.
  return rounds.slice(1, -1);
}

/// The number below which this share of them lies.
export function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

export const ms = (number) => number.toFixed(2);

/// The frames in a sentence.
export function summary(rounds) {
  const all = (part) => rounds.map((round) => round[part]);
  const median = (part) => ms(quantile(all(part), 0.5));
  const apart = rounds.slice(1).map(({ at }, place) => at - rounds[place].at);
  return [
    `median ${median("wall")} ms, p95 ${ms(quantile(all("wall"), 0.95))} ms a frame`,
    `(processor time ${median("cpu")} and ${ms(quantile(all("cpu"), 0.95))} ms)`,
    `over ${rounds.length} frames, ${Math.round(1e6 / quantile(apart, 0.5))} a second;`,
    `medians: ${["script", "style", "layout", "paint", "other"].map((part) => `${part} ${median(part)}`).join(", ")}`,
  ].join(" ");
}
