// What is saved of more than one moment: the sequence diagram in its two notations, a stretch as a picture that moves,
// and the storyboard. What the page saves is what the native program writes.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { browserTest, native, open, OUT, ROOT, theBrowser, waitFor } from "./support.mjs";
import { click, element, seek } from "./visitor.mjs";

const file = (scenario) => join(ROOT, "static", "scenarios", `${scenario}.session`);

/// Opens a scenario at an instant.
async function openAt(page, scenario, seconds) {
  await page.goto("about:blank");
  await open(page, `#${scenario}@${seconds}s`);
  await waitFor(page, "time", "data-time-us", String(seconds * 1e6));
  await waitFor(page, "page", "aria-busy", "false");
}

/// What a button of the share dialog saves: the name and the text of the file.
async function saved(page, id) {
  await click(page, "share");
  await element(page, "share-dialog").waitFor();
  const comes = page.waitForEvent("download", { timeout: 90_000 });
  const [download] = await Promise.all([comes, click(page, `share-${id}`)]);
  await page.keyboard.press("Escape");
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

/// The link differs: natively a session is a file, in the page it is one of the scenarios.
const withoutLinks = (text) => text.replace(/<metadata[^]*?<\/metadata>/g, "").trim();

/// An element a line, so that a difference is a short one.
const lines = (text) => withoutLinks(text).replaceAll("><", ">\n<").split("\n");

browserTest("the sequence diagram is the native program's, for Mermaid and for PlantUML", async ({ page }) => {
  await openAt(page, "zombie", 9.25);
  for (const [id, format, ending] of [["save-sequence", "mermaid", ".mmd"], ["save-plantuml", "plantuml", ".puml"]]) {
    const { name, text } = await saved(page, id);
    assert.equal(name, `zombie${ending}`);
    const told = native(["run", file("zombie"), "--until", "9.25", "--format", format, "--tell", "nothing"]);
    assert.equal(text.trim(), told.trim(), format);
    assert.ok(text.split("\n").length > 20, text);
  }
});

browserTest("without a loop, the picture that moves is of the last seconds", async ({ page }) => {
  await openAt(page, "crash-after-auto-commit", 12);
  const { name, text } = await saved(page, "save-moving");
  assert.equal(name, "crash-after-auto-commit-animated.svg");
  const width = text.match(/width="(\d+)"/)[1];
  const told = native(["render", file("crash-after-auto-commit"), "--from", "2", "--to", "12", "--width", width]);
  assert.deepEqual(lines(text), lines(told));
  // The page is where it was, and what stood in it for a moment is gone.
  await waitFor(page, "time", "data-time-us", "12000000");
  assert.equal(await page.getByTestId("lane-orders-0").count(), 1);
});

const dark = { viewport: { width: 760, height: 900 }, colorScheme: "dark", locale: "ko" };

browserTest("the loop as a picture that moves, in the dark and in Korean", { context: dark }, async ({ page }) => {
  await openAt(page, "crash-after-auto-commit", 9.5);
  await page.keyboard.press("(");
  await seek(page, 11.5);
  await page.keyboard.press(")");
  await seek(page, 10);
  const { text } = await saved(page, "save-moving");
  const width = text.match(/width="(\d+)"/)[1];
  const stretch = ["--from", "9.5", "--to", "11.5", "--width", width, "--theme", "dark", "--lang", "ko"];
  assert.deepEqual(lines(text), lines(native(["render", file("crash-after-auto-commit"), ...stretch])));
  assert.match(text, /prefers-reduced-motion:reduce/);
  const path = join(OUT, "animated.svg");
  mkdirSync(OUT, { recursive: true });
  writeFileSync(path, text);
  for (const [reducedMotion, moves] of [["no-preference", true], ["reduce", false]]) {
    const context = await (await theBrowser()).newContext({ reducedMotion });
    const other = await context.newPage();
    await other.goto(pathToFileURL(path).href);
    assert.equal(await other.evaluate(() => document.getAnimations().length > 0), moves, reducedMotion);
    await context.close();
  }
});

/// The captions of a session file in a language, without their marks.
function captions(scenario, lang) {
  const said = (line) => line.match(new RegExp(`\\b${lang}="((?:[^"\\\\]|\\\\.)*)"`))[1];
  const verbs = /^(say|ask|answer)\b/;
  const told = readFileSync(file(scenario), "utf8").split("\n").filter((line) => verbs.test(line));
  return told.map((line) => said(line).replaceAll(/\*\*|`/g, ""));
}

for (const lang of ["en", "ko"]) {
  // The page is dark: what is to be printed is not.
  const context = { locale: lang, colorScheme: "dark" };
  browserTest(`the storyboard has a picture for each caption, ${lang}`, { context }, async ({ page }) => {
    await openAt(page, "crash-after-auto-commit", 3);
    const { name, text } = await saved(page, "save-storyboard");
    assert.equal(name, "crash-after-auto-commit-storyboard.html");
    const told = native(["render", file("crash-after-auto-commit"), "--storyboard", "--lang", lang]);
    assert.deepEqual(lines(text), lines(told));
    const path = join(OUT, `storyboard-${lang}.html`);
    mkdirSync(OUT, { recursive: true });
    writeFileSync(path, text);
    const requests = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(path).href);
    const seen = await page.evaluate(() => ({
      lang: document.documentElement.lang,
      title: document.querySelector("h1").textContent,
      pictures: document.querySelectorAll("figure > svg").length,
      texts: [...document.querySelectorAll("figcaption")].map((caption) => caption.textContent),
      scripts: document.scripts.length,
    }));
    const wanted = captions("crash-after-auto-commit", lang);
    assert.ok(wanted.length > 3, `${wanted.length} captions`);
    assert.equal(seen.lang, lang);
    assert.ok(seen.title.length > 0);
    assert.equal(seen.pictures, wanted.length);
    for (const [place, caption] of wanted.entries()) assert.ok(seen.texts[place].includes(caption), caption);
    assert.equal(seen.scripts, 0);
    assert.deepEqual(requests, [pathToFileURL(path).href], "nothing else is fetched");
    await page.pdf({ path: join(OUT, `storyboard-${lang}.pdf`), preferCSSPageSize: true, printBackground: true });
  });
}
