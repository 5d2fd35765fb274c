// What a screen reader says of the default scenario, from its first instant to its end: the page as a tree of names and
// roles where somebody would look around, and what the live region says in between, in order. The golden files are to
// be read; REWRITE=1 writes them anew.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { browserTest, open, ROOT, value } from "./support.mjs";
import { frames, holdClock, takeClock } from "./clock.mjs";
import { chooseAtRest, element, now, play } from "./visitor.mjs";

const GOLDEN = join(ROOT, "tests", "browser", "transcripts");
/// So many frames are looked at between two readings, and at most so many in all.
const STRIDE = 6;
const MOST = 12_000;

/// The parts of the page that somebody looks around in: the stage's table, the story, the transport.
async function around(page) {
  const parts = [];
  for (const part of [".stage-twin", "[data-testid=story]", "[data-testid=transport]"]) {
    parts.push(await page.locator(part).first().ariaSnapshot());
  }
  return parts.join("\n");
}

const at = async (page) => `[${((await now(page)) / 1e6).toFixed(3)} s]`;

/// Plays until `come`, and returns what was said on the way.
async function heard(page, come) {
  const lines = [];
  let last = await value(page, "spoken");
  for (let passed = 0; passed < MOST; passed += STRIDE) {
    await frames(page, STRIDE);
    const said = await value(page, "spoken");
    if (said !== last) lines.push(`${await at(page)} ${said}`);
    last = said;
    if (await come()) return lines;
  }
  assert.fail(`it has not come by ${await at(page)}`);
}

for (const lang of ["en", "ko"]) {
  browserTest(`what is read out of the default scenario, ${lang}`, async ({ page }) => {
    await takeClock(page);
    await open(page, `?lang=${lang}`);
    await chooseAtRest(page, "crash-after-auto-commit");
    await holdClock(page);
    await play(page);
    const isAsked = async () => (await element(page, "question").count()) > 0;
    const isOver = async () => (await element(page, "learned").count()) > 0;
    const text = [
      "# At the start", await around(page),
      "# Said until the question", ...(await heard(page, isAsked)),
      "# At the question", await around(page),
    ];
    await page.locator("[data-testid=question] li button").nth(1).press("Enter");
    const isAnswered = async () => (await page.locator(".question.revealed").count()) > 0;
    text.push("# Said until the answer", ...(await heard(page, isAnswered)));
    await play(page);
    text.push("# Said until the end", ...(await heard(page, isOver)), "# At the end", await around(page), "");
    const found = text.join("\n");
    const file = join(GOLDEN, `default-${lang}.txt`);
    if (process.env.REWRITE === "1") {
      mkdirSync(GOLDEN, { recursive: true });
      writeFileSync(file, found);
    }
    assert.ok(existsSync(file), `${file} is not there: REWRITE=1 writes it`);
    assert.equal(found, readFileSync(file, "utf8"));
  });
}
