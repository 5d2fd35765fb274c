// `groupscope render`: what it draws without a browser is what the page draws at the same moment; pictures of a stretch
// play by themselves and stand still where less motion is wanted.
//
//     REWRITE=1 node --test tests/browser/render.test.mjs      writes the pictures of tests/render/ anew: read the diff
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { test } from "node:test";
import { browserTest, open, ROOT, theBrowser, waitFor } from "./support.mjs";
import { click, element } from "./visitor.mjs";

const MOMENTS = [
  ["first-join", "4.05"],
  ["crash-after-auto-commit", "12.3"],
  ["zombie", "9.25"],
  ["join-eager", "12"],
  ["two-groups", "8"],
  ["rolling-deploy", "15"],
];
const WIDTH = 736;
const GOLDEN = join(ROOT, "tests", "render");
const LANGS = ["en", "ko"];
const THEMES = ["light", "dark"];

function render(...args) {
  const program = join(ROOT, "target", "release", "groupscope");
  return execFileSync(program, ["render", ...args], { encoding: "utf8", maxBuffer: 1 << 26 });
}

const file = (scenario) => join(ROOT, "static", "scenarios", `${scenario}.session`);

const natively = (scenario, time, theme, lang, width = WIDTH) =>
  render(file(scenario), "--at", time, "--theme", theme, "--lang", lang, "--width", String(width));

/// The link differs: natively a session is a file, in the page it is one of the scenarios.
const withoutLink = (svg) => svg.replace(/<metadata[^]*?<\/metadata>/, "").trim();

/// An element a line, so that a difference is a short one.
const lines = (svg) => withoutLink(svg).replaceAll("><", ">\n<").split("\n");

for (const theme of THEMES) {
  for (const lang of LANGS) {
    test(`six moments are drawn natively as they were before, ${theme}, ${lang}`, () => {
      for (const [scenario, time] of MOMENTS) {
        const drawn = lines(natively(scenario, time, theme, lang));
        const golden = join(GOLDEN, `${scenario}.${theme}.${lang}.svg`);
        if (process.env.REWRITE) {
          mkdirSync(GOLDEN, { recursive: true });
          writeFileSync(golden, `${drawn.join("\n")}\n`);
        }
        assert.deepEqual(drawn, readFileSync(golden, "utf8").trim().split("\n"), `${scenario} at ${time}`);
      }
    });
  }
}

/// The page's own picture of the stage, and how wide that is.
async function exported(page) {
  await click(page, "share");
  await element(page, "share-dialog").waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), click(page, "share-save-svg")]);
  await page.keyboard.press("Escape");
  const svg = readFileSync(await download.path(), "utf8");
  return { svg, width: Number(svg.match(/width="(\d+)"/)[1]) };
}

for (const theme of THEMES) {
  for (const lang of LANGS) {
    const context = { viewport: { width: 760, height: 900 }, colorScheme: theme, locale: lang };
    browserTest(`the page draws what is drawn natively, ${theme}, ${lang}`, { context }, async ({ page }) => {
      for (const [scenario, time] of MOMENTS) {
        await page.goto("about:blank");
        await open(page, `#${scenario}@${time}s`);
        await waitFor(page, "time", "data-time-us", String(Number(time) * 1e6));
        await waitFor(page, "page", "aria-busy", "false");
        const { svg, width } = await exported(page);
        assert.deepEqual(lines(svg), lines(natively(scenario, time, theme, lang, width)), `${scenario} at ${time}`);
      }
    });
  }
}

test("a stretch plays by itself, and stands still where less motion is wanted", async () => {
  const svg = render(file("crash-after-auto-commit"), "--from", "9.5", "--to", "12.5", "--every", "250ms");
  const path = join(ROOT, "tests", "browser", "out", "moving.svg");
  mkdirSync(join(ROOT, "tests", "browser", "out"), { recursive: true });
  writeFileSync(path, svg);
  const shownAt = async (reducedMotion, time) => {
    const context = await (await theBrowser()).newContext({ reducedMotion });
    const page = await context.newPage();
    await page.goto(pathToFileURL(path).href);
    const seen = await page.evaluate((time) => {
      const animations = document.getAnimations();
      for (const animation of animations) {
        animation.pause();
        animation.currentTime = time;
      }
      const visible = (element) => getComputedStyle(element).visibility === "visible";
      const texts = [...document.querySelectorAll("text")].filter(visible).map((text) => text.textContent);
      return { animations: animations.length, texts: texts.join(" | ") };
    }, time);
    await context.close();
    return seen;
  };
  const [first, later, still] =
    [await shownAt("no-preference", 0), await shownAt("no-preference", 2_900), await shownAt("reduce", 0)];
  assert.ok(first.animations > 0);
  assert.doesNotMatch(first.texts, /killed/);
  assert.match(later.texts, /killed/);
  assert.equal(still.animations, 0);
  assert.match(still.texts, /killed/, "the end of the stretch");
});

test("what is wrong with a stretch is said", () => {
  const refused = (...args) => {
    try {
      render(file("zombie"), ...args);
    } catch (error) {
      return String(error.stderr);
    }
    return assert.fail(`${args.join(" ")} was drawn`);
  };
  assert.match(refused("--from", "5", "--to", "5"), /it has to end after its beginning/);
  assert.match(refused("--from", "0", "--to", "600", "--every", "100ms"), /6001 pictures; at most 600/);
  assert.match(refused("--from", "5"), /--to/);
  assert.match(refused("--from", "5", "--to", "6", "--speed", "0"), /a speed is a number from 0\.1 to 100/);
});
