// The page for a room: what can be read from the last row, what a clicker does, what a question hides, and the code
// that a phone follows.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import jsQR from "jsqr";
import { PNG } from "pngjs";
import { HALL, SCENARIO, onward, present, told, untilOpen, written } from "./room.mjs";
import { browserTest, open, screenshot, theBrowser, theSite, value, waitFor, watch } from "./support.mjs";
import { element, session } from "./visitor.mjs";

function overlaps(texts) {
  const found = [];
  texts.forEach((a, n) => texts.slice(0, n).forEach((b) => {
    const apart = a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top || b.bottom <= a.top;
    if (!apart) found.push(`${a.text} | ${b.text}`);
  }));
  return found;
}

for (const locale of ["en", "ko"]) {
  const context = { ...HALL, locale };
  browserTest(`every letter is 36 pixels high and more, none on another, ${locale}`, { context }, async ({ page }) => {
    for (const scenario of ["crash-after-auto-commit", "rolling-deploy", "range-skew", "two-groups"]) {
      await page.goto("about:blank");
      await present(page, `#${scenario}`);
      await untilOpen(page);
      for (const moment of ["question", "answer"]) {
        const texts = (await written(page)).filter(({ shown }) => shown);
        assert.ok(texts.length > 8, `${texts.length} texts`);
        for (const { text, size } of texts) assert.ok(size >= 36, `${text}: ${size}`);
        assert.deepEqual(overlaps(texts), [], `${scenario}, ${moment}`);
        for (const { text, right, bottom } of texts) assert.ok(right <= 1920 && bottom <= 1080, text);
        await screenshot(page, `room ${scenario} ${moment} ${locale}`);
        await onward(page);
      }
    }
  });
}

browserTest("a clicker goes from caption to caption and back, holds, blackens and leaves", { context: HALL },
  async ({ page }) => {
    await present(page);
    const start = await told(page);
    await onward(page);
    await page.keyboard.press("Space");
    await element(page, "play").waitFor({ state: "attached" });
    await onward(page);
    assert.equal(await told(page), start + 2);
    await page.keyboard.press("PageUp");
    await waitFor(page, "presenter", "data-told", String(start + 1));
    for (const key of ["b", "."]) {
      await page.keyboard.press(key);
      await element(page, "black").waitFor();
      // The first key brings the picture back, and does nothing else.
      await page.keyboard.press("PageDown");
      await element(page, "black").waitFor({ state: "hidden" });
      assert.equal(await told(page), start + 1);
    }
    await page.keyboard.press("k");
    await page.keyboard.press("Escape");
    await element(page, "presenter").waitFor({ state: "detached" });
    assert.notEqual(await value(page, "undo", "disabled"), null, "nothing was done to the run");
    assert.ok(await element(page, "stage").isVisible());
  });

browserTest("playing by itself halts at the next caption", { context: HALL }, async ({ page }) => {
  await open(page, SCENARIO);
  await page.keyboard.press("g");
  await element(page, "presenter").waitFor();
  const before = await told(page);
  await page.keyboard.press("PageDown");
  await waitFor(page, "presenter", "data-told", String(before + 1));
  await element(page, "play").waitFor({ state: "attached" });
  const there = await value(page, "time", "data-time-us");
  await page.keyboard.press("ArrowDown");
  assert.equal(await value(page, "time", "data-time-us"), there, "time stands still");
});

browserTest("an open question hides what gives it away, marks what the room says, and going on reveals",
  { context: HALL }, async ({ page }) => {
    await present(page);
    await untilOpen(page);
    const words = async () => (await written(page)).map(({ text }) => text).join("\n");
    assert.doesNotMatch(await words(), /at stake|came twice|lost/);
    assert.equal(await page.locator(".presenter .bracket, .presenter .alarm").count(), 0);
    assert.equal(await page.locator(".presenter").getByTestId("why").count(), 0);
    await page.keyboard.press("1");
    assert.equal(await value(page, "room-choice-1", "aria-pressed"), "true");
    await page.keyboard.press("2");
    assert.equal(await value(page, "room-choice-1", "aria-pressed"), "false");
    assert.equal(await value(page, "room-choice-2", "aria-pressed"), "true");
    await element(page, "room-choice-1").click();
    assert.equal(await value(page, "room-choice-1", "aria-pressed"), "true");
    await onward(page);
    for (let step = 0; step < 5 && !(await page.locator(".room-choice.right").count()); step += 1) await onward(page);
    assert.equal(await page.locator(".room-choice.right").count(), 1);
    assert.equal(await page.locator(".room-choice.wrong").count(), 1, "what the room said was wrong");
    assert.match(await words(), /came twice/);
  });

browserTest("a lane, a card and a record are ringed by pointer and by key, and the ring stays", { context: HALL },
  async ({ page }) => {
    await present(page, `${SCENARIO}@8s`);
    const ring = () => page.evaluate(() => {
      const { x, y, width, height } = document.querySelector("[data-testid=ring] rect").getBBox();
      return { x, y, width, height };
    });
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    const lane = await ring();
    await page.keyboard.press("Shift+ArrowRight");
    const record = await ring();
    assert.ok(record.width < 60 && lane.width > 600, `${record.width} ${lane.width}`);
    await page.keyboard.press("Shift+ArrowLeft");
    assert.ok((await ring()).x < record.x);
    await element(page, "room-card-c2").locator(".edge").click({ position: { x: 200, y: 12 }, force: true });
    // Around this card and no other, also when others come and go and it stands elsewhere.
    const aroundCard = () => page.evaluate(() => {
      const boxes = [...document.querySelectorAll(".presenter .card")].map((card) => {
        const { x, y, width, height } = card.querySelector(".edge").getBBox();
        return [card.dataset.testid, { x: x - 6, y: y - 6, width: width + 12, height: height + 12 }];
      });
      return Object.fromEntries(boxes);
    });
    const before = await aroundCard();
    assert.deepEqual(await ring(), before["room-card-c2"]);
    await page.keyboard.press("ArrowDown");
    assert.deepEqual(await ring(), before["room-card-c3"], "the next one");
    const steps = (await told(page)) + 2;
    while ((await told(page)) < steps) await onward(page);
    const after = await aroundCard();
    assert.notDeepEqual(after["room-card-c3"], before["room-card-c3"], "the caption has another height: all has moved");
    assert.deepEqual(await ring(), after["room-card-c3"], "the ring has moved with it");
    await screenshot(page, "room ring");
  });

browserTest("the corner is for fingers: back, next, code, leave", { context: { ...HALL, hasTouch: true } },
  async ({ page }) => {
    await present(page);
    const before = await told(page);
    await element(page, "room-next").tap();
    await element(page, "room-next").tap();
    await waitFor(page, "presenter", "data-told", (seen) => Number(seen) > before);
    await element(page, "room-back").tap();
    await waitFor(page, "presenter", "data-told", String(before));
    await element(page, "room-code").tap();
    await element(page, "room-code-dialog").waitFor();
    await page.keyboard.press("Escape");
    await element(page, "room-code-dialog").waitFor({ state: "hidden" });
    await element(page, "room-leave").tap();
    await element(page, "presenter").waitFor({ state: "detached" });
  });

/// The text of the code in a picture of the page.
async function readCode(page, name) {
  const { width, height, data } = PNG.sync.read(readFileSync(await screenshot(page, name)));
  const found = jsQR(new Uint8ClampedArray(data), width, height);
  assert.ok(found, "no code was found in the picture");
  return found.data;
}

browserTest("a page on this machine asks for an address, says what is wrong with it, and makes a code a phone follows",
  { context: HALL }, async ({ page }) => {
    await present(page);
    await untilOpen(page);
    await page.keyboard.press("q");
    const dialog = page.getByRole("dialog", { name: /reach/ });
    await dialog.waitFor();
    assert.ok(await page.evaluate(() => !!document.activeElement.closest("dialog")), "the focus is inside");
    for (const [typed, said] of [
      ["", /no address/],
      ["example.org", /http/],
      ["https://", /name of a machine/],
      ["http://localhost:9/", /phone would look for the page on itself/],
    ]) {
      await element(page, "room-reach").fill(typed);
      await page.keyboard.press("Enter");
      await waitFor(page, "room-reach-wrong", undefined, said);
      assert.equal(await element(page, "room-reach").inputValue(), typed, "what was typed is kept");
    }
    await element(page, "room-reach").fill("https://example.org/scope/");
    await page.keyboard.press("Enter");
    await element(page, "qr").locator("visible=true").waitFor();
    const seen = await readCode(page, "room code");
    assert.equal(seen, await value(page, "room-code-address"));
    assert.match(seen, /^https:\/\/example\.org\/scope\/\?audience#crash-after-auto-commit@\d/);
    await page.keyboard.press("Escape");
    await element(page, "room-code-dialog").waitFor({ state: "hidden" });
    assert.equal(await element(page, "presenter").count(), 1, "only the dialog was closed");
    await page.keyboard.press("q");
    await element(page, "qr").locator("visible=true").waitFor();

    // What stands behind the address is the same on a phone that reaches this page.
    const context = await (await theBrowser()).newContext({ viewport: { width: 390, height: 844 }, hasTouch: true });
    const phone = await context.newPage();
    watch(phone);
    await phone.goto((await theSite()) + seen.slice("https://example.org/scope/".length));
    await element(phone, "question").waitFor();
    await element(phone, "audience").waitFor();
    assert.equal(await value(phone, "time", "data-time-us"), await value(page, "time", "data-time-us"));
    assert.equal(await phone.locator(".question li button").count(), 3);
    await screenshot(phone, "audience question");
    assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing sticks out");
    const first = phone.locator(".question li button").first();
    await first.tap();
    assert.equal(await first.getAttribute("aria-pressed"), "true");
    assert.equal(await phone.locator(".question.revealed").count(), 0, "nothing is revealed yet");
    await element(phone, "show-answer").tap();
    await phone.locator(".question.revealed").waitFor();
    assert.equal(await phone.locator(".question .right").count(), 1);
    await screenshot(phone, "audience answer");
    await context.close();
  });

browserTest("what is too long for a code becomes the scenario at this instant, and says so", { context: HALL },
  async ({ page }) => {
    const short = "https://example.org/?audience#crash-after-auto-commit@3s";
    await open(page, `${SCENARIO}@3s`);
    const added = async () => (await session(page)).match(/^consumers c\d/gm).length - 3;
    const code = async () => {
      await page.keyboard.press("g");
      await element(page, "presenter").waitFor();
      await page.keyboard.press("q");
      await element(page, "room-code-dialog").waitFor();
      if (await element(page, "room-reach").isVisible()) {
        await element(page, "room-reach").fill("https://example.org/");
        await page.keyboard.press("Enter");
      }
      const address = await value(page, "room-code-address");
      const note = await element(page, "room-code-note").isVisible();
      const read = await readCode(page, `room code ${note ? "short" : "whole"}`);
      await page.keyboard.press("q");
      await page.keyboard.press("Escape");
      await element(page, "presenter").waitFor({ state: "detached" });
      assert.equal(read, address, "what is drawn is what is written");
      return { address, note };
    };
    await page.keyboard.press("a");
    const whole = await code();
    assert.equal(whole.note, false, "it has room for what was done");
    assert.ok(whole.address.startsWith(short) && whole.address.length > short.length + 10, whole.address);
    for (let n = 0; n < 80; n += 1) await page.keyboard.press("a");
    assert.equal(await added(), 81);
    assert.deepEqual(await code(), { address: short, note: true });
  });
