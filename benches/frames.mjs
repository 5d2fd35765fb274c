// What a frame costs in Chromium, with software rendering: `make bench`, after `make build`.
//
// For each world: frames a second while it plays at 1x, and in how many a second the stage changed; the main thread's
// work for a frame, elements in the document, how long opening it takes, and the frames that are asked for while time
// stands still. Then one simulated hour: how long it takes to go anywhere in it, one instant at a time and one right
// after the other, and the memory of the process that holds it. Prints; judges nothing.
//
// `node benches/frames.mjs FOLDER...` measures each of these built pages, one after the other: before and after.

import { readFileSync } from "node:fs";
import { chromium as playwright } from "playwright-core";
import { chromium } from "../tests/browser/programs.mjs";
import { crowdOf } from "../tests/browser/crowd.mjs";
import { serve } from "../tests/browser/server.mjs";
import { frames, ms, quantile, traced } from "../tests/browser/trace.mjs";

const WORLDS = [
  { partitions: 12, consumers: 8, rate: 200, seconds: 30 },
  { partitions: 24, consumers: 8, rate: 240, seconds: 30 },
  { partitions: 200, consumers: 20, rate: 1000, seconds: 30 },
  { partitions: 1000, consumers: 200, rate: 1000, seconds: 30 },
];
const HOUR = { partitions: 12, consumers: 8, rate: 200, seconds: 3600 };
const FRAMES = 200;
// Of fewer, the 99th percentile would be the one or two that the system happened to disturb.
const SEEKS = { alone: 300, inARow: 1000 };
// One that is gone to on its own comes so long after all of the last one was drawn, in ms.
const PAUSE = 200;

const FLAGS = ["--disable-gpu", "--no-first-run", "--disable-background-networking", "--js-flags=--expose-gc"];
if (process.getuid?.() === 0) FLAGS.push("--no-sandbox");

/// A page that counts the animation frames it asks for, and says when it came to rest after a file was chosen.
const COUNTING = () => {
  window.framesAsked = 0;
  const ask = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) => {
    window.framesAsked += 1;
    return ask(callback);
  };
  addEventListener("change", ({ target }) => {
    if (target.type !== "file") return;
    const begun = performance.now();
    const look = () => {
      const shown = document.querySelector(".brand, header")?.textContent.includes("A crowd");
      if (shown) ask(() => setTimeout(() => (window.opened = performance.now() - begun)));
      else setTimeout(look, 5);
    };
    look();
  }, true);
};

// As in tests/browser/visitor.mjs, which cannot be used outside of a test.
const element = (page, testid) => page.getByTestId(testid);
const pause = (page) => page.evaluate(() => window.groupscope.pause());
const play = (page) => page.evaluate(() => window.groupscope.play());
const setSpeed = (page, speed) => element(page, "speed").selectOption(speed);
const timePasses = (page, micros) =>
  page.waitForFunction(
    (micros) => Number(document.querySelector("[data-testid=time]").dataset.timeUs) >= micros,
    micros,
    { timeout: 120_000 },
  );

async function openFile(page, name, contents) {
  const [dialog] = await Promise.all([page.waitForEvent("filechooser"), element(page, "open").click()]);
  await dialog.setFiles({ name, mimeType: "text/plain", buffer: Buffer.from(contents) });
}

async function opened(browser, url, world) {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await page.addInitScript(COUNTING);
  await page.goto(url);
  await element(page, "stage").waitFor();
  await pause(page);
  await openFile(page, "crowd.session", crowdOf(world));
  await page.waitForFunction(() => window.opened, undefined, { timeout: 300_000 });
  return page;
}

/// In how many frames of a second the stage changes.
const pictures = (page) =>
  page.evaluate(async (count) => {
    let changed = 0;
    let seen = false;
    const watch = new MutationObserver(() => (seen = true));
    const begun = performance.now();
    const stage = document.querySelector("[data-testid=stage]");
    watch.observe(stage, { subtree: true, childList: true, attributes: true, characterData: true });
    for (let frame = 0; frame < count; frame++) {
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      changed += seen;
      seen = false;
    }
    watch.disconnect();
    return (changed / (performance.now() - begun)) * 1000;
  }, FRAMES);

async function measure(browser, url, world) {
  const page = await opened(browser, url, world);
  const opening = await page.evaluate(() => window.opened);
  await play(page);
  await setSpeed(page, "10");
  await timePasses(page, 8_000_000);
  await setSpeed(page, "1");
  await frames(page, 20);
  const rounds = await traced(page, () => frames(page, FRAMES));
  const changing = await pictures(page);
  const elements = await page.evaluate(() => document.querySelectorAll("*").length);
  const apart = rounds.slice(1).map(({ at }, place) => at - rounds[place].at);
  const median = (part) => ms(quantile(rounds.map((round) => round[part]), 0.5));
  const high = (part) => ms(quantile(rounds.map((round) => round[part]), 0.95));
  await pause(page);
  const asked = await page.evaluate(async () => {
    await new Promise((done) => setTimeout(done, 300));
    const before = window.framesAsked;
    await new Promise((done) => setTimeout(done, 1000));
    return window.framesAsked - before;
  });
  const mean = apart.reduce((sum, one) => sum + one, 0) / apart.length;
  console.log(
    `  ${world.partitions} x ${world.consumers}: ${(1e6 / mean).toFixed(0)} frames/s, ` +
      `in ${changing.toFixed(0)} frames/s the stage changes, ` +
      `work median ${median("wall")} ms, p95 ${high("wall")} ms; ` +
      `processor time ${median("cpu")} and ${high("cpu")} ms ` +
      `(script ${median("script")}, style ${median("style")}, layout ${median("layout")}, ` +
      `paint ${median("paint")}, other ${median("other")}), ${elements} elements, ` +
      `opened in ${(opening / 1000).toFixed(2)} s, ` +
      `${asked} frames asked for while paused`,
  );
  await page.context().close();
}

/// The private memory of the process that draws the page, where the system tells, in MB.
async function memory(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const of = (id) => {
    try {
      const told = readFileSync(`/proc/${id}/smaps_rollup`, "utf8");
      const sizes = [...told.matchAll(/^Private_\w+: +(\d+) kB/gm)].map((found) => Number(found[1]));
      return sizes.reduce((sum, size) => sum + size, 0) / 1024;
    } catch {
      return NaN;
    }
  };
  return Math.max(...processInfo.filter(({ type }) => type === "renderer").map(({ id }) => of(id)));
}

/// How long it takes until the document shows an instant, until the browser can go on, which has often painted it by
/// then, and until all of the page is of it, in ms: so many, at random, and the same ones every time.
const seeks = (page, count, pause) =>
  page.evaluate(
    async ([count, pause]) => {
      let place = 1;
      const times = { shown: [], drawn: [], whole: [] };
      const clock = document.querySelector("[data-testid=time]");
      const whole = document.querySelector("[data-testid=page]");
      const { port1, port2 } = new MessageChannel();
      const turn = () =>
        new Promise((done) => {
          port1.onmessage = done;
          port2.postMessage(0);
        });
      const still = () =>
        new Promise((done) => {
          const rests = () => whole.ariaBusy === "false" && (watch.disconnect(), done());
          const watch = new MutationObserver(rests);
          watch.observe(whole, { attributeFilter: ["aria-busy"] });
          rests();
        });
      for (let at = 0; at < count; at++) {
        place = (place * 48271) % 2147483647;
        const wanted = Math.round((place / 2147483647) * 3.6e9);
        const watch = new MutationObserver(() => {
          if (clock.dataset.timeUs !== String(wanted)) return;
          times.shown.push(performance.now() - begun);
          watch.disconnect();
        });
        watch.observe(clock, { attributeFilter: ["data-time-us"] });
        const begun = performance.now();
        window.groupscope.seek(wanted / 1e6);
        do await turn();
        while (clock.dataset.timeUs !== String(wanted));
        times.drawn.push(performance.now() - begun);
        if (pause === 0) {
          await new Promise((done) => setTimeout(done));
          continue;
        }
        await still();
        times.whole.push(performance.now() - begun);
        await new Promise((done) => setTimeout(done, pause));
      }
      return times;
    },
    [count, pause],
  );

async function hour(browser, url) {
  const page = await opened(browser, url, HOUR);
  await pause(page);
  const alone = await seeks(page, SEEKS.alone, PAUSE);
  const afterAlone = await memory(browser);
  const row = await seeks(page, SEEKS.inARow, 0);
  const afterAll = await memory(browser);
  await page.evaluate(() => window.gc?.());
  const held = await memory(browser);
  const [median, high] = [(times) => ms(quantile(times, 0.5)), (times) => ms(quantile(times, 0.99))];
  console.log(
    `  an hour of 12 x 8 at 200 records/s, opened in ` +
      `${((await page.evaluate(() => window.opened)) / 1000).toFixed(1)} s: going to an instant, ` +
      `median ${median(alone.shown)} ms and p99 ${high(alone.shown)} ms until the document shows it, ` +
      `${median(alone.drawn)} and ${high(alone.drawn)} ms until the browser can go on, ` +
      `${median(alone.whole)} and ${high(alone.whole)} ms until all of the page is of it; ` +
      `one right after the other, ${median(row.shown)} and ${high(row.shown)} ms until the document shows it, ` +
      `${median(row.drawn)} and ${high(row.drawn)} ms until the browser can go on; ` +
      `renderer ${afterAlone.toFixed(0)} MB after the first ${SEEKS.alone}, ${afterAll.toFixed(0)} MB after all, ` +
      `${held.toFixed(0)} MB once collected`,
  );
  await page.context().close();
}

const wanted = process.env.WORLDS?.split(",");
const chosen = (world) => !wanted || wanted.includes(`${world.partitions}x${world.consumers}`);
for (const folder of process.argv.slice(2)) {
  console.log(`frames in Chromium, ${folder}:`);
  const site = await serve(folder);
  // Each in a browser of its own: what one leaves behind is not measured with the next.
  const alone = async (work) => {
    const browser = await playwright.launch({ executablePath: chromium(), headless: true, args: FLAGS });
    try {
      await work(browser);
    } catch (error) {
      console.log(`  not measured: ${error.message.split("\n")[0]}`);
    } finally {
      await browser.close();
    }
  };
  for (const world of WORLDS.filter(chosen)) await alone((browser) => measure(browser, site.url, world));
  if (!wanted || wanted.includes("hour")) await alone((browser) => hour(browser, site.url));
  await site.close();
}
