// The deploy calculator: its numbers are those of the command line, seed by seed; the page goes on drawing meanwhile;
// what is found stays when it is stopped; a dot is a run; wrong input is said and kept; Korean and a phone have room.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { browserTest, native, open, value, waitFor } from "./support.mjs";
import { click, element, openFile, pause, session } from "./visitor.mjs";

const WORLD =
  "topic orders partitions=12\ngroup billing session.timeout.ms=10000 heartbeat.interval.ms=3000 commit=sync\n" +
  "consumers c1 c2 c3 c4 group=billing processing_time=8ms\nproducer p1 topic=orders rate=240/s\nrun for=5s\n";
const SETTINGS =
  "group.id=billing\nsession.timeout.ms=10000\nheartbeat.interval.ms=3000\nenable.auto.commit=false\n" +
  "max.poll.records=100\nsecurity.protocol=SASL_SSL\n";

/// Goes to the calculator and stops what it computes by itself.
async function goToDeploy(page) {
  await open(page);
  await pause(page);
  await page.keyboard.press("d");
  await element(page, "deploy-place").waitFor();
  await stop(page);
}

async function stop(page) {
  await page.evaluate(() => document.querySelector("[data-testid=deploy-cancel]")?.click());
  await waitFor(page, "deploy-place", "data-state", (state) => state !== "computing");
}

const fill = (page, field, text) => element(page, `deploy-${field}`).fill(text);

async function compute(page) {
  await click(page, "deploy-compute");
  await waitFor(page, "deploy-place", "data-state", "done", 100_000);
}

/// All numbers, as the page writes them down.
async function numbers(page) {
  if ((await value(page, "deploy-numbers", "aria-expanded")) === "false") await click(page, "deploy-numbers");
  return (await element(page, "deploy-csv").textContent()).trim();
}

/// What the command line prints for this file.
function printed(text, ...options) {
  const folder = mkdtempSync(join(tmpdir(), "deploy-"));
  try {
    const file = join(folder, "settings.txt");
    writeFileSync(file, text);
    return native(["what-if", file, "--format", "csv", ...options]).trim();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

browserTest("settings and fields lead to the numbers of the command line", async ({ page }) => {
  await goToDeploy(page);
  await fill(page, "text", SETTINGS);
  const typed = [["consumers", "3"], ["partitions", "6"], ["rate", "60"], ["down", "2 – 3 s"], ["seeds", "5"]];
  for (const [field, text] of typed) await fill(page, field, text);
  await element(page, "deploy-commit").selectOption("every");
  await fill(page, "commit-every", "50");
  await compute(page);
  const options = ["--consumers", "3", "--partitions", "6", "--rate", "60", "--down", "2s-3s", "--seeds", "5"];
  const expected = printed(SETTINGS, ...options, "--commit", "every:50");
  assert.equal(await numbers(page), expected);
  assert.equal(expected.split("\n").length, 1 + 5 * 5);
  // A row more: what was found of the others stays, and the new one is the command line's, too.
  await click(page, "deploy-add-static+cooperative");
  await waitFor(page, "deploy-place", "data-state", "done", 60_000);
  const rows = "cooperative,consumer,static,commit-on-revoke,static+cooperative";
  assert.equal(await numbers(page), printed(SETTINGS, ...options, "--commit", "every:50", "--rows", rows));
  await click(page, "deploy-remove-cooperative");
  await element(page, "deploy-row-cooperative").waitFor({ state: "detached" });
  assert.ok(!(await numbers(page)).includes("\ncooperative,"));
});

browserTest("the open session is what is deployed first, with the numbers of its file", async ({ page }) => {
  await open(page);
  await pause(page);
  await openFile(page, "own.session", WORLD);
  await element(page, "lane-orders-11").waitFor();
  await pause(page);
  await page.keyboard.press("d");
  await element(page, "deploy-place").waitFor();
  await stop(page);
  assert.match(await element(page, "deploy-text").inputValue(), /^topic orders partitions=12\n/m);
  assert.equal(await element(page, "deploy-consumers").inputValue(), "4");
  await fill(page, "seeds", "2");
  await compute(page);
  assert.equal(await numbers(page), printed(WORLD, "--seeds", "2"));
});

// How long frames take is measured by benches/deploy.mjs; here the page has to go on drawing while it computes.
browserTest("the page goes on drawing while it computes", async ({ page, t }) => {
  await goToDeploy(page);
  await fill(page, "text", SETTINGS);
  await fill(page, "seeds", "6");
  await page.evaluate(() => {
    window.seen = { frames: 0, worst: 0, progress: [] };
    let last = performance.now();
    const frame = (now) => {
      window.seen.frames += 1;
      window.seen.worst = Math.max(window.seen.worst, now - last);
      last = now;
      const done = document.querySelector('[data-testid="deploy-row-as-is"]')?.dataset.done;
      if (!window.seen.progress.includes(done)) window.seen.progress.push(done);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  await compute(page);
  const { frames, worst, progress } = await page.evaluate(() => window.seen);
  t.diagnostic(`${frames} frames meanwhile, the longest after ${worst.toFixed(0)} ms`);
  assert.ok(frames > 24, `${frames} frames while 24 deploys were simulated: more than one for each`);
  assert.ok(progress.length > 2, `${progress} states of a row were seen`);
});

browserTest("cancel keeps what there is, and it goes on from there", async ({ page }) => {
  await goToDeploy(page);
  await fill(page, "text", SETTINGS);
  await fill(page, "seeds", "40");
  await click(page, "deploy-compute");
  await waitFor(page, "deploy-row-as-is", "data-done", (done) => Number(done) >= 2);
  await click(page, "deploy-cancel");
  await waitFor(page, "deploy-place", "data-state", "stopped");
  const kept = await numbers(page);
  assert.ok(kept.split("\n").length > 2);
  // Neither a visit to the stage nor a wrong field takes anything away.
  await click(page, "deploy");
  await element(page, "deploy-place").waitFor({ state: "hidden" });
  await click(page, "deploy");
  await element(page, "deploy-place").waitFor();
  assert.equal(await numbers(page), kept);
  assert.equal(await element(page, "deploy-text").inputValue(), SETTINGS);
  await fill(page, "seeds", "3");
  await compute(page);
  const done = await numbers(page);
  const early = kept.split("\n").filter((line) => Number(line.split(",")[1]) <= 3);
  for (const line of early) assert.ok(done.includes(line), line);
});

browserTest("a dot is chosen with pointer and keys, and opens as a run", async ({ page }) => {
  await goToDeploy(page);
  await fill(page, "text", SETTINGS);
  for (const [field, text] of [["consumers", "2"], ["partitions", "4"], ["rate", "40"], ["seeds", "4"]]) {
    await fill(page, field, text);
  }
  await compute(page);
  await element(page, "deploy-row-as-is").locator(".plot").nth(1).click();
  const first = await value(page, "deploy-chosen", "data-seed");
  await element(page, "deploy-table").press("ArrowDown");
  assert.equal(await value(page, "deploy-chosen", "data-row"), "cooperative");
  assert.equal(await value(page, "deploy-chosen", "data-seed"), first, "the same seed in the next row");
  const seen = new Set();
  for (let step = 0; step < 4; step++) await element(page, "deploy-table").press("ArrowLeft");
  for (let step = 0; step < 4; step++) {
    seen.add(await value(page, "deploy-chosen", "data-seed"));
    await element(page, "deploy-table").press("ArrowRight");
  }
  assert.equal(seen.size, 4, "the keys reach every dot");
  const seed = await value(page, "deploy-chosen", "data-seed");
  await click(page, "deploy-open");
  await element(page, "deploy-place").waitFor({ state: "hidden" });
  await element(page, "lane-orders-3").waitFor();
  await pause(page);
  const text = await session(page);
  assert.match(text, new RegExp(`seed ${seed}\\b`));
  assert.match(text, /partition\.assignment\.strategy=cooperative-sticky/);
});

browserTest("what is wrong is said beside it, and stays as it was typed", async ({ page }) => {
  await goToDeploy(page);
  const before = await numbers(page);
  await fill(page, "text", "session.timeout.ms=ten\nmax.poll.records=100\n");
  assert.match(await value(page, "deploy-text-wrong"), /line 1.*session\.timeout\.ms/);
  for (const [field, text, says] of [
    ["consumers", "500", /from 1 to 100/],
    ["gap", "24", /unit/],
    ["down", "5s-3s", /longest|shorter|first/],
    ["work", "quick", /time such as/],
  ]) {
    const old = await element(page, `deploy-${field}`).inputValue();
    await fill(page, field, text);
    assert.match(await value(page, `deploy-wrong-${field}`), says, field);
    assert.equal(await element(page, `deploy-${field}`).getAttribute("aria-invalid"), "true");
    await click(page, "deploy-compute");
    assert.equal(await element(page, `deploy-${field}`).inputValue(), text);
    assert.notEqual(await value(page, "deploy-wrong"), "");
    await fill(page, field, old);
  }
  assert.equal(await numbers(page), before, "the numbers that were there are still there");
  await fill(page, "text", "max.poll.records=100\nssl.keystore.location=x\nno.such.key=1\n");
  assert.match(await value(page, "deploy-left-out"), /ssl\.keystore\.location[^]*no\.such\.key/);
  assert.match(await value(page, "deploy-used"), /^1 setting used/);
});

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };
for (const [name, context] of [
  ["Korean", { locale: "ko-KR" }],
  ["a phone", PHONE],
  ["a phone in Korean", { ...PHONE, locale: "ko-KR" }],
  ["a small window", { viewport: { width: 1024, height: 768 } }],
]) {
  browserTest(`${name} has room for all of it`, { context }, async ({ page }) => {
    await goToDeploy(page);
    await fill(page, "seeds", "2");
    await compute(page);
    const outside = await page.evaluate(() => {
      const width = document.documentElement.clientWidth;
      const told = (one) => one.closest("textarea, pre, .unseen, [role=columnheader]") === null;
      const all = [...document.querySelectorAll(".deploy *")].filter(told);
      const clipped = (one) => {
        const box = one.getBoundingClientRect();
        const beyond = box.width > 1 && (box.right > width + 0.5 || box.left < -0.5);
        const cut = one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1 && one.tagName !== "SELECT";
        return beyond || (cut && !one.closest("svg"));
      };
      return all.filter(clipped).map((one) => `${one.tagName}.${one.className} ${one.textContent.slice(0, 40)}`);
    });
    assert.deepEqual(outside, []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
  });
}
