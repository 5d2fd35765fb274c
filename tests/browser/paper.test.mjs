// What comes out of a printer, read from the pages themselves: the page as it stands, with the stage whole below what
// is said, and the handout, with the answers on sheets of their own. tests/browser/out/*.pdf are to be looked at.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { browserTest, open, OUT, waitFor } from "./support.mjs";
import { click, element } from "./visitor.mjs";
import { pagesOf } from "./pdf.mjs";

const SCENARIO = "clean-close";
const LANES = ["orders-0", "orders-1", "orders-2", "orders-3"];
/// The height of a page, in points.
const A4 = 842;
/// What no paper needs: the names of buttons.
const BUTTONS = { en: ["open", "save", "share", "next line"], ko: ["열기", "저장", "공유", "다음 줄"] };

async function printed(page, name, options) {
  mkdirSync(OUT, { recursive: true });
  return pagesOf(await page.pdf({ path: join(OUT, `${name}.pdf`), printBackground: true, ...options }));
}

/// Without blanks: where a line is broken, the paper has none.
const plain = (text) => text.replaceAll(/\s+/g, "");
const words = (lines) => plain(lines.map(({ text }) => text).join(""));
const placeOf = (lines, text) => lines.find((line) => plain(line.text).startsWith(plain(text)))?.down;

for (const lang of ["en", "ko"]) {
  for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
    const name = `the page on paper, ${lang}, from ${viewport.width} px`;
    browserTest(name, { context: { viewport, colorScheme: "dark" } }, async ({ page }) => {
      await open(page, `?lang=${lang}#${SCENARIO}@9.5s`);
      await waitFor(page, "page", "aria-busy", "false");
      const asked = await page.locator("[data-testid=question] > p").first().textContent();
      const told = await page.locator("[data-testid=story] > .answer").textContent();
      const stays = await element(page, "learned").textContent();
      const [first, ...more] = await printed(page, `paper ${lang} ${viewport.width}`, { format: "A4" });
      assert.ok(more.length < 4, `${more.length + 1} pages`);
      assert.ok(words(first).includes(plain(asked)), "the question");
      assert.ok(words(first).includes(plain(told)), "the answer");
      assert.ok(words(first).includes(plain(stays)), "what stays");
      // Whatever is said stands on the first page, so that the stage is below it or on the next one.
      const saidTo = Math.max(...first.filter(({ text }) => text.length > 9 && plain(told).includes(plain(text)))
        .map(({ down }) => down));
      const staged = [first, ...more].find((lines) => placeOf(lines, LANES[0]) !== undefined);
      const lanes = LANES.map((lane) => placeOf(staged, lane));
      if (staged === first) assert.ok(saidTo < lanes[0], `the first lane at ${lanes[0]}, what is said to ${saidTo}`);
      assert.deepEqual(lanes, [...lanes].sort((a, b) => a - b), "all lanes on one page, from above");
      assert.ok(lanes.every((lane) => lane < A4 - 34), `the stage is cut by the page's edge: ${lanes}`);
      const all = [first, ...more].flat().map(({ text }) => text.trim());
      assert.deepEqual(all.filter((text) => BUTTONS[lang].includes(text)), [], "something to press");
    });
  }
}

for (const lang of ["en", "ko"]) {
  browserTest(`the handout on paper, ${lang}`, { context: { locale: lang, colorScheme: "dark" } }, async ({ page }) => {
    await open(page, `#${SCENARIO}`);
    await waitFor(page, "page", "aria-busy", "false");
    await click(page, "share");
    const comes = page.waitForEvent("download", { timeout: 90_000 });
    const [download] = await Promise.all([comes, click(page, "share-handout")]);
    const path = join(OUT, `paper-handout-${lang}.html`);
    mkdirSync(OUT, { recursive: true });
    await download.saveAs(path);
    await page.goto(pathToFileURL(path).href);
    const { options, right, answer } = await page.evaluate(() => {
      const texts = (css) => [...document.querySelectorAll(css)].map((element) => element.textContent);
      const [, right, ...more] = texts(".answers p");
      return { options: texts("main li"), right, answer: more.at(-1) };
    });
    const pages = (await printed(page, `paper handout ${lang}`, { preferCSSPageSize: true })).map(words);
    const asking = pages.findIndex((text) => text.includes(plain(options[0])));
    const whole = asking >= 0 && options.every((option) => pages[asking].includes(plain(option)));
    assert.ok(whole, "the question stands on one page");
    for (const text of [right, answer]) {
      const page = pages.findIndex((written) => written.includes(plain(text)));
      assert.ok(page > asking, `"${text}" stands on page ${page + 1}, its question on page ${asking + 1}`);
    }
  });
}
