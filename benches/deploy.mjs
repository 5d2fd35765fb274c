// What the deploy calculator costs in Chromium, with software rendering: `make bench`, after `make build`.
//
// One deploy of twelve partitions and four consumers, with 200 seeds, in all rows (SEEDS=N: with so many): how long it
// takes, the longest time between two frames meanwhile, and the main thread's tasks of more than 50 ms. Prints; judges
// nothing. `node benches/deploy.mjs FOLDER` measures that built page.

import { chromium as playwright } from "playwright-core";
import { chromium } from "../tests/browser/programs.mjs";
import { serve } from "../tests/browser/server.mjs";
import { quantile } from "../tests/browser/trace.mjs";

const SEEDS = process.env.SEEDS ?? "200";
const SETTINGS =
  "enable.auto.commit=false\nmax.poll.records=100\nsession.timeout.ms=10000\nheartbeat.interval.ms=3000\n";
const FLAGS = ["--disable-gpu", "--no-first-run", "--disable-background-networking"];
if (process.getuid?.() === 0) FLAGS.push("--no-sandbox");

const site = await serve(process.argv[2] ?? "dist");
const browser = await playwright.launch({ executablePath: chromium(), headless: true, args: FLAGS });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.goto(site.url);
await page.locator('[data-testid="page"][data-whole="true"]').waitFor();
await page.keyboard.press("d");
const place = page.getByTestId("deploy-place");
await place.waitFor();
await page.evaluate(() => document.querySelector("[data-testid=deploy-cancel]")?.click());
const fields = { text: SETTINGS, consumers: "4", partitions: "12", rate: "240", work: "8ms", seeds: SEEDS };
for (const [field, text] of Object.entries(fields)) await page.getByTestId(`deploy-${field}`).fill(text);
await page.evaluate(() => {
  window.tasks = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.tasks.push(entry.duration);
  }).observe({ type: "longtask" });
  window.gaps = [];
  let last = performance.now();
  const frame = (now) => {
    window.gaps.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
});
const began = performance.now();
await page.getByTestId("deploy-compute").click();
await page.locator('[data-testid="deploy-place"][data-state="done"]').waitFor({ timeout: 1_800_000 });
const seconds = (performance.now() - began) / 1000;
const { tasks, gaps } = await page.evaluate(() => ({ tasks: window.tasks, gaps: window.gaps }));
const rows = await page.locator('[data-testid^="deploy-row-"]').count();
const [median, most] = [quantile(gaps, 0.5), Math.max(...gaps)].map((gap) => gap.toFixed(1));
console.log(`${SEEDS} seeds of 12 partitions and 4 consumers, ${rows} rows: ${seconds.toFixed(1)} s`);
console.log(`from frame to frame ${median} ms in the median and ${most} ms at most`);
console.log(`tasks over 50 ms: ${tasks.length}${tasks.length > 0 ? `, the longest ${Math.max(...tasks)} ms` : ""}`);
await browser.close();
await site.close();
