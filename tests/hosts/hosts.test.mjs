// Figures in pages that were built by mdBook, MkDocs Material, Sphinx, VitePress and by hand: they load late and once,
// follow the theme of the page, and leave it its wheel, its keys and its focus.
import assert from "node:assert/strict";
import { browserTest } from "../browser/support.mjs";
import { background, heap, heard, idle, isPlaying, own, seeAll, site, staysAt, visit } from "./visit.mjs";

const IDS = [...Array(10).keys()].map((number) => `f${number}`);
/// Where in the page the figures are, in pixels from its top.
const places = (page) => page.evaluate(() => {
  const top = (figure) => Math.round((figure.getBoundingClientRect().top + scrollY) * 8) / 8;
  return [...document.querySelectorAll("group-scope")].map(top);
});
const shown = (page, selector) => page.locator(selector).filter({ visible: true }).first();

/// How a visitor goes from light to dark in each.
const HOSTS = {
  plain: (page) => page.evaluate(() => { document.documentElement.dataset.theme = "dark"; }),
  async mdbook(page) {
    await shown(page, "#mdbook-theme-toggle").click();
    await shown(page, "#mdbook-theme-navy").click();
  },
  mkdocs: (page) => shown(page, "label.md-header__button[for^=__palette]").click(),
  sphinx: (page) => shown(page, ".theme-toggle").click(),
  vitepress: (page) => shown(page, ".VPSwitchAppearance").click(),
};

for (const host of [...Object.keys(HOSTS), "alabaster"]) {
  browserTest(`${host}: ten figures load late and once, and nothing moves`, async ({ page, t }) => {
    const address = await site(host);
    const requests = await visit(page, address);
    await page.waitForFunction(() => customElements.get("group-scope"));
    await idle(page);
    assert.deepEqual(own(requests), ["groupscope.js"], "nothing else comes before a figure is near");
    const loaded = await page.evaluate(() => performance.getEntriesByType("navigation")[0].loadEventEnd);
    const before = await heap(page);
    const stood = await places(page);
    // Some hosts move their own things while they load.
    const hosts = await page.evaluate(() => window.shift);
    const began = await page.evaluate(() => performance.now());
    await page.locator("#f0").scrollIntoViewIfNeeded();
    const first = (await heard(page, "ready", "f0")).now - began;
    await seeAll(page, [...IDS.slice(1), "poster"]);
    await page.locator("group-scope:not([id])").getByTestId("lane-orders-1").waitFor();
    const files = own(requests);
    for (const ending of ["_bg.wasm", "_shared.wasm", "_touched.wasm", "groupscope.js"]) {
      assert.equal(files.filter((name) => name.endsWith(ending)).length, 1, ending);
    }
    const sheets = files.filter((name) => name.endsWith(".css"));
    assert.equal(sheets.length, new Set(sheets).size, "a style sheet is fetched once");
    staysAt(address, requests);
    const all = await page.evaluate(() => performance.now()) - began;
    const shift = (await page.evaluate(() => window.shift)) - hosts;
    const sizes = `heap ${before.toFixed(1)} MB before, ${(await heap(page)).toFixed(1)} MB with 12 figures`;
    const [load, one, last] = [loaded, first, all].map((time) => `${time.toFixed(0)} ms`);
    t.diagnostic(`${host}: page loaded after ${load}; first figure ${one} after it was near, all after ${last}; ` +
      `${sizes}; layout shift ${shift} (the host's own: ${hosts})`);
    assert.equal(shift, 0);
    assert.deepEqual(await places(page), stood, "also what was not in view when it moved");
  });
}

for (const [host, darken] of Object.entries(HOSTS)) {
  browserTest(`${host}: its own switch of the theme is followed`, async ({ page, t }) => {
    await visit(page, await site(host));
    await page.locator("#f0").scrollIntoViewIfNeeded();
    await heard(page, "ready", "f0");
    await page.locator("#f0 .groupscope-page[data-theme=dark]").waitFor({ state: "detached" });
    const before = await background(page, "f0");
    await page.evaluate(() => { window.same = true; scrollTo(0, 0); });
    await darken(page);
    await page.locator("#f0 .groupscope-page[data-theme=dark]").waitFor({ state: "attached" });
    const after = await background(page, "f0");
    t.diagnostic(`${host}: ${before}, then ${after}`);
    assert.notEqual(after, before);
    assert.equal(await page.evaluate(() => window.same), true, "the page was not loaded again");
  });

  browserTest(`${host}: wheel, keys and focus stay with the page; out of sight a figure pauses`, async ({ page }) => {
    await visit(page, await site(host));
    await page.waitForFunction(() => customElements.get("group-scope"));
    const focused = () => page.evaluate(() => `${document.activeElement.tagName} ${document.activeElement.id}`);
    const before = await focused();
    await page.locator("#f0").scrollIntoViewIfNeeded();
    await heard(page, "ready", "f0");
    await page.evaluate(() => document.getElementById("f0").play());
    await isPlaying(page, "f0", true);
    assert.equal(await focused(), before);
    await page.locator("#f0").scrollIntoViewIfNeeded();
    await page.locator("#f0").hover();
    const at = await page.evaluate(() => scrollY);
    await page.mouse.wheel(0, -200);
    await page.waitForFunction((at) => scrollY < at, at);
    await page.evaluate(() => scrollTo(0, 0));
    await isPlaying(page, "f0", false);
    await page.locator("#f0").scrollIntoViewIfNeeded();
    await isPlaying(page, "f0", true);
    await page.evaluate(() => document.getElementById("f0").pause());
    await isPlaying(page, "f0", false);
    const lower = await page.evaluate(() => scrollY);
    await page.keyboard.press("Space");
    await page.waitForFunction((lower) => scrollY > lower, lower);
    await isPlaying(page, "f0", false);
    assert.equal(await focused(), before);
  });
}
