// Figures where a page allows little: a strict Content-Security-Policy, a sandboxed frame, no JavaScript; a frame that
// is as high as what is in it; a script that comes late; and the examples of docs/examples/.
import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, browserTest } from "../browser/support.mjs";
import { MODULES, build, plainPage } from "./build.mjs";
import { heard, site, staysAt, visit } from "./visit.mjs";

const POSTER = '<img id="picture" alt="The poster" width="300" height="200" src="poster.svg">';
const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"/>';

/// Puts a page beside the plain one and returns its address.
async function placed(name, body, { head = "", headers } = {}) {
  const folder = build("plain");
  writeFileSync(join(folder, "poster.svg"), PICTURE);
  writeFileSync(join(folder, name), plainPage(body, head));
  return new URL(name, await site("plain", headers)).href;
}

const policy = (...script) => ({
  "content-security-policy": `default-src 'none'; script-src 'self' ${script.join(" ")}; connect-src 'self'; ` +
    "img-src 'self' data:; style-src 'self'",
});

browserTest("a strict policy with 'wasm-unsafe-eval' is enough", { expectErrors: true }, async ({ page, t }) => {
  const address = await placed("policy.html", `<group-scope id="one" scenario="zombie">${POSTER}</group-scope>`, {
    headers: policy("'wasm-unsafe-eval'"),
  });
  const requests = await visit(page, address);
  await heard(page, "ready", "one");
  await page.locator("#one").getByTestId("stage").waitFor();
  await page.locator("#one").getByTestId("play").click();
  await page.waitForFunction(() => window.heard.some((one) => one.type === "time" && one.time > 0.2));
  staysAt(address, requests);
  const refused = await page.evaluate(() => window.refused);
  t.diagnostic(`refused by the policy: ${[...new Set(refused)].join(", ") || "nothing"}`);
  assert.deepEqual(refused, []);
});

browserTest("without it the figure says why, and its poster stays", { expectErrors: true }, async ({ page, t }) => {
  const address = await placed("policy.html", `<group-scope id="one" scenario="zombie">${POSTER}</group-scope>`, {
    headers: policy(),
  });
  await visit(page, address);
  const { message } = await heard(page, "error", "one");
  t.diagnostic(message);
  assert.match(message, /Content-Security-Policy .*'wasm-unsafe-eval'/);
  assert.equal(await page.locator("#one .error").textContent(), message);
  assert.ok(await page.locator("#picture").isVisible());
});

const noScripts = { context: { javaScriptEnabled: false } };

browserTest("without JavaScript the poster and the code are there", noScripts, async ({ page }) => {
  for (const host of ["plain", "mdbook", "mkdocs", "sphinx", "vitepress"]) {
    await visit(page, await site(host));
    await page.getByAltText("The poster").scrollIntoViewIfNeeded();
    assert.ok(await page.getByAltText("The poster").isVisible(), host);
    await page.getByText("consumers c1 c2 group=billing").scrollIntoViewIfNeeded();
    assert.ok(await page.getByText("consumers c1 c2 group=billing").isVisible(), host);
  }
});

/// A page with a frame that becomes as high as it says.
const framed = (attributes) => `<iframe id="frame" width="900" height="10" ${attributes}
  src="groupscope/embed.html?scenario=zombie"></iframe>
<script>
  window.told = [];
  addEventListener("message", ({ source, data }) => {
    if (source !== frame.contentWindow || data.source !== "groupscope") return;
    told.push(data);
    if (data.type === "height") frame.height = data.height;
  });
</script>`;

browserTest("a frame grows and shrinks with its figure", async ({ page, t }) => {
  const address = await placed("frame.html", framed(""));
  const requests = await visit(page, address);
  await page.waitForFunction(() => told.some((one) => one.type === "ready"));
  const inside = page.frames().find((frame) => frame.url().includes("embed.html"));
  const settled = async (width) => {
    await page.evaluate((width) => { frame.width = width; }, width);
    await inside.waitForFunction((width) => {
      const figure = document.querySelector("group-scope");
      const height = Math.ceil(figure.getBoundingClientRect().height);
      // The stage follows the width of its place a moment later, and the height follows the stage.
      const [room, sheet] = [".stage-room", "svg.sheet"].map((css) => figure.shadowRoot.querySelector(css));
      const isLaidOut = Math.abs(sheet?.width.baseVal.value - room?.clientWidth) <= 1;
      return isLaidOut && innerWidth === width && height > 100 && innerHeight === height;
    }, width);
    return inside.evaluate(() => innerHeight);
  };
  const heights = [await settled(900), await settled(360), await settled(900)];
  t.diagnostic(`900 wide: ${heights[0]} high, 360: ${heights[1]}, 900 again: ${heights[2]}`);
  assert.notEqual(heights[1], heights[0]);
  assert.equal(heights[2], heights[0]);
  staysAt(address, requests);
});

browserTest("a frame with sandbox=\"allow-scripts\" works where its server allows every origin", async ({ page }) => {
  const headers = { "access-control-allow-origin": "*" };
  const address = await placed("sandbox.html", framed('sandbox="allow-scripts"'), { headers });
  const requests = await visit(page, address);
  await page.waitForFunction(() => told.some((one) => one.type === "ready"));
  const seek = { v: 1, source: "groupscope", type: "seek", time: 4 };
  await page.evaluate((seek) => frame.contentWindow.postMessage(seek, "*"), seek);
  await page.waitForFunction(() => told.some((one) => one.type === "time" && one.time === 4));
  staysAt(address, requests);
});

browserTest("a page does not move when the script comes late", async ({ page, t }) => {
  const head = "<style>group-scope { display: block; min-height: 760px }</style>\n";
  const figure = 'Before.\n\n<group-scope id="one" scenario="zombie" height="760"></group-scope>\n\nAfter.';
  const address = await placed("late.html", figure, { head });
  let release;
  const held = new Promise((done) => { release = done; });
  await page.route("**/groupscope.js", async (route) => {
    await held;
    await route.continue();
  });
  await page.addInitScript(() => {
    new PerformanceObserver(() => { window.painted = true; }).observe({ type: "paint", buffered: true });
  });
  const visited = visit(page, address);
  await page.waitForFunction(() => window.painted);
  release();
  await visited;
  await heard(page, "ready", "one");
  await page.locator("#one").getByTestId("caption").waitFor();
  const shift = await page.evaluate(() => window.shift);
  t.diagnostic(`layout shift ${shift}`);
  assert.equal(shift, 0);
});

/// Puts the examples where they name groupscope.js: beside it.
async function example(name) {
  const folder = build("plain");
  cpSync(join(ROOT, "docs", "examples", name), join(folder, "groupscope", name));
  return new URL(`groupscope/${name}`, await site("plain")).href;
}

browserTest("the example of a plain page", async ({ page }) => {
  const address = await example("plain.html");
  staysAt(address, await visit(page, address));
  for (const id of ["stretch", "session"]) {
    await page.locator(`#${id}`).scrollIntoViewIfNeeded();
    await heard(page, "ready", id);
  }
  await page.locator("#kill").click();
  await page.locator('#stretch [data-testid="consumer-c1"][data-state="killed"]').waitFor({ state: "attached" });
});

browserTest("the example of a frame with messages", async ({ page }) => {
  const address = await example("frame.html");
  staysAt(address, await visit(page, address));
  await page.locator("#told", { hasText: /ready|0\.0 s/ }).waitFor();
  await page.locator("#play").click();
  await page.locator("#told", { hasText: "playing" }).waitFor();
  await page.waitForFunction(() => document.getElementById("frame").height > 100);
});

browserTest("the example of a deck", async ({ page }) => {
  cpSync(join(MODULES, "reveal.js", "dist"), join(build("plain"), "groupscope", "reveal"), { recursive: true });
  const address = await example("reveal.html");
  staysAt(address, await visit(page, address));
  await page.keyboard.press("ArrowRight");
  await heard(page, "ready");
});

browserTest("the example of a code fence", async ({ page }) => {
  const text = readFileSync(join(ROOT, "docs", "examples", "fence.md"), "utf8");
  await visit(page, await placed("fence.html", text));
  await heard(page, "ready");
  await page.locator("group-scope").getByTestId("lane-orders-1").waitFor();
});
