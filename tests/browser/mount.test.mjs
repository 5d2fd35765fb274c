// Several pages in one document, with a shadow root each or without: what is done to one is not noticed by another,
// one can be removed and added again, and nothing of it stays behind.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { browserTest, DIST, errors, open, screenshot, theSite } from "./support.mjs";
import { pause } from "./visitor.mjs";

const DARK = "rgb(14, 17, 21)";
const LIGHT = "rgb(246, 247, 248)";

/// Opens a document of somebody else that carries the program along, with an element for each of `places`. Its sheets
/// stand in `styles`; with `linked` the document itself has them.
async function openHost(page, places, { linked = false, size = "width:1260px;height:700px" } = {}) {
  const index = await readFile(join(DIST, "index.html"), "utf8");
  const [script] = index.match(/groupscope-[0-9a-f]+\.js/);
  const [wasm] = index.match(/groupscope-[0-9a-f]+_bg\.wasm/);
  const sheets = index.match(/<link[^>]*data-groupscope[^>]*>/g);
  const styles = sheets.map((link) => link.match(/href="([^"]*)"/)[1]);
  const html = `<!doctype html><html lang="en"><title>A document of somebody else</title>
    ${linked ? sheets.join("") : ""}
    <body style="margin:0;font:italic 20px serif;text-align:center;color:#808">
    ${places.map((id) => `<div id="${id}" style="${size}"></div>`).join("")}
    <input id="field" aria-label="A field of the document">
    <script type="module">
      import init, { mount } from "./${script}";
      await init({ module_or_path: "./${wasm}" });
      window.handles = {};
      window.mountAt = (id, options) => { handles[id] = mount(document.getElementById(id), options); };
      window.styles = ${JSON.stringify(styles)};
    </script>`;
  const address = new URL("host.html", await theSite()).href;
  await page.route(address, (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: html }));
  await page.goto(address);
  await page.waitForFunction(() => window.mountAt);
}

/// Mounts a page and returns once it is seen, and all of it is there. Locators look into open shadow roots.
async function mountAt(page, id, options) {
  await page.evaluate(([id, options]) => mountAt(id, options), [id, options]);
  await at(page, id, "stage").waitFor();
  await until(page, id, "page", "data-whole", "true");
}

async function mountInShadow(page, id, options = {}) {
  await mountAt(page, id, { shadow: true, styles: await page.evaluate(() => styles), ...options });
  await until(page, id, "page", "aria-busy", "false");
}

const at = (page, id, testid) => page.locator(`#${id}`).getByTestId(testid);
const call = (page, id, method, ...args) =>
  page.evaluate(([id, method, args]) => handles[id][method](...args), [id, method, args]);
const shows = (page, id, testid, attribute) => at(page, id, testid).getAttribute(attribute);
const time = async (page, id) => Number(await shows(page, id, "time", "data-time-us"));
const ground = (page, id) =>
  page.locator(`#${id} .groupscope-page`).evaluate((page) => getComputedStyle(page).backgroundColor);

/// Waits until an element of one page has this value.
async function until(page, id, testid, attribute, wanted) {
  await page.locator(`#${id} [data-testid="${testid}"][${attribute}="${wanted}"]`).waitFor({ state: "attached" });
}

async function untilTimePasses(page, id, micros) {
  const passed = ([id, micros]) => handles[id].state().time * 1e6 > micros;
  await page.waitForFunction(passed, [id, micros]);
}

/// Everything that may not change when something is done to the other page.
async function whole(page, id) {
  const consumers = await page.locator(`#${id} [data-testid^="consumer-"]`).evaluateAll((cards) =>
    cards.map(({ dataset }) => `${dataset.testid} ${dataset.state}`));
  return { consumers, ground: await ground(page, id), ...(await call(page, id, "state")),
    session: await call(page, id, "session"), report: await call(page, id, "report") };
}

/// Plays one, kills a consumer in it by its button, themes it, removes it and adds it again. `two` is not to notice.
async function liveThrough(page, mountOne) {
  await call(page, "two", "seek", 3);
  await until(page, "two", "time", "data-time-us", 3_000_000);
  const before = await whole(page, "two");
  const unmoved = async (when) => assert.deepEqual(await whole(page, "two"), before, `${when}, two is as it was`);

  assert.equal((await call(page, "one", "state")).playing, false, "an embedded page waits for its reader");
  await at(page, "one", "play").click();
  await untilTimePasses(page, "one", 500_000);
  await call(page, "one", "pause");
  await unmoved("while one played");

  await call(page, "one", "seek", 6);
  await until(page, "one", "coordinator-billing", "data-state", "Stable");
  await at(page, "one", "kill-c2").click();
  await until(page, "one", "consumer-c2", "data-state", "killed");
  await unmoved("after one lost a consumer");

  assert.equal(await call(page, "one", "set", "theme", "dark"), undefined);
  await page.locator("#one .groupscope-page[data-theme=dark]").waitFor();
  assert.equal(await ground(page, "one"), DARK);
  assert.equal(before.ground, LIGHT);
  await unmoved("after one turned dark");

  await call(page, "one", "unmount");
  await call(page, "one", "unmount");
  assert.equal(await at(page, "one", "stage").count(), 0);
  await unmoved("after one was removed");
  await mountOne();
  assert.equal(await time(page, "one"), 0);
  assert.notEqual(await shows(page, "one", "consumer-c2", "data-state"), "killed", "one begins anew");
  assert.equal(await ground(page, "one"), LIGHT, "the theme went with the page that had it");
  await unmoved("after one was added again");
}

browserTest("two pages in two shadow roots", async ({ page }) => {
  await openHost(page, ["one", "two"]);
  for (const id of ["one", "two"]) await mountInShadow(page, id);
  await liveThrough(page, () => mountInShadow(page, "one"));
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), undefined);
  await screenshot(page, "two pages", { fullPage: true });
});

browserTest("two pages without shadow roots", async ({ page }) => {
  await openHost(page, ["one", "two"], { linked: true });
  for (const id of ["one", "two"]) await mountAt(page, id, {});
  const ids = () => page.evaluate(() => [...document.querySelectorAll("[id]")].map(({ id }) => id));
  assert.deepEqual(await ids(), [...new Set(await ids())], "no id is given twice");
  await liveThrough(page, () => mountAt(page, "one", {}));
  const dangling = await page.evaluate(() =>
    ["aria-labelledby", "aria-controls", "for"].flatMap((name) =>
      [...document.querySelectorAll(`[${name}]`)].filter((element) => {
        const meant = document.getElementById(element.getAttribute(name));
        return !meant || meant.closest(".groupscope-page") !== element.closest(".groupscope-page");
      })).length);
  assert.equal(dangling, 0, "what refers to an id refers to one of its own page");
});

for (const shadow of [true, false]) {
  const where = shadow ? "in a shadow root" : "without one";
  browserTest(`the hatching of a duplicate is found ${where}`, async ({ page }) => {
    await openHost(page, ["one", "two"], { linked: !shadow });
    for (const id of ["one", "two"]) await (shadow ? mountInShadow : mountAt)(page, id, {});
    // What kills c2 in this scenario has records read twice.
    await call(page, "two", "seek", 17);
    const cells = page.locator("#two .cell.duplicate");
    await cells.first().waitFor({ state: "attached" });
    const found = await cells.first().evaluate((cell) => {
      const { fill } = getComputedStyle(cell);
      const id = fill.match(/#([\w-]+)/)[1];
      return cell.getRootNode().getElementById(id).closest(".groupscope-page") === cell.closest(".groupscope-page");
    });
    assert.ok(found, "it is that of its own page");
  });

  browserTest(`keys are for the page that has the focus, ${where}`, async ({ page }) => {
    await openHost(page, ["one", "two"], { linked: !shadow });
    for (const id of ["one", "two"]) await (shadow ? mountInShadow : mountAt)(page, id, {});
    const playing = async (id) => (await call(page, id, "state")).playing;
    await page.keyboard.press("Space");
    await page.locator("#field").press("Space");
    assert.deepEqual([await playing("one"), await playing("two")], [false, false], "the document keeps its keys");
    // Something that takes no focus of its own leaves it in the page; so does a button pressed with the pointer.
    await at(page, "one", "caption").click();
    await page.keyboard.press("Space");
    assert.deepEqual([await playing("one"), await playing("two")], [true, false]);
    await at(page, "one", "pause").click();
    await page.keyboard.press("Space");
    assert.deepEqual([await playing("one"), await playing("two")], [true, false]);
    await page.keyboard.press("Space");
    await at(page, "two", "caption").click();
    const instant = await time(page, "one");
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(() => handles.two.state().time > 0);
    assert.equal(await time(page, "one"), instant);
    await page.keyboard.press("?");
    await at(page, "two", "help-list").waitFor();
    assert.equal(await at(page, "one", "help-list").isVisible(), false);
  });
}

browserTest("an embedded page beside groupscope's own leaves it alone", async ({ page }) => {
  await open(page);
  await pause(page);
  await page.evaluate(() => {
    const place = document.createElement("div");
    place.id = "one";
    document.body.append(place);
    window.handles = { one: wasmBindings.mount(place, { shadow: true, theme: "dark", scenario: "zombie" }) };
  });
  await until(page, "one", "page", "aria-busy", "false");
  assert.equal(await ground(page, "one"), DARK, "its sheets are those of the document");
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), undefined);
  const own = () => page.evaluate(() => window.groupscope.state());
  const before = await own();
  await at(page, "one", "caption").click();
  await page.keyboard.press("Space");
  await untilTimePasses(page, "one", 100_000);
  await page.keyboard.press("Space");
  await page.keyboard.press("t");
  await page.keyboard.press("1");
  await page.keyboard.press("k");
  assert.deepEqual(await own(), before, "keys pressed in the embedded page are not heard by the other");
  assert.match(await call(page, "one", "session"), /^kill /m);
  assert.equal(await page.evaluate(() => localStorage.length), 0, "an embedded page remembers nothing");
  await call(page, "one", "unmount");
  await page.keyboard.press("Space");
  await page.waitForFunction(() => window.groupscope.state().playing);
});

browserTest("what was removed leaves nothing behind", async ({ page }) => {
  await page.addInitScript(() => {
    // What is listened to on the window and the document, which frames were asked for, what is observed.
    const live = { listeners: 0, frames: new Set(), observers: new Set(), timers: new Set() };
    window.live = () => Object.values(live).map((one) => one.size ?? one).join(" ");
    for (const target of [window, document]) {
      const { addEventListener: add, removeEventListener: remove } = target;
      target.addEventListener = (...args) => { live.listeners += 1; add.apply(target, args); };
      target.removeEventListener = (...args) => { live.listeners -= 1; remove.apply(target, args); };
    }
    const { requestAnimationFrame: ask, cancelAnimationFrame: cancel } = window;
    window.requestAnimationFrame = (then) => {
      const id = ask((time) => { live.frames.delete(id); then(time); });
      live.frames.add(id);
      return id;
    };
    window.cancelAnimationFrame = (id) => { live.frames.delete(id); cancel(id); };
    const { setTimeout: set, clearTimeout: clear } = window;
    window.setTimeout = (then, ...more) => {
      const id = set(() => { live.timers.delete(id); then(); }, ...more);
      live.timers.add(id);
      return id;
    };
    window.clearTimeout = (id) => { live.timers.delete(id); clear(id); };
    window.ResizeObserver = class extends ResizeObserver {
      observe(...args) { live.observers.add(this); super.observe(...args); }
      disconnect() { live.observers.delete(this); super.disconnect(); }
    };
  });
  await openHost(page, ["one"]);
  const before = await page.evaluate(() => live());
  await mountInShadow(page, "one");
  await call(page, "one", "play");
  await untilTimePasses(page, "one", 100_000);
  // A notice waits for its time to go.
  await at(page, "one", "add-consumer").click();
  await at(page, "one", "notice").getByRole("button").waitFor();
  assert.notEqual(await page.evaluate(() => live()), before);
  await call(page, "one", "unmount");
  await page.waitForFunction((before) => live() === before, before);
  const left = await page.evaluate(() => document.getElementById("one").shadowRoot.childNodes.length);
  assert.equal(left, 0);
  await assert.rejects(call(page, "one", "play"), /This page was unmounted/);
  assert.equal(await call(page, "one", "act", "kill c1"), "This page was unmounted.");
});

browserTest("a page stays when its handle is let go of", async ({ page }) => {
  await openHost(page, ["one"]);
  await mountInShadow(page, "one");
  await page.evaluate(() => handles.one.free());
  await at(page, "one", "play").click();
  await page.locator('#one [data-testid="time"]:not([data-time-us="0"])').waitFor();
});

browserTest("the handle does what it is told, and says what it cannot", async ({ page }) => {
  await openHost(page, ["one"]);
  await mountInShadow(page, "one", { scenario: "join-eager", lang: "ko", controls: false });
  await until(page, "one", "story", "lang", "ko");
  assert.match(await call(page, "one", "act", "kil c1"), /`kil`.*[가-힣].*`kill`/, "in the page's language");
  assert.equal(await at(page, "one", "kill-c1").isVisible(), false, "without controls");
  assert.equal(await call(page, "one", "set", "controls", "true"), undefined);
  await at(page, "one", "kill-c1").waitFor();
  assert.equal(await call(page, "one", "set", "lang", "en"), undefined);
  await until(page, "one", "story", "lang", "en");
  assert.equal(await call(page, "one", "act", "kill c1"), undefined);
  await until(page, "one", "consumer-c1", "data-state", "killed");
  assert.match(await call(page, "one", "act", "kil c1"), /`kil`.*`kill`/);
  assert.equal(await call(page, "one", "set", "scenario", "zombie"), undefined);
  assert.equal((await call(page, "one", "state")).scenario, "zombie");
  assert.match(await call(page, "one", "set", "scenario", "zombies"), /no scenario `zombies`.*`zombie`/);
  assert.match(await call(page, "one", "set", "theme", "green"), /auto, light or dark/);
  assert.match(await call(page, "one", "set", "them", "dark"), /`theme`/);
  await assert.rejects(call(page, "one", "seek", -1), /seconds from 0 on/);
  const refused = (options) => page.evaluate((options) => {
    try { mountAt("one", options); } catch (error) { return error.message; }
  }, options);
  assert.match(await refused({ them: "dark" }), /`theme`/);
  assert.match(await refused({ shadow: true, lang: "fr" }), /en or ko/);
  assert.match(await refused({ shadow: true }), /needs `styles`/);
  assert.match(await page.evaluate(() => { try { mountAt("nowhere"); } catch (e) { return e.message; } }), /element/);
  assert.equal(await page.locator("#one .groupscope-page").count(), 1, "what was refused left nothing behind");
});

/// Where every element of the page with this stage stands and how it is painted, once that is the same for two frames.
function look(stage) {
  return stage.evaluate(async (stage) => {
    const painted = ["color", "background-color", "fill", "stroke", "font", "letter-spacing", "text-align",
      "border-top", "border-radius", "padding", "opacity", "visibility", "box-shadow", "white-space"];
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const one = (element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      const name = `${element.getAttribute("class") ?? ""} ${element.dataset.testid ?? ""}`;
      const paint = painted.map((property) => style.getPropertyValue(property).replace(/#[\w-]+/, "#"));
      return [name, ...[x, y, width, height].map((size) => size.toFixed(1)), ...paint].join("; ");
    };
    for (let before = ""; ;) {
      await frame();
      const seen = [...stage.closest(".page").querySelectorAll("*")].map(one);
      if (before === seen.join()) return seen;
      before = seen.join();
    }
  });
}

const CALM = { context: { reducedMotion: "reduce" } };
browserTest("a page in a shadow root looks as the page itself", CALM, async ({ page }) => {
  await open(page);
  await page.keyboard.press("Escape");
  await page.mouse.move(0, 0);
  // Only the page that has the document to itself keeps a visitor's work.
  const withoutWork = (place) => place.getByTestId("my-work").evaluate((button) => button.remove());
  await withoutWork(page);
  // Nor has another one a way into the course.
  await page.getByTestId("ways-in").evaluate((ways) => ways.parentElement.replaceChildren());
  const alone = await look(page.locator("main.stage-area"));
  await screenshot(page, "mounted alone");
  await openHost(page, ["one"], { size: "width:1280px;height:800px" });
  await mountInShadow(page, "one");
  await withoutWork(page);
  const embedded = await look(page.locator("section.stage-area"));
  await screenshot(page, "mounted in a shadow root");
  assert.ok(alone.length > 300, "there is something to compare");
  assert.deepEqual(embedded, alone);
});

browserTest("a narrow page in a wide window stands in one column", async ({ page }) => {
  await openHost(page, ["one"], { size: "width:400px" });
  await mountInShadow(page, "one");
  const sticking = await page.evaluate(() => {
    const host = document.getElementById("one");
    const { right } = host.getBoundingClientRect();
    const areas = ".brand, .stage-area, .transport, .told, .times, .tools";
    return [...host.shadowRoot.querySelectorAll(areas)]
      .filter((area) => area.getBoundingClientRect().right > right + 1).map((area) => area.className);
  });
  assert.deepEqual(sticking, []);
  assert.equal(await at(page, "one", "controls").isVisible(), true, "the controls are behind a button");
  await page.evaluate(() => { document.getElementById("one").style.width = "1200px"; });
  await at(page, "one", "controls").waitFor({ state: "hidden" });
});

const LOW = { context: { viewport: { width: 1280, height: 400 } } };
browserTest("what an embedded page brings into view does not scroll the document", LOW, async ({ page }) => {
  await openHost(page, ["one"]);
  await mountInShadow(page, "one");
  await call(page, "one", "seek", 4);
  await at(page, "one", "caption").click();
  await page.keyboard.press("3");
  await page.keyboard.press("r");
  await at(page, "one", "refusal").waitFor();
  const [refusal, panel] = await page.evaluate(() => {
    const { shadowRoot } = document.getElementById("one");
    const box = (css) => shadowRoot.querySelector(css).getBoundingClientRect().toJSON();
    return [box("[data-testid=refusal]"), box(".controls")];
  });
  const seen = refusal.top >= panel.top && refusal.bottom <= panel.bottom;
  assert.ok(seen, `the refusal at ${refusal.top} to ${refusal.bottom} is seen in ${panel.top} to ${panel.bottom}`);
  assert.ok(refusal.bottom > 400, "in the document it is below what the window shows");
  assert.equal(await page.evaluate(() => scrollY), 0);
});

browserTest("where storage is forbidden the page works and remembers nothing", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } });
  });
  await open(page);
  await page.getByTestId("theme").click();
  await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
});

browserTest("when the program fails, each page shows its own session", { expectErrors: true }, async ({ page }) => {
  await openHost(page, ["one", "two"]);
  await mountInShadow(page, "one");
  await mountInShadow(page, "two", { scenario: "zombie" });
  await call(page, "one", "act", "kill c2");
  await until(page, "one", "consumer-c2", "data-state", "killed");
  // A document that takes no more elements is something that Yew does not survive.
  await page.evaluate(() => {
    Node.prototype.insertBefore = () => { throw new Error("the document is full"); };
  });
  await call(page, "one", "act", "consumers c9 group=billing");
  await at(page, "one", "panic").waitFor();
  assert.match(await at(page, "one", "panic").textContent(), /kill c2/);
  assert.match(await at(page, "two", "panic").textContent(), /zombie/i);
  assert.doesNotMatch(await at(page, "two", "panic").textContent(), /kill c2\n.*c9/s);
  assert.ok(errors(page).length > 0);
});
