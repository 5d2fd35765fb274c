// The column at the right: the question on top, below it why what it is about is as it is and what will follow, and
// what happened, with chips that choose the lines.
import assert from "node:assert/strict";
import { crowd } from "./crowd.mjs";
import { browserTest, open, value, waitFor } from "./support.mjs";
import {
  choose, chooseAtRest, click, element, now, openFile, pause, play, seek, setSpeed, timePasses,
} from "./visitor.mjs";

const WIDE = { context: { viewport: { width: 1440, height: 900 } } };

async function pressTo(page, key) {
  await page.keyboard.press(key);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return now(page);
}

/// Goes from caption to caption until an instant, at rest.
async function captionsTo(page, micros) {
  while ((await now(page)) < micros) await pressTo(page, ">");
}

/// What is foretold: the instant, and the sentence.
const foretold = (page) =>
  element(page, "ahead")
    .locator("li button")
    .evaluateAll((lines) =>
      lines.map((line) => [line.querySelector("time").textContent, line.querySelector("span").textContent]),
    );

browserTest("an answered question is followed by why, unasked, and by what is to come", WIDE, async ({ page }) => {
  await open(page);
  await chooseAtRest(page, "crash-after-auto-commit");
  await captionsTo(page, 9_545_000);
  await element(page, "question").waitFor();
  assert.equal(await element(page, "why").isHidden(), true, "before it is answered nothing is given away");
  await setSpeed(page, "1");
  await element(page, "question").getByRole("button").first().click();
  await waitFor(page, "why", undefined, /Why c2\?/);
  await timePasses(page, 10_100_000);
  await pause(page);
  await waitFor(page, "ahead", undefined, /will be removed/);
  const [[instant, sentence]] = await foretold(page);
  assert.deepEqual([instant, sentence.includes("c2 will be removed from billing")], ["16.035", true]);
  const seen = await page.evaluate(() => {
    const boxes = ["story", "why", "journal"].map((id) => document.querySelector(`[data-testid=${id}]`));
    const whole = boxes.slice(0, 2).map((box) => box.scrollHeight - box.clientHeight);
    return { whole, tops: boxes.map((box) => box.getBoundingClientRect().top) };
  });
  assert.ok(seen.whole.every((hidden) => hidden <= 1), `nothing of it is cut off: ${JSON.stringify(seen)}`);
  assert.deepEqual([...seen.tops].sort((a, b) => a - b), seen.tops, "question, why, what happened");
  // What is foretold happens then.
  await captionsTo(page, 16_000_000);
  assert.equal(await now(page), 16_035_000);
  assert.match(await value(page, "journal"), /c2 removed from billing/);
});

browserTest("a closed answer stays closed until something else is done or asked", WIDE, async ({ page }) => {
  await open(page);
  await chooseAtRest(page, "crash-after-auto-commit");
  await captionsTo(page, 10_000_000);
  await waitFor(page, "why", undefined, /Why c2\?/);
  await page.keyboard.press("Escape");
  await element(page, "why").waitFor({ state: "hidden" });
  await pressTo(page, ">");
  assert.equal(await element(page, "why").isHidden(), true);
  await click(page, "kill-c1");
  await waitFor(page, "why", undefined, /Why c1\?.*c1 was killed/);
  assert.ok((await foretold(page)).some(([, sentence]) => /c1 will be removed from billing/.test(sentence)));
  await element(page, "lane-orders-0").focus();
  await page.keyboard.press("Enter");
  await waitFor(page, "why", undefined, /Why orders-0\?/);
  await page.keyboard.press("l");
  await waitFor(page, "ahead", undefined, /제거/);
});

browserTest("a chain that is longer than its room scrolls within it", WIDE, async ({ page }) => {
  await open(page);
  await chooseAtRest(page, "zombie");
  await captionsTo(page, 15_000_000);
  await element(page, "why").waitFor();
  const { why, journal, column, scrolls } = await page.evaluate(() => {
    const box = (css) => document.querySelector(css).getBoundingClientRect().toJSON();
    const scrolls = getComputedStyle(document.querySelector("[data-testid=why]")).overflowY;
    return { why: box("[data-testid=why]"), journal: box(".journal"), column: box(".told"), scrolls };
  });
  assert.equal(scrolls, "auto");
  assert.ok(why.height >= 66 && why.bottom <= journal.top + 0.5, JSON.stringify({ why, journal }));
  assert.ok(journal.height >= 140 && journal.bottom <= column.bottom + 0.5, JSON.stringify({ journal, column }));
});

const pressed = (page) =>
  page.locator(".chips").evaluate((chips) => {
    const chosen = [...chips.querySelectorAll("[aria-pressed=true]")].map((chip) => chip.dataset.testid);
    const name = chips.querySelector("select").value;
    return name ? [...chosen, name] : chosen;
  });

const lines = (page) => element(page, "journal").getByRole("button").allTextContents();

browserTest("chips choose the lines: story, commits, requests, one consumer or partition", WIDE, async ({ page }) => {
  await open(page);
  await chooseAtRest(page, "crash-after-auto-commit");
  await captionsTo(page, 16_035_000);
  assert.deepEqual(await pressed(page), ["lines-story"]);
  const story = await lines(page);
  assert.ok(story.some((line) => /c2 killed/.test(line)) && !story.some((line) => /committed orders-/.test(line)));
  // By keyboard alone.
  await element(page, "lines-commits").focus();
  await page.keyboard.press("Space");
  await waitFor(page, "journal", undefined, /committed orders-/);
  assert.deepEqual(await pressed(page), ["lines-commits"]);
  assert.ok((await lines(page)).every((line) => /committed orders-/.test(line)));
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await waitFor(page, "journal", undefined, /Heartbeat/);
  assert.deepEqual(await pressed(page), ["lines-requests"]);
  await element(page, "lines-of").selectOption("c2");
  await waitFor(page, "journal", undefined, (text) => !/Heartbeat/.test(text));
  assert.deepEqual(await pressed(page), ["c2"]);
  assert.ok((await lines(page)).every((line) => /\bc2\b/.test(line)));
  // What is chosen on the stage is followed.
  await element(page, "lane-orders-4").focus();
  await page.keyboard.press("Enter");
  await waitFor(page, "journal", undefined, /c3 reads orders-4/);
  assert.deepEqual(await pressed(page), ["orders-4"]);
  assert.ok((await lines(page)).every((line) => /orders-4/.test(line)));
  await element(page, "lines-of").selectOption("");
  assert.deepEqual(await pressed(page), ["lines-story"]);
  await element(page, "consumer-c1").focus();
  await page.keyboard.press("Enter");
  assert.deepEqual(await pressed(page), ["lines-story"], "a story does not become that of one consumer");
});

browserTest("the choice of lines is remembered, but no name of another scenario", WIDE, async ({ page }) => {
  await open(page);
  await click(page, "lines-commits");
  await page.reload();
  await element(page, "stage").waitFor();
  assert.deepEqual(await pressed(page), ["lines-commits"]);
  await element(page, "lines-of").selectOption("c3");
  await choose(page, "join-eager");
  await waitFor(page, "lines-story", "aria-pressed", "true");
});

browserTest("no line of the journal is left out in silence", WIDE, async ({ page }) => {
  await open(page);
  await chooseAtRest(page, "crash-after-auto-commit");
  await captionsTo(page, 16_035_000);
  await click(page, "lines-requests");
  await element(page, "earlier").waitFor();
  const listed = async () => element(page, "journal").getByRole("button").count();
  const left = async () => Number((await value(page, "earlier", "data-lines")) ?? 0);
  const all = (await listed()) + (await left());
  assert.equal(await listed(), 60);
  assert.match(await value(page, "earlier"), new RegExp(`${await left()} earlier lines`));
  await click(page, "earlier");
  await page.waitForFunction(() => document.querySelectorAll("[data-testid=journal] button").length > 60);
  assert.equal((await listed()) + (await left()), all);
  while ((await left()) > 0) {
    const before = await listed();
    await click(page, "earlier");
    await page.waitForFunction((n) => document.querySelectorAll("[data-testid=journal] button").length > n, before);
  }
  assert.equal(await listed(), all);
  // Gone back, there are fewer; what is counted is counted anew.
  await click(page, "rewind");
  assert.equal((await listed()) + (await left()) < all, true);
});

for (const locale of ["en-US", "ko-KR"]) {
  const context = { ...WIDE.context, locale, reducedMotion: "reduce" };
  const name = `no caption, question or answer of any scenario takes more than five lines or scrolls (${locale})`;
  browserTest(name, { context, timeout: 240_000 }, async ({ page }) => {
    await open(page);
    const all = await element(page, "scenario").locator("option").evaluateAll((all) => all.map((one) => one.value));
    const wrong = [];
    for (const scenario of all) {
      await choose(page, scenario);
      for (let before = -1, same = 0; same < 3; ) {
        wrong.push(
          ...(await page.evaluate((scenario) => {
            const story = document.querySelector("[data-testid=story]");
            const texts = [...story.querySelectorAll(".said:not([hidden]), .question p, .answer")];
            const lines = (text) => Math.round(text.clientHeight / parseFloat(getComputedStyle(text).lineHeight));
            const long = texts.filter((text) => text.textContent !== "" && lines(text) > 5);
            const scrolls = story.scrollHeight - story.clientHeight > 1 ? [`${scenario}: the story scrolls`] : [];
            return [...long.map((text) => `${scenario}: ${lines(text)} lines: ${text.textContent}`), ...scrolls];
          }, scenario)),
        );
        const here = await pressTo(page, "Shift+>");
        same = here === before ? same + 1 : 0;
        before = here;
      }
    }
    assert.deepEqual([...new Set(wrong)], []);
  });
}

browserTest("what is read out at once is read in the order in which it happened", async ({ page }) => {
  await open(page);
  await chooseAtRest(page, "crash-after-auto-commit");
  await captionsTo(page, 10_045_000);
  await page.evaluate(() => {
    const region = document.querySelector("[data-testid=spoken]");
    window.heard = [];
    const listener = () => window.heard.push(region.textContent);
    new MutationObserver(listener).observe(region, { childList: true, characterData: true, subtree: true });
  });
  // Fast enough for a rebalance to be over before the next is said.
  await setSpeed(page, "10");
  await play(page);
  await page.waitForFunction(() => window.heard.some((text) => /-> Stable/.test(text)));
  const text = (await page.evaluate(() => window.heard)).join(" | ");
  const order = ["The session has expired", "-> PreparingRebalance", "-> Stable"].map((what) => text.indexOf(what));
  assert.ok(order.every((at) => at >= 0), text);
  assert.deepEqual([...order].sort((a, b) => a - b), order, text);
});

browserTest("the journal of a busy group is the same whichever way an instant was gone to", async ({ page }) => {
  await open(page);
  await pause(page);
  await openFile(page, "crowd.session", crowd(60));
  await element(page, "consumer-c8").waitFor();
  await pause(page);
  const listed = async (...seconds) => {
    for (const second of seconds) await seek(page, second);
    return element(page, "journal").innerText();
  };
  const straight = await listed(0, 55);
  assert.match(straight, /c8 owns orders-11/, "what happened before thousands of polls is listed, too");
  assert.equal(await listed(50, 55), straight, "back and forth");
  assert.equal(await listed(3, 30, 55), straight, "by way of others");
});

browserTest("who goes on from a question by another way is no longer told of it", async ({ page }) => {
  await open(page);
  await chooseAtRest(page, "crash-after-auto-commit");
  await setSpeed(page, "100");
  // At this pace the question comes so soon that the other button may never be seen.
  await click(page, "play");
  await waitFor(page, "notice", undefined, (text) => text?.includes("A question"));
  await seek(page, 1);
  await waitFor(page, "notice", undefined, (text) => !text?.includes("A question"));
});
