// A figure for somebody else's page, made in the dialog in which a session is shared: what is chosen there is in what
// is to be copied, the preview shows it, and written into a page it is that figure.
import assert from "node:assert/strict";
import { browserTest, open, screenshot, theSite, waitFor } from "./support.mjs";
import { click, element, pause, seek } from "./visitor.mjs";

const snippet = (page) => element(page, "embed-snippet").textContent();

async function openTab(page, fragment) {
  await open(page, `#${fragment}`);
  await waitFor(page, "page", "data-whole", "true");
  await waitFor(page, "page", "aria-busy", "false");
  await showTab(page);
}

async function showTab(page) {
  await click(page, "share");
  await click(page, "share-tab-embed");
  await element(page, "embed-tab").waitFor();
}

/// The figure in the preview's frame.
const preview = (page) => page.frameLocator('[data-testid="embed-preview"]');

browserTest("what is chosen is in the element, in the frame and in the preview", async ({ page }) => {
  await openTab(page, "zombie@9.25s");
  const [script, begin, image, end] = (await snippet(page)).split("\n");
  assert.equal(script, '<script type="module" src="groupscope.js"></script>');
  assert.equal(begin, '<group-scope scenario="zombie" from="9.25s">');
  assert.match(image, /^ {2}<img src="zombie\.svg" alt="[^"]+">$/);
  assert.equal(end, "</group-scope>");
  await preview(page).locator('[data-testid="time"][data-time-us="9250000"]').waitFor();
  await element(page, "embed-to").fill("16");
  await element(page, "embed-loop").check({ force: true });
  await element(page, "embed-controls-1").check({ force: true });
  await element(page, "embed-theme-2").check({ force: true });
  await element(page, "embed-lang-2").check({ force: true });
  assert.match(await snippet(page), /from="9\.25s" to="16s" loop controls="none" theme="dark" lang="ko">/);
  await preview(page).locator('[data-testid="page"][lang="ko"]').waitFor();
  const ground = preview(page).locator(".page.figure");
  assert.equal(await ground.evaluate((figure) => getComputedStyle(figure).backgroundColor), "rgb(14, 17, 21)");
  await element(page, "embed-form-1").check({ force: true });
  assert.match(await snippet(page), /^<iframe src="embed\.html\?scenario=zombie&amp;from=9\.25s&amp;to=16s&amp;loop/);
  await element(page, "embed-form-2").check({ force: true });
  assert.match(await snippet(page), /^```groupscope\n[^]*topic [^]*\n```$/);
  await screenshot(page, "share-embed");
});

const KOREAN = { context: { locale: "ko-KR" } };
browserTest("the preview of a figure that follows its page is in Korean on a Korean page", KOREAN, async ({ page }) => {
  await openTab(page, "zombie@9.25s");
  await preview(page).locator('[data-testid="page"][lang="ko"]').waitFor();
  assert.doesNotMatch(await snippet(page), / lang=/, "in which page it will stand is not known");
  await element(page, "embed-form-1").check({ force: true });
  await preview(page).locator('[data-testid="page"][lang="en"]').waitFor(); // a frame does not see the page around it
});

browserTest("a stretch that is none is said, and what was done is in the figure", async ({ page }) => {
  await open(page, "#zombie");
  await pause(page);
  await seek(page, 4);
  await click(page, "kill-c1");
  await showTab(page);
  await element(page, "embed-from").fill("soon");
  assert.match(await page.locator(".segments .wrong").textContent(), /9\.5s/);
  await element(page, "embed-from").fill("5s");
  await element(page, "embed-to").fill("5s");
  assert.match(await page.locator(".segments .wrong").textContent(), /end after its beginning/);
  await element(page, "embed-to").fill("");
  assert.match(await snippet(page), /<group-scope state="zombie@4s~[\w-]+" from="5s">/);
  await preview(page).locator('[data-testid="consumer-c1"][data-state="killed"]').waitFor();
});

browserTest("what was done in the scenario that the page begins with is in its figure, too", async ({ page }) => {
  await open(page);
  await pause(page);
  await seek(page, 4);
  await click(page, "kill-c2");
  await showTab(page);
  await preview(page).locator('[data-testid="consumer-c2"][data-state="killed"]').waitFor(); // and is to be seen
});

browserTest("written into a page, it is that figure", async ({ page }) => {
  await openTab(page, "join-eager@5s");
  const written = await snippet(page);
  const address = new URL("somebody.html", await theSite()).href;
  const html = `<!doctype html><title>Somebody's page</title><body>${written}</body>`;
  await page.route(address, (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: html }));
  // The picture that the author would save beside the page.
  const picture = { contentType: "image/svg+xml", body: "<svg xmlns='http://www.w3.org/2000/svg'/>" };
  await page.route(/join-eager\.svg$/, (route) => route.fulfill(picture));
  await page.goto(address);
  await page.locator('group-scope [data-testid="time"][data-time-us="5000000"]').waitFor();
});

browserTest("what a figure weighs is told as it is delivered", async ({ page }) => {
  await openTab(page, "zombie");
  const told = await element(page, "embed-weight").textContent();
  const [, loader, program] = told.match(/^([\d.]+) KB at once, (\d+) KB/);
  assert.ok(Number(loader) > 1 && Number(loader) <= 8, told);
  assert.ok(Number(program) > 100, told);
});
