// The live book as it was built by `make book`: every figure of every page runs, in both languages; no link leads to
// nothing; no page asks another host for anything.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { test } from "node:test";
import { BOOK, LANGUAGES, pages, seconds } from "../../docs/book/pages.mjs";
import { browserTest, screenshot } from "../browser/support.mjs";
import { serve } from "../browser/server.mjs";
import { heard, staysAt, visit } from "./visit.mjs";

const SITE = join(BOOK, "site");
const path = (page) => `${page.language === "en" ? "" : `${page.language}/`}${page.name.replace(/\.md$/, ".html")}`;

/// Serves the book for as long as `body` takes.
async function withBook(body) {
  assert.ok(existsSync(join(SITE, "index.html")), "There is no book yet: run `make book` first.");
  const site = await serve(SITE);
  try {
    await body(site.url);
  } finally {
    await site.close();
  }
}

for (const language of LANGUAGES) {
  browserTest(`every figure of the book runs, ${language}`, { timeout: 600_000 }, async ({ page, t }) => {
    await withBook(async (url) => {
      let count = 0;
      for (const source of pages(language).values()) {
        if (source.figures.length === 0) continue;
        const requests = await visit(page, new URL(path(source), url).href);
        for (const [place, figure] of source.figures.entries()) {
          const shown = page.locator("group-scope").nth(place);
          await shown.scrollIntoViewIfNeeded();
          await shown.locator(`[data-testid="page"][lang="${language}"]`).waitFor();
          const from = String(Math.round(seconds(figure.from ?? "0s") * 1e6));
          await shown.locator(`[data-testid="time"][data-time-us="${from}"]`).waitFor();
          count += 1;
        }
        await heard(page, "ready");
        staysAt(url, requests);
      }
      t.diagnostic(`${language}: ${count} figures`);
      assert.ok(count >= 30, `${count} figures`);
    });
  });
}

const SHOWN = [
  ["records-twice.html", 1440, 900],
  ["ko/cooperative.html", 1440, 900],
  ["ko/records-twice.html", 390, 844],
];

for (const [name, width, height] of SHOWN) {
  const context = { viewport: { width, height } };
  browserTest(`the book's page ${name}, ${width} pixels wide`, { context }, async ({ page }) => {
    await withBook(async (url) => {
      await visit(page, new URL(name, url).href);
      await page.locator("group-scope").first().scrollIntoViewIfNeeded();
      await heard(page, "ready");
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(beyond <= 0, `the page is ${beyond} pixels too wide`);
      await screenshot(page, `book ${name} ${width}`, { fullPage: true });
    });
  });
}

function filesIn(folder, below = "") {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesIn(folder, join(below, entry.name)) : [join(below, entry.name)]);
}

test("no link of the book leads to nothing", () => {
  const wrong = [];
  for (const file of filesIn(SITE).filter((name) => name.endsWith(".html") && !name.startsWith("groupscope"))) {
    const html = readFileSync(join(SITE, file), "utf8");
    for (const [, target] of html.matchAll(/\b(?:href|src|poster)="?([^"\s>]+)/g)) {
      if (/^(https?:|data:|mailto:|javascript:|\/\/)/.test(target)) continue;
      const [place, anchor] = target.split("#").map(decodeURIComponent);
      const found = place === "" || place === "." ? file : normalize(join(dirname(file), place.split("?")[0]));
      const full = join(SITE, found.endsWith("/") ? `${found}index.html` : found);
      if (!existsSync(full)) wrong.push(`${file}: ${target}`);
      else if (anchor && full.endsWith(".html") && !readFileSync(full, "utf8").includes(`id="${anchor}"`)) {
        wrong.push(`${file}: ${target} (no such place on the page)`);
      }
    }
  }
  assert.deepEqual(wrong, []);
});
