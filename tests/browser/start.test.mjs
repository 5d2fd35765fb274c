// Before the program runs, and where it cannot: the page is never blank, and the first paint has the right theme.
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { browserTest, DIST, open, theSite, waitFor } from "./support.mjs";
import { serve } from "./server.mjs";

const expectErrors = true;

async function underPolicy(page, policy, look) {
  const site = await serve(DIST, { headers: { "content-security-policy": policy } });
  try {
    await page.goto(site.url);
    await look();
  } finally {
    await site.close();
  }
}

async function failsWith(page, kind) {
  await waitFor(page, "boot-failed", "data-value", kind);
  assert.ok(await page.getByRole("alert").isVisible());
}

const noScripts = { context: { javaScriptEnabled: false } };

browserTest("without scripts the page says that it needs them", noScripts, async ({ page }) => {
  await page.goto(await theSite());
  await page.locator("noscript p").waitFor();
  assert.match(await page.locator("noscript p").textContent(), /needs JavaScript/);
});

browserTest("a policy that forbids WebAssembly is named", { expectErrors }, async ({ page }) => {
  await underPolicy(page, "script-src 'self' 'unsafe-inline'", () => failsWith(page, "policy"));
});

browserTest("a policy that forbids inline scripts leaves the words of the page", { expectErrors }, async ({ page }) => {
  await underPolicy(page, "default-src 'self'", () => page.getByText("If this sentence stays").waitFor());
});

browserTest("a missing program is named", { expectErrors }, async ({ page }) => {
  await page.route("**/*.wasm", (route) => route.fulfill({ status: 404, body: "not found" }));
  await page.goto(await theSite());
  await failsWith(page, "missing");
});

browserTest("a missing start script is named", { expectErrors }, async ({ page }) => {
  await page.route("**/groupscope-*.js", (route) => route.fulfill({ status: 404, body: "not found" }));
  await page.goto(await theSite());
  await failsWith(page, "missing");
});

browserTest("a broken program is reported with its error", { expectErrors }, async ({ page }) => {
  const nothing = "export default async () => { throw new Error('the moon is wrong'); };";
  const served = { contentType: "text/javascript", body: nothing };
  await page.route("**/groupscope-*.js", (route) => route.fulfill(served));
  // Without the hash that index.html carries for the real script.
  await page.route(await theSite(), async (route) => {
    const response = await route.fetch();
    const html = (await response.text()).replaceAll(/ integrity="[^"]*"/g, "");
    await route.fulfill({ response, body: html });
  });
  await page.goto(await theSite());
  await failsWith(page, "other");
  await page.getByText("the moon is wrong").waitFor();
});

browserTest("opened from a file, the page says that it must be served", { expectErrors }, async ({ page }) => {
  await page.goto(pathToFileURL(join(DIST, "index.html")).href);
  await failsWith(page, "file");
});

const korean = { expectErrors, context: { locale: "ko-KR" } };

browserTest("a browser without WebAssembly is told so, in its language", korean, async ({ page }) => {
  await page.addInitScript("delete globalThis.WebAssembly");
  await page.goto(await theSite());
  await failsWith(page, "wasm");
  assert.equal(await page.getByRole("alert").getAttribute("lang"), "ko");
});

const ground = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
const LIGHT = "rgb(246, 247, 248)";
const DARK = "rgb(14, 17, 21)";

browserTest("the theme follows the system", { context: { colorScheme: "dark" } }, async ({ page }) => {
  await open(page);
  assert.equal(await ground(page), DARK);
  await page.emulateMedia({ colorScheme: "light" });
  assert.equal(await ground(page), LIGHT);
});

browserTest("the address and then the visitor's choice overrule the system", async ({ page }) => {
  await open(page, "?theme=dark");
  assert.equal(await ground(page), DARK);
  await page.evaluate(() => localStorage.setItem("groupscope.theme", "dark"));
  await open(page);
  assert.equal(await ground(page), DARK);
  await open(page, "?theme=light");
  assert.equal(await ground(page), LIGHT);
});
