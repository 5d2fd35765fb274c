// The page in Firefox: what Chromium's tests tell of the page's logic holds for both; here is what may differ.
import { test } from "node:test";
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import puppeteer from "puppeteer-core";
import { firefox } from "./programs.mjs";
import { OUT, theSite } from "./support.mjs";
import { ran } from "./visitor.mjs";

const PATIENCE = 60_000;

/// Opens the page in a Firefox of its own, with all that it says on the console.
async function opened(t, { width = 1440, height = 900, address = "" } = {}) {
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: firefox(),
    headless: true,
    protocol: "webDriverBiDi",
    extraPrefsFirefox: { "app.update.enabled": false, "network.captive-portal-service.enabled": false },
  });
  t.after(() => browser.close());
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  const errors = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.setViewport({ width, height });
  await page.goto(new URL(address, await theSite()).href);
  await page.waitForSelector("[data-testid=page][data-whole=true]");
  return { page, errors };
}

const press = (page, testid) => page.evaluate((id) => document.querySelector(`[data-testid=${id}]`).click(), testid);

async function picture(page, name) {
  mkdirSync(OUT, { recursive: true });
  await page.screenshot({ path: join(OUT, `firefox-${name}.png`) });
}

/// Lets what plays go on until the script's end; questions are passed without an answer.
async function playsToItsEnd(page) {
  await page.select("[data-testid=speed]", "100");
  for (;;) {
    const rests = () => !document.querySelector("[data-testid=play]").hidden;
    await page.waitForFunction(rests);
    const over = () => Boolean(document.querySelector("[data-testid=afterwards]:not([hidden])"));
    if (await page.evaluate(over)) return;
    const asked = await page.$eval("[data-testid=time]", (clock) => clock.dataset.timeUs);
    await press(page, "play");
    await page.waitForFunction(
      (asked) => document.querySelector("[data-testid=time]").dataset.timeUs !== asked,
      {},
      asked,
    );
  }
}

test("Firefox plays the default scenario to the numbers that it has natively", { timeout: 180_000 }, async (t) => {
  const { page, errors } = await opened(t);
  await picture(page, "start");
  await playsToItsEnd(page);
  const report = await page.evaluate(() => globalThis.groupscope.report());
  const wanted = ran("static/scenarios/crash-after-auto-commit.session");
  assert.equal(report, wanted.text, "the page's JSON is not the native one");
  await picture(page, "end");
  // A text that is in the document is not always in the picture.
  const unseen = await page.evaluate(() => {
    const texts = document.createTreeWalker(document.querySelector("[data-testid=story]"), NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) {
      const text = texts.currentNode;
      const range = document.createRange();
      range.selectNodeContents(text);
      const isShown = text.parentElement.checkVisibility() && text.data.trim() !== "";
      if (isShown && range.getBoundingClientRect().width === 0) found.push(text.data);
    }
    return found;
  });
  assert.deepEqual(unseen, [], "words of the story that Firefox does not draw");
  assert.deepEqual(errors, [], "the page reported errors");
});

test("Firefox hides what only a screen reader gets, and keeps a consumer's buttons in one row", async (t) => {
  const { page, errors } = await opened(t);
  const seen = await page.evaluate(() => {
    const twin = document.querySelector(".stage-twin");
    const box = twin.getBoundingClientRect();
    const row = document.querySelector(".consumers li");
    const tops = [...row.querySelectorAll("button")].filter((button) => button.offsetParent).map((button) => {
      const { top, height } = button.getBoundingClientRect();
      return Math.round(top + height / 2);
    });
    return { twin: [box.width, box.height], caption: twin.querySelector("caption").textContent, tops };
  });
  assert.ok(seen.caption && Math.max(...seen.twin) <= 1, `the table twin takes ${seen.twin} pixels`);
  assert.ok(Math.max(...seen.tops) - Math.min(...seen.tops) <= 4, `the buttons stand at heights ${seen.tops}`);
  assert.deepEqual(errors, [], "the page reported errors");
});
