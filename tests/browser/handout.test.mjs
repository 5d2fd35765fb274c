// The handout: pictures, room for predictions, answers on pages of their own; and the page printed as it stands.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { browserTest, open, OUT, ROOT, waitFor } from "./support.mjs";
import { click, element } from "./visitor.mjs";

/// How many pages a PDF has.
const pages = (pdf) => pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g).length;

const SCENARIO = "crash-after-auto-commit";
const source = readFileSync(join(ROOT, "static", "scenarios", `${SCENARIO}.session`), "utf8").split("\n");
const said = (line, lang) => line.match(new RegExp(`\\b${lang}="((?:[^"\\\\]|\\\\.)*)"`))[1].replaceAll(/\*\*|`/g, "");
const lines = (verb, lang) => source.filter((line) => line.startsWith(`${verb} `)).map((line) => said(line, lang));

for (const lang of ["en", "ko"]) {
  const context = { locale: lang, colorScheme: "dark" };
  browserTest(`the handout asks on its sheets and answers behind them, ${lang}`, { context }, async ({ page }) => {
    await open(page, `#${SCENARIO}@3s`);
    await waitFor(page, "page", "aria-busy", "false");
    await click(page, "share");
    await element(page, "share-dialog").waitFor();
    const comes = page.waitForEvent("download", { timeout: 90_000 });
    const [download] = await Promise.all([comes, click(page, "share-handout")]);
    assert.equal(download.suggestedFilename(), `${SCENARIO}-handout.html`);
    const path = join(OUT, `handout-${lang}.html`);
    mkdirSync(OUT, { recursive: true });
    writeFileSync(path, readFileSync(await download.path()));
    const requests = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(path).href);
    const seen = await page.evaluate(() => ({
      lang: document.documentElement.lang,
      sheet: document.querySelector("main").textContent,
      answers: document.querySelector(".answers").textContent,
      pictures: document.querySelectorAll("article > svg").length,
      rooms: [...document.querySelectorAll("main .lines")].map((room) => room.getBoundingClientRect().height),
      boxes: document.querySelectorAll("main li").length,
      ground: getComputedStyle(document.body).backgroundColor,
    }));
    assert.equal(seen.lang, lang);
    for (const text of [...lines("ask", lang), ...lines("option", lang)]) assert.ok(seen.sheet.includes(text), text);
    for (const text of lines("answer", lang)) {
      assert.ok(seen.answers.includes(text) && !seen.sheet.includes(text), text);
    }
    assert.equal(seen.pictures, lines("say", lang).length + lines("ask", lang).length + lines("answer", lang).length);
    assert.equal(seen.rooms.length, lines("ask", lang).length);
    assert.ok(seen.rooms.every((height) => height > 60), String(seen.rooms));
    assert.equal(seen.boxes, lines("option", lang).length);
    assert.equal(seen.ground, "rgb(255, 255, 255)");
    assert.deepEqual(requests, [pathToFileURL(path).href], "nothing else is fetched");
    const file = join(OUT, `handout-${lang}.pdf`);
    const pdf = await page.pdf({ path: file, preferCSSPageSize: true, printBackground: true });
    assert.ok(pages(pdf) >= 2, `${pages(pdf)} pages`);
  });
}

browserTest("the page is printed with its stage whole and its caption, and nothing to press", async ({ page }) => {
  await open(page, `#${SCENARIO}@9.5s`);
  await waitFor(page, "page", "aria-busy", "false");
  await page.emulateMedia({ media: "print" });
  const shown = (css) => page.evaluate((css) => {
    const boxes = [...document.querySelectorAll(css)].map((element) => element.getBoundingClientRect());
    return boxes.some((box) => box.width > 0 && box.height > 0);
  }, css);
  const told = "[data-testid=caption], [data-testid=question]";
  for (const css of ["[data-testid=stage] svg.sheet", told, "[data-testid=lane-orders-5]"]) {
    assert.ok(await shown(css), css);
  }
  for (const css of [".rail", "[data-testid=play]", ".dock-tabs", ".controls", ".tools"]) {
    assert.equal(await shown(css), false, css);
  }
  await page.pdf({ path: join(OUT, "printed-page.pdf"), format: "A4", printBackground: true });
});
