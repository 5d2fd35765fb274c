// What has everything inside itself: the whole of groupscope as one file, and the element as one script. Both work from
// a disk, and in a sandboxed frame; nothing is fetched.
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { browserTest, DIST, OUT, theSite } from "./support.mjs";

/// A folder with the one file and nothing beside it.
function stick(name, file, page) {
  const folder = join(OUT, name);
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(DIST, file), join(folder, file));
  if (page) writeFileSync(join(folder, "page.html"), page);
  return pathToFileURL(join(folder, page ? "page.html" : file)).href;
}

/// The addresses that the page asks for, but for those in itself.
function asked(page) {
  const asked = [];
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url())) asked.push(request.url());
  });
  return asked;
}

browserTest("groupscope.html is the whole of groupscope, from a disk", async ({ page }) => {
  const fetched = asked(page);
  const address = stick("stick", "groupscope.html");
  await page.goto(`${address}#zombie@9.25s`);
  await page.locator('[data-testid="time"][data-time-us="9250000"]').waitFor();
  await page.locator('[data-testid="page"][data-whole="true"][aria-busy="false"]').waitFor();
  await page.locator('[data-testid="consumer-c2"]').first().waitFor();
  await page.getByTestId("share").click();
  await page.getByTestId("share-dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.evaluate(() => { location.hash = "#join-eager@5s"; });
  await page.locator('[data-testid="time"][data-time-us="5000000"]').waitFor();
  assert.deepEqual(fetched, [address], "nothing but itself");
});

browserTest("a server that says another encoding of groupscope.html does no harm", async ({ page }) => {
  const address = new URL("served.html?lang=ko", await theSite()).href;
  const body = readFileSync(join(DIST, "groupscope.html"));
  await page.route(address, (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body }));
  await page.goto(`${address}#zombie@9.25s`);
  await page.locator('[data-testid="time"][data-time-us="9250000"]').waitFor();
  assert.equal(await page.evaluate(() => document.characterSet), "UTF-16LE");
});

const HOST = `<!doctype html><title>A lecture</title><script src="groupscope.inline.js"></script>
  <body><group-scope id="one" scenario="join-eager" from="1s" play></group-scope>
  <group-scope id="two">topic orders partitions=2
    group billing
    consumers c1 group=billing
    run for=3s
  </group-scope></body>`;

browserTest("groupscope.inline.js shows figures from a disk", async ({ page }) => {
  const fetched = asked(page);
  const address = stick("lecture", "groupscope.inline.js", HOST);
  await page.goto(address);
  await page.locator('#one [data-testid="stage"]').waitFor();
  await page.waitForFunction(() => {
    const time = document.getElementById("one").shadowRoot.querySelector("[data-testid=time]");
    return Number(time.dataset.timeUs) > 1_200_000;
  });
  await page.locator("#two").scrollIntoViewIfNeeded();
  await page.locator('#two [data-testid="lane-orders-1"]').waitFor({ state: "attached" });
  await page.evaluate(() => document.getElementById("two").send("kill c1"));
  const refused = await page.evaluate(() => document.getElementById("two").report().catch(({ message }) => message));
  assert.match(refused, /has figures alone/, "what is not inside is said");
  await page.evaluate(() => document.getElementById("two").setAttribute("compare", "join-cooperative"));
  await page.locator("#two .error").filter({ hasText: "has figures alone" }).waitFor();
  const script = new URL("groupscope.inline.js", address).href;
  assert.deepEqual(fetched, [address, script], "nothing but the page and its script");
});

browserTest("and in a frame with sandbox=allow-scripts, which has no origin", async ({ page }) => {
  const script = readFileSync(join(DIST, "groupscope.inline.js"), "utf8");
  const address = new URL("sandboxed.html", await theSite()).href;
  const figure = '<group-scope scenario="zombie" from="9.25s"></group-scope>';
  const inner = `<!doctype html><body><script>${script}</script>${figure}</body>`;
  const host = "<!doctype html><title>A host</title><body></body>";
  await page.route(address, (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: host }));
  await page.goto(address);
  await page.evaluate((inner) => {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts");
    frame.style = "width:900px;height:600px";
    frame.srcdoc = inner;
    document.body.append(frame);
  }, inner);
  await page.frameLocator("iframe").locator('group-scope [data-testid="time"][data-time-us="9250000"]').waitFor();
});
