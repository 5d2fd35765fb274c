// The page starts, and nothing goes wrong while it does.
import assert from "node:assert/strict";
import { browserTest, open, screenshot } from "./support.mjs";

browserTest("the page starts and shows the stage", async ({ page }) => {
  await open(page);
  assert.match(await page.title(), /groupscope/);
  assert.ok(await page.locator("[data-testid=stage]").isVisible(), "the stage is not to be seen");
  assert.equal(await page.locator("[data-testid=boot]").count(), 0, "the words shown while starting are still there");
  await screenshot(page, "smoke");
});

browserTest("the page asks nothing of any other host", async ({ page }) => {
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await open(page);
  const home = new URL(page.url()).origin;
  assert.deepEqual(asked.filter((url) => !url.startsWith(home) && !/^(data|blob):/.test(url)), []);
});
