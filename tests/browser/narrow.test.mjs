// Small windows, enlarged pages, large screens, paper: what decides comes first, nothing is cut off, and nothing has to
// be scrolled in two directions.
import assert from "node:assert/strict";
import { browserTest, open, screenshot, value, waitFor } from "./support.mjs";
import { choose, chooseAtRest, click, element, pause, setSpeed } from "./visitor.mjs";

const PHONE = { width: 390, height: 844 };
const SMALL = { width: 320, height: 640 };
const TABLET = { width: 1024, height: 768 };
/// A window of 1440 by 900, enlarged to 200 % and to 400 %.
const TWICE = { width: 720, height: 450 };
const FOUR_TIMES = { width: 360, height: 225 };
const ONE_COLUMN = { PHONE, SMALL, TWICE, FOUR_TIMES };
const ALL = { ...ONE_COLUMN, TABLET, FULL_HD: { width: 1920, height: 1080 }, LARGE: { width: 2560, height: 1440 } };

/// Scenarios whose stages differ most: one group, two, racks, long names of topics, many deaths.
const DIFFERENT = ["crash-after-auto-commit", "two-groups", "rack-aware", "regex-topic", "rolling-deploy"];

/// Lets a scenario play until it asks its first question, or to its end if it asks none.
async function playsToQuestion(page, scenario) {
  await choose(page, scenario);
  await setSpeed(page, "5");
  await element(page, "play").waitFor();
}

/// What has to be scrolled sideways, and texts that are cut off.
function cut(page) {
  return page.evaluate(() => {
    const found = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} px wide in a window of ${clientWidth} px`);
    const name = (element) =>
      `${element.tagName} ${element.dataset.testid ?? element.className} "${element.textContent.slice(0, 30)}"`;
    for (const room of document.querySelectorAll(".stage-room, .controls, .told, .axis, .story")) {
      if (room.scrollWidth > room.clientWidth + 1) found.push(`${room.className} has to be scrolled sideways`);
    }
    // Not seen; lists whose entries the browser cuts; a line that leaves out what finds no room.
    const known = ".unseen, .stage-twin, select, textarea, input, .hints, .legend .words";
    for (const element of document.querySelectorAll(".groupscope-page *:not(svg *)")) {
      const style = getComputedStyle(element);
      const seen = element.offsetWidth > 0 && style.visibility === "visible" && !element.closest(known);
      const words = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== "");
      if (!seen || !words || style.display === "inline") continue;
      if (element.scrollWidth > element.clientWidth + 1) found.push(`${name(element)} is cut`);
      const { left, right } = element.getBoundingClientRect();
      const outside = left < -1 || right > clientWidth + 1;
      if (outside && !element.closest(".controls")) found.push(`${name(element)} is outside of the window`);
    }
    const stage = document.querySelector("[data-testid=stage]");
    const frame = stage.getBoundingClientRect();
    for (const text of stage.querySelectorAll("text")) {
      const { left, right, top, bottom } = text.getBoundingClientRect();
      const across = left >= frame.left - 1 && right <= frame.right + 1;
      const down = top >= frame.top - 4 && bottom <= frame.bottom + 4;
      if (!(across && down) && right > left) found.push(`"${text.textContent}" sticks out of the stage`);
    }
    return found;
  });
}

/// Which part of the window's height is covered by bars that stay where they are while the page scrolls.
function bars(page) {
  return page.evaluate(() => {
    let covered = 0;
    for (const bar of document.querySelectorAll(".groupscope-page *")) {
      if (!["sticky", "fixed"].includes(getComputedStyle(bar).position) || bar.closest(".controls, .stage")) continue;
      const { top, bottom } = bar.getBoundingClientRect();
      covered += Math.max(0, Math.min(bottom, innerHeight) - Math.max(top, 0));
    }
    return covered / innerHeight;
  });
}

/// How much of an element is to be seen, between the bars: 0 to 1.
function inView(page, css) {
  return page.evaluate((css) => {
    const { left, right, top, bottom, height } = document.querySelector(css).getBoundingClientRect();
    const edges = [0, innerHeight];
    for (const bar of document.querySelectorAll(".brand, .transport")) {
      if (getComputedStyle(bar).position !== "sticky") continue;
      const box = bar.getBoundingClientRect();
      if (bar.className === "brand") edges[0] = Math.max(edges[0], box.bottom);
      else edges[1] = Math.min(edges[1], box.top);
    }
    if (left < -1 || right > innerWidth + 1) return 0;
    return Math.max(0, Math.min(bottom, edges[1]) - Math.max(top, edges[0])) / height;
  }, css);
}

for (const [name, viewport] of Object.entries(ALL)) {
  const size = `${viewport.width}x${viewport.height}`;
  const context = { viewport };
  browserTest(`${size}: the question is in view, and nothing is cut`, { context }, async ({ page }) => {
    await open(page);
    for (const scenario of DIFFERENT) {
      await playsToQuestion(page, scenario);
      const asked = await element(page, "question").isVisible();
      const said = asked ? "[data-testid=question] p" : ".said";
      const seen = await inView(page, said);
      assert.ok(seen > 0.98, `${scenario}: ${seen} of what is said is in view`);
      assert.deepEqual(await cut(page), [], scenario);
      if (scenario === DIFFERENT[0]) await screenshot(page, `narrow ${size}`);
      if (name in ONE_COLUMN) {
        await page.evaluate(() => document.querySelector(".stage-area").scrollIntoView());
        const covered = await bars(page);
        assert.ok(covered <= 0.251, `${scenario}: bars that stay take ${covered} of the height`);
        await page.evaluate(() => window.scrollTo(0, 0));
      }
    }
  });
}

for (const [name, viewport] of Object.entries({ TABLET, PHONE })) {
  browserTest(`no scenario needs sideways scrolling: ${name}`, { context: { viewport } }, async ({ page }) => {
    await open(page);
    await pause(page);
    const all = await element(page, "scenario").evaluate((list) => [...list.options].map(({ value }) => value));
    const scenarios = all.filter((name) => name !== "");
    assert.ok(scenarios.length > 40, `${scenarios.length} scenarios are offered`);
    for (const scenario of scenarios) {
      await chooseAtRest(page, scenario);
      assert.deepEqual(await cut(page), [], scenario);
    }
  });
}

const tablet = { context: { viewport: TABLET } };
browserTest("1024x768: lanes, cards and states stand on the first screen", tablet, async ({ page }) => {
  await open(page);
  await playsToQuestion(page, "crash-after-auto-commit");
  for (const part of ["lane-orders-2", "lane-orders-3", "consumer-c2", "coordinator-billing"]) {
    const seen = await inView(page, `[data-testid=${part}]`);
    assert.ok(seen > 0.98, `${seen} of ${part} is in view`);
  }
  const room = await page.evaluate(() => {
    const { scrollHeight, clientHeight } = document.querySelector(".stage-room");
    return scrollHeight - clientHeight;
  });
  assert.ok(room <= 1, `the stage has to be scrolled by ${room} px`);
  const states = await page.locator(".coordinator .state").allTextContents();
  assert.deepEqual(states, ["Empty", "PreparingRebalance", "CompletingRebalance", "Stable"]);
  const head = await page.evaluate(() => {
    const parts = [...document.querySelectorAll(".brand > *, .transport > *")].filter((part) => part.offsetWidth > 0);
    const middles = parts.map((part) => part.getBoundingClientRect()).map(({ top, bottom }) => (top + bottom) / 2);
    return Math.max(...middles) - Math.min(...middles);
  });
  assert.ok(head < 6, `the header has more than one row: ${head} px`);
  // The bench opens on demand, beside a stage that still shows all.
  await click(page, "bench");
  await waitFor(page, "bench", "aria-expanded", "true");
  await page.waitForFunction(() => document.querySelector("[data-testid=stage]").clientWidth < 600);
  assert.deepEqual(await cut(page), []);
  assert.ok((await inView(page, "[data-testid=consumer-c3]")) > 0.98, "the last card is out of sight");
});

const touched = { context: { viewport: PHONE, hasTouch: true } };
browserTest("a phone: question, stage, transport, then the rest", touched, async ({ page }) => {
  await open(page);
  await playsToQuestion(page, "crash-after-auto-commit");
  const tops = await page.evaluate(() =>
    [".question p", "[data-testid=stage]", ".journal", ".times", ".tools"].map(
      (css) => document.querySelector(css).getBoundingClientRect().top,
    ),
  );
  assert.deepEqual(tops, [...tops].sort((a, b) => a - b), "the order is another one");
  assert.ok(tops[1] < PHONE.height * 0.6, `the stage begins at ${tops[1]} px`);
  assert.ok((await inView(page, "[data-testid=lane-orders-1]")) > 0.98, "no lane is on the first screen");
  for (const testid of ["play", "step", "step-back", "time-menu", "time"]) {
    const box = await element(page, testid).boundingBox();
    assert.ok(box.y + box.height <= PHONE.height, `${testid} is below the window`);
  }
  assert.equal(await value(page, "toggle-legend", "aria-expanded"), "false", "the legend is folded");
  const small = await page.evaluate(() => {
    const found = [];
    for (const target of document.querySelectorAll("button, select, summary")) {
      const { width, height } = target.getBoundingClientRect();
      if (width === 0 || getComputedStyle(target).visibility !== "visible") continue;
      const main = target.closest(".transport, .question") !== null;
      const least = main ? { width: 36, height: 44 } : { width: 24, height: 24 };
      if (width < least.width || height < least.height) found.push(`${target.dataset.testid} ${width}x${height}`);
    }
    return found;
  });
  assert.deepEqual(small, [], "targets too small for a finger");
  // What the legend says can be had, and is remembered.
  await element(page, "toggle-legend").tap();
  await waitFor(page, "toggle-legend", "aria-expanded", "true");
  assert.deepEqual(await cut(page), []);
  await open(page);
  assert.equal(await value(page, "toggle-legend", "aria-expanded"), "true", "forgotten");
});

const phone = { context: { viewport: PHONE } };
browserTest("a phone: cards, ribbons and clocks stand beside the lanes", phone, async ({ page }) => {
  await open(page);
  await playsToQuestion(page, "crash-after-auto-commit");
  await click(page, "consumer-c2");
  const place = await page.evaluate(() => {
    const box = (testid) => document.querySelector(`[data-testid=${testid}]`).getBoundingClientRect();
    const [lane, card] = [box("lane-orders-2"), box("consumer-c2")];
    const between = card.top < box("lane-orders-3").bottom && card.bottom > lane.top;
    return { between, right: card.left > lane.left + 200 };
  });
  assert.deepEqual(place, { between: true, right: true });
  assert.equal(await page.locator(".ribbon").count(), 6);
  assert.equal(await page.locator(".member").count(), 3);
});

browserTest("the keyboard shows both rows of a phone's transport", phone, async ({ page }) => {
  await open(page);
  await playsToQuestion(page, "crash-after-auto-commit");
  const out = () => element(page, "speed").evaluate((list) => list.getBoundingClientRect().bottom - innerHeight);
  assert.ok((await out()) > 0, "the second row takes height for nothing");
  await element(page, "step").focus();
  await page.keyboard.press("Tab");
  await page.waitForFunction(() => {
    const { bottom } = document.querySelector("[data-testid=speed]").getBoundingClientRect();
    return bottom <= innerHeight;
  });
});

// ---- paper: A4 without its margins, at 96 pixels an inch

const PAPER = { portrait: { width: 703, height: 1032 }, landscape: { width: 1032, height: 703 } };
// Groups of either protocol: the legend of one has a line more.
const PRINTED = { portrait: ["crash-after-auto-commit", "migrate-online"], landscape: ["crash-after-auto-commit"] };
for (const [name, viewport] of Object.entries(PAPER)) {
  const screens = [{ width: 1440, height: 900 }, PHONE];
  for (const [from, scenario] of screens.flatMap((from) => PRINTED[name].map((scenario) => [from, scenario]))) {
    const context = { viewport: from, colorScheme: "dark" };
    browserTest(`paper, ${name}, from ${from.width} px, ${scenario}`, { context }, async ({ page }) => {
      await open(page);
      await playsToQuestion(page, scenario);
      // Not one of those in question, over which records are marked.
      await click(page, "lane-orders-0");
      await element(page, "why").waitFor();
      await page.emulateMedia({ media: "print" });
      // The program does not hear that it is printed: what it measured stays.
      const printed = await page.evaluate(({ width }) => {
        document.querySelector(".groupscope-page").style.width = `${width}px`;
        const box = (css) => document.querySelector(css).getBoundingClientRect();
        const order = [".story", "[data-testid=stage]", ".why", ".timebar", ".journal"].map(box);
        const buttons = [".tools", "[data-testid=play]", "[data-testid=speed]", ".chips", ".zoom"];
        const controls = [".rail", ".controls", ...buttons];
        const cut = [".told", ".story", ".stage-area", ".stage-room", ".why", ".times", ".axis", ".journal", ".lines"];
        return {
          tops: order.map(({ top }) => top),
          covered: [".story", ".sheet", ".legend", ".why", ".times", ".journal"].filter((css, at, all) => {
            return at > 0 && box(css).top < box(all[at - 1]).bottom - 1;
          }),
          sheets: [...document.querySelectorAll(".sheet")].map((sheet) => {
            const { top, left, width, height } = sheet.getBoundingClientRect();
            return [top, left, width, height].map(Math.round).join(" ");
          }),
          widest: Math.max(...order.map(({ right }) => right)),
          stage: box("[data-testid=stage]").width,
          controls: controls.filter((css) => document.querySelector(css)?.getClientRects().length > 0),
          cut: cut.filter((css) => {
            const part = document.querySelector(css);
            const { overflowY } = getComputedStyle(part);
            return overflowY !== "visible" && part.scrollHeight > part.clientHeight + 1;
          }),
          ink: getComputedStyle(document.querySelector(".said")).color,
          time: document.querySelector("[data-testid=time]").getClientRects().length,
        };
      }, viewport);
      assert.deepEqual(printed.tops, [...printed.tops].sort((a, b) => a - b), "the order is another one");
      assert.equal(new Set(printed.sheets).size, 1, `the stage's sheets lie apart: ${printed.sheets}`);
      assert.deepEqual(printed.covered, [], "lies on what is printed before it");
      assert.ok(printed.widest <= viewport.width + 1, `something is ${printed.widest} px wide`);
      assert.ok(printed.stage > viewport.width * 0.5, `the stage is ${printed.stage} px wide`);
      assert.deepEqual(printed.controls, [], "what is to be pressed is printed");
      assert.deepEqual(printed.cut, [], "cut off");
      assert.equal(printed.ink, "rgb(24, 27, 32)", "not in light colours");
      assert.equal(printed.time, 1, "the time is missing");
    });
  }
}

const SMALLEST = { context: { viewport: { width: 320, height: 640 } } };
browserTest("the words of the rail keep apart at 320 px", SMALLEST, async ({ page }) => {
  await open(page);
  const words = await page.locator(".rail button:visible").evaluateAll((buttons) =>
    buttons.map((button) => {
      const written = document.createRange();
      written.selectNodeContents(button);
      const { left, right } = written.getBoundingClientRect();
      return { word: button.textContent, left, right };
    }));
  assert.ok(words.length >= 5, JSON.stringify(words));
  for (const [n, { word, left }] of words.slice(1).entries()) {
    assert.ok(left >= words[n].right + 4, `${words[n].word} and ${word} touch: ${words[n].right}, ${left}`);
  }
  assert.ok(words[0].left >= 0 && words.at(-1).right <= 320, JSON.stringify(words));
});
