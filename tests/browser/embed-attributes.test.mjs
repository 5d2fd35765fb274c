// What the author of a page can say to <group-scope> beyond what it shows: the theme of any element around it, its
// parts and custom properties, what a step is, when an answer is told, the diagram in the place of the stage, and the
// picture that the build drew. And in a frame, the keys that it passes on.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { at, heard, openFrame, openHost } from "./host-page.mjs";
import { serve } from "./server.mjs";
import { DIST, ROOT, browserTest, nativeProgram, screenshot } from "./support.mjs";

/// An instant is shown, in seconds.
const shows = (page, id, seconds) =>
  page.locator(`#${id} [data-testid="time"][data-time-us="${seconds * 1e6}"]`).waitFor();
const style = (locator, name) => locator.evaluate((one, name) => getComputedStyle(one)[name], name);

/// A session that tells something after 2 and after 4 seconds and asks something after 5.
const TOLD = `topic orders partitions=2
group billing
consumers c1 c2 group=billing
run for=2s
say en="Two"
run for=2s
say en="Four"
run for=1s
ask en="How many?"
option en="one"
option en="two" right=yes
run for=1s
answer en="Two of them"
run for=2s
`;

browserTest("the nearest element that says a theme has its way, and is followed", async ({ page }) => {
  await openHost(page, `<div id="far" data-bs-theme="light"><div id="near" class="dark"><p>
    <group-scope id="one" scenario="zombie" loading="eager"></group-scope></p></div></div>`, {
    attributes: 'class="light"',
  });
  await heard(page, "ready");
  const themed = (theme) => page.locator(`#one .groupscope-page[data-theme=${theme}]`).waitFor();
  const say = (script) => page.evaluate(script);
  await themed("dark");
  await say(() => { document.getElementById("near").className = ""; });
  await themed("light");
  await say(() => { document.getElementById("far").dataset.bsTheme = "dark"; });
  await themed("dark");
  await say(() => { document.getElementById("near").style.colorScheme = "light"; });
  await themed("light");
  await say(() => { document.getElementById("near").lang = "ko"; });
  await page.locator('#one [data-testid="story"][lang="ko"]').waitFor();
});

browserTest("a figure has the page's colours and type, and its parts can be reached", async ({ page }) => {
  const head = `<style>
    body { --groupscope-accent: rgb(1, 2, 3); }
    group-scope { --groupscope-font: Georgia, serif; }
    group-scope::part(transport) { background: rgb(4, 5, 6); }
    group-scope::part(caption) { letter-spacing: 3px; }
    group-scope::part(stage) { opacity: 0.9; }
    group-scope::part(figure) { border-radius: 1px; }
  </style>`;
  await openHost(page, `<group-scope id="one" scenario="zombie" loading="eager"></group-scope>
    <group-scope id="all" scenario="zombie" controls="all" loading="eager"></group-scope>`, { head });
  await heard(page, "ready", "one");
  await heard(page, "ready", "all");
  for (const id of ["one", "all"]) {
    assert.equal(await style(at(page, id, "play"), "backgroundColor"), "rgb(1, 2, 3)", id);
    assert.equal(await style(at(page, id, "story"), "fontFamily"), "Georgia, serif", id);
  }
  assert.equal(await style(at(page, "one", "transport"), "backgroundColor"), "rgb(4, 5, 6)");
  assert.equal(await style(at(page, "one", "story"), "letterSpacing"), "3px");
  assert.equal(await style(page.locator("#one .stage-area"), "opacity"), "0.9");
  assert.equal(await style(at(page, "one", "page"), "borderTopLeftRadius"), "1px");
});

browserTest("a step goes to what the figure says", { expectErrors: true }, async ({ page }) => {
  await openHost(page, `<group-scope id="one" step="caption" loading="eager">${TOLD}</group-scope>
    <group-scope id="wrong" scenario="zombie" step="captions" loading="eager"></group-scope>`);
  await heard(page, "ready", "one");
  await at(page, "one", "step").click();
  await shows(page, "one", 2);
  await page.locator("#one").evaluate((figure) => figure.step());
  await shows(page, "one", 4);
  await page.locator("#one .groupscope-page").press("ArrowLeft");
  await shows(page, "one", 2);
  const wrong = await heard(page, "error", "wrong");
  assert.match(wrong.message, /`step` is line, entry, request, rebalance or caption, not `captions`\.$/);
  // Some frameworks set what an element has as a property; it begins anew then.
  await page.evaluate(() => { window.heard.length = 0; });
  await page.locator("#one").evaluate((figure) => { figure.step = "entry"; });
  await heard(page, "ready", "one");
  assert.equal(await page.locator("#one").getAttribute("step"), "entry");
  await page.locator("#one").evaluate((figure) => { figure.seek(0); figure.step(); });
  await page.waitForFunction(() => window.heard.some((one) => one.type === "time" && one.time > 0 && one.time < 2));
});

browserTest("an answer waits for the reader to ask for it", async ({ page }) => {
  await openHost(page, `<group-scope id="one" reveal="manual" speed="10" loading="eager">${TOLD}</group-scope>`);
  await heard(page, "ready", "one");
  await at(page, "one", "play").click();
  await heard(page, "question", "one");
  const [question, answer] = [at(page, "one", "question"), page.locator("#one .answer")];
  await question.getByText("one").click();
  await question.locator("button[aria-pressed=true]").waitFor();
  await shows(page, "one", 5);
  // What comes after it does not tell it.
  await at(page, "one", "time-slider").fill("7");
  await shows(page, "one", 7);
  assert.equal(await question.locator(".right").count(), 0);
  assert.equal(await answer.textContent(), "");
  await at(page, "one", "time-slider").fill("5");
  await shows(page, "one", 5);
  await at(page, "one", "show-answer").click();
  await question.locator(".right").waitFor();
  assert.match(await answer.textContent(), /Two of them/);
  assert.equal(await at(page, "one", "show-answer").count(), 0);
});

browserTest("the sequence diagram stands in the place of the stage", async ({ page }) => {
  await openHost(page, '<group-scope id="one" view="sequence" scenario="join-eager" from="4s"></group-scope>');
  await heard(page, "ready", "one");
  await at(page, "one", "sequence").waitFor();
  assert.equal(await at(page, "one", "stage").count(), 0);
  await page.locator("#one .seq-step").first().waitFor({ state: "attached" });
  const [figure, diagram] = await Promise.all(["page", "sequence"].map((id) => at(page, "one", id).boundingBox()));
  assert.ok(diagram.width > figure.width - 40, `${diagram.width} of ${figure.width}`);
  assert.ok(figure.height <= 620, `${figure.height}`);
  await at(page, "one", "play").click();
  await page.waitForFunction(() => window.heard.some((one) => one.type === "time" && one.time > 4.2));
  await at(page, "one", "pause").click();
  await screenshot(page, "figure as a sequence diagram");
});

browserTest("two scenarios stand side by side, or below each other", async ({ page }) => {
  await openHost(page, `<div id="room" style="width:1270px">
    <group-scope id="one" scenario="join-eager" compare="join-cooperative"></group-scope></div>`);
  await heard(page, "ready");
  const [first, second] = [page.locator("#one .stages > .stage-room"), page.locator("#one .run-b .stage-room")];
  await second.getByTestId("stage").waitFor();
  await page.locator("#one").evaluate((figure) => figure.seek(3));
  await shows(page, "one", 3);
  const heads = await page.locator("#one .run-head").allTextContents();
  assert.equal(heads.length, 2);
  assert.match(heads[0], /^A./);
  assert.match(heads[1], /^B./);
  const places = () => Promise.all([first, second].map((stage) => stage.boundingBox()));
  const [a, b] = await places();
  assert.ok(b.x >= a.x + a.width && b.y === a.y, "side by side");
  await screenshot(page, "figure of two runs", { fullPage: true });
  await page.evaluate(() => { document.getElementById("room").style.width = "900px"; });
  await page.waitForFunction(() => document.querySelector("#one").shadowRoot.querySelector(".tight > .comparing"));
  const [above, below] = await places();
  assert.ok(below.y >= above.y + above.height && below.x === above.x, "below each other");
  // Another one is another figure.
  await page.evaluate(() => { window.heard.length = 0; });
  await page.locator("#one").evaluate((figure) => figure.setAttribute("compare", "zombie"));
  await heard(page, "ready");
  await page.locator("#one .run-b .run-head", { hasText: "zombie" }).waitFor();
});

browserTest("a frame passes on the keys that it has no use for", async ({ page }) => {
  await openFrame(page, "scenario=zombie");
  const figure = page.frameLocator("#frame");
  await figure.locator(".groupscope-page").focus();
  for (const key of ["ArrowRight", "PageDown", "n", "Tab"]) await page.keyboard.press(key);
  await figure.getByTestId("time-slider").press("ArrowDown");
  await figure.locator(".groupscope-page").focus();
  await page.keyboard.press("Shift+F8");
  await page.waitForFunction(() => said.some((one) => one.key === "F8"));
  const keys = await page.evaluate(() => said.filter((one) => one.type === "key"));
  assert.deepEqual(keys.map((one) => one.key).filter((key) => key !== "Shift"), ["PageDown", "n", "F8"]);
  const plain = { v: 1, source: "groupscope", type: "key", ctrl: false, alt: false, shift: false, meta: false };
  assert.deepEqual(keys[0], { ...plain, key: "PageDown", code: "PageDown" });
  assert.equal(keys.at(-1).shift, true);
});

browserTest("a scenario begins with the picture that the build drew", async ({ page, t }) => {
  const folder = mkdtempSync(join(tmpdir(), "groupscope-"));
  const dist = join(folder, "dist");
  t.after(() => rmSync(folder, { recursive: true }));
  cpSync(DIST, dist, { recursive: true });
  execFileSync(process.execPath, [join(ROOT, "hooks", "embed.mjs"), ROOT], {
    cwd: dist,
    env: { ...process.env, GROUPSCOPE: nativeProgram(), TRUNK_PROFILE: "release" },
  });
  const named = (folder, ending) =>
    readdirSync(join(dist, folder)).filter((name) => name.endsWith(ending)).map((name) => name.replace(ending, ""));
  assert.deepEqual(named("posters", ".svg"), named("scenarios", ".session"));
  const site = await serve(dist);
  try {
    const asked = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await openHost(page, `<group-scope id="one" scenario="zombie" loading="interaction"></group-scope>
      <group-scope scenario="join-eager" loading="interaction"><b>Its own</b></group-scope>
      <group-scope scenario="first-join" loading="interaction" src="first.session"></group-scope>`, { site: site.url });
    await page.waitForFunction(() => document.getElementById("one")?.shadowRoot?.querySelector("img")?.complete);
    const width = await page.locator("#one img").evaluate((image) => image.naturalWidth);
    assert.ok(width > 300, `a picture, ${width} px wide`);
    assert.deepEqual(asked.filter((path) => path.includes("poster")), ["/posters/zombie.svg"]);
    await page.locator("#one .start").click();
    await heard(page, "ready", "one");
    await page.locator("#one img").waitFor({ state: "hidden" });
  } finally {
    await site.close();
  }
});
