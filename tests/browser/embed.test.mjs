// <group-scope>: a figure in somebody else's page with one line. It loads when it nears the viewport, once for all
// figures; it follows the page's theme and language; keys, wheel and focus stay with the page; what is wrong is said in
// its place; and as a frame it talks by messages, and by nothing else.
import assert from "node:assert/strict";
import { at, heard, openFrame, openHost, send } from "./host-page.mjs";
import { browserTest, screenshot } from "./support.mjs";

const ground = (page, id) =>
  page.locator(`#${id} .groupscope-page .stage-area`)
    .evaluate((area) => getComputedStyle(area.parentElement).backgroundColor);
const DARK = "rgb(14, 17, 21)";
const LIGHT = "rgb(246, 247, 248)";

browserTest("one line is a figure: stage, transport, caption", async ({ page }) => {
  await openHost(page, '<p>Before.</p><group-scope id="one" scenario="zombie"></group-scope><p>After.</p>');
  assert.equal((await heard(page, "ready")).scenario, "zombie");
  await at(page, "one", "stage").waitFor();
  await at(page, "one", "caption").waitFor();
  for (const missing of ["kill-c1", "timeline", "compare", "open"]) {
    assert.equal(await at(page, "one", missing).count(), 0, `${missing} belongs to the app`);
  }
  await at(page, "one", "play").click();
  await page.waitForFunction(() => window.heard.some((one) => one.type === "time" && one.time > 0.2));
  await at(page, "one", "pause").click();
  await at(page, "one", "time-slider").fill("5");
  await page.locator('#one [data-testid="time"][data-time-us="5000000"]').waitFor();
  await screenshot(page, "figure", { fullPage: true });
});

browserTest("ten figures load the program once, and only when one nears the viewport", async ({ page, t }) => {
  const fetched = [];
  await page.addInitScript(() => {
    // Memory is made by the program; the modules share it.
    window.memories = new Set();
    for (const name of ["instantiate", "instantiateStreaming"]) {
      const plain = WebAssembly[name];
      WebAssembly[name] = async (...args) => {
        const made = await plain.apply(WebAssembly, args);
        const { exports } = made.instance ?? made;
        for (const one of Object.values(exports)) if (one instanceof WebAssembly.Memory) memories.add(one);
        return made;
      };
    }
  });
  const linear = () => page.evaluate(() => [...memories].reduce((sum, one) => sum + one.buffer.byteLength, 0) / 1e6);
  page.on("request", (request) => fetched.push(new URL(request.url()).pathname));
  const far = '<div style="height:4000px"></div>';
  const ids = [...Array(10).keys()].map((number) => `f${number}`);
  const figures = ids.map((id) => `<group-scope id="${id}" scenario="join-eager" height="300"></group-scope>`).join("");
  await openHost(page, `<p>Text.</p>${far}${figures}`);
  await page.waitForFunction(() => customElements.get("group-scope"));
  await page.evaluate(() => new Promise((done) => requestIdleCallback(done)));
  const before = fetched.filter((path) => !/host\.html|favicon/.test(path));
  assert.deepEqual(before, ["/groupscope.js"], "nothing else comes before a figure is near");
  await page.locator("#f0").scrollIntoViewIfNeeded();
  await heard(page, "ready", "f0");
  for (const id of ids) {
    await page.locator(`#${id}`).scrollIntoViewIfNeeded();
    await heard(page, "ready", id);
    if (id === "f0") t.diagnostic(`WebAssembly's memory: ${(await linear()).toFixed(1)} MB with the first figure`);
  }
  t.diagnostic(`WebAssembly's memory: ${(await linear()).toFixed(1)} MB with ten figures`);
  const counted = (ending) => fetched.filter((path) => path.endsWith(ending)).length;
  const modules = () => ["bg", "shared", "touched", "later"].map((name) => counted(`_${name}.wasm`));
  assert.deepEqual(modules(), [1, 0, 0, 0], "the rest comes with the first touch");
  await at(page, "f3", "play").click();
  await page.waitForFunction(() => window.heard.some((one) => one.type === "entry" && one.id === "f3"));
  await at(page, "f3", "pause").click();
  await at(page, "f5", "play").click();
  await page.waitForFunction(() => window.heard.some((one) => one.type === "entry" && one.id === "f5"));
  assert.deepEqual(modules(), [1, 1, 1, 0], "what only the app needs never comes");
  assert.equal(new Set(fetched).size, fetched.length - counted("join-eager.session") + 1, "nothing is fetched twice");
});

const BEFORE = "before a figure is near the element is one small file and a moment of work";
browserTest(BEFORE, async ({ context, t }) => {
  const body = '<div style="height:9000px">Text.</div><group-scope scenario="zombie" height="300"></group-scope>';
  const cost = { with: [], without: [] };
  const fetched = new Set();
  let bytes = 0;
  // The same page with the element and without, in turns, each in a page of its own.
  for (let turn = 0; turn < 14; turn += 1) {
    const kind = turn % 2 ? "with" : "without";
    const bare = kind === "without";
    const page = await context.newPage();
    page.on("response", async (response) => {
      const name = new URL(response.url()).pathname.split("/").pop();
      if (!/\.html$|favicon/.test(name)) fetched.add(name);
      if (name === "groupscope.js") bytes = (await response.body()).length;
    });
    const session = await context.newCDPSession(page);
    await session.send("Performance.enable");
    await openHost(page, bare ? body.replaceAll("group-scope", "div") : body, { name: `${kind}.html`, bare });
    await page.evaluate(() => new Promise((done) => requestIdleCallback(done)));
    const { metrics } = await session.send("Performance.getMetrics");
    cost[kind].push(metrics.find((one) => one.name === "TaskDuration").value * 1000);
    await page.close();
  }
  const middle = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
  const times = `${middle(cost.with).toFixed(1)} ms with it, ${middle(cost.without).toFixed(1)} ms without`;
  t.diagnostic(`groupscope.js: ${bytes} bytes; the main thread is busy for ${times}`);
  assert.ok(bytes > 0 && bytes < 30_000, `one file of ${bytes} bytes`);
  assert.deepEqual([...fetched], ["groupscope.js"], "and nothing else");
});

browserTest("a figure follows the page's theme and language without a reload", async ({ page }) => {
  await openHost(page, '<group-scope id="one" scenario="zombie" loading="eager"></group-scope>', {
    attributes: 'data-theme="light"',
  });
  await heard(page, "ready");
  await at(page, "one", "stage").waitFor();
  assert.equal(await ground(page, "one"), LIGHT);
  await page.evaluate(() => { document.documentElement.dataset.theme = "dark"; });
  await page.locator("#one .groupscope-page[data-theme=dark]").waitFor();
  assert.equal(await ground(page, "one"), DARK);
  await page.evaluate(() => {
    delete document.documentElement.dataset.theme;
    document.documentElement.className = "light";
  });
  await page.locator("#one .groupscope-page[data-theme=light]").waitFor();
  await page.evaluate(() => { document.documentElement.lang = "ko"; });
  await page.locator('#one [data-testid="story"][lang="ko"]').waitFor();
});

browserTest("a session inside the tag, a stretch of it, again and again", async ({ page }) => {
  await openHost(page, `<group-scope id="one" from="2s" to="2.6s" loop speed="1" play>
      topic orders partitions=2
      group billing
      consumers c1 c2 group=billing
      producer p1 topic=orders rate=20/s
      run for=10s
    </group-scope>`);
  await heard(page, "ready");
  const times = () => page.evaluate(() => window.heard.filter((one) => one.type === "time").map((one) => one.time));
  await page.waitForFunction(() => {
    const times = window.heard.filter((one) => one.type === "time").map((one) => one.time);
    return times.some((time, place) => place > 0 && time < times[place - 1]);
  });
  const shown = await times();
  assert.ok(Math.min(...shown) >= 2 && Math.max(...shown) <= 2.6, `${Math.min(...shown)} to ${Math.max(...shown)}`);
});

browserTest("what is wrong is said in the figure's place, with its line", { expectErrors: true }, async ({ page }) => {
  await openHost(page, `<group-scope id="script"><img alt="the poster">topic orders partitions=2
groop billing</group-scope>
    <group-scope id="src" src="nowhere.session"></group-scope>
    <group-scope id="option" scenario="zombies"></group-scope>`);
  const [script, src, option] = await Promise.all(["script", "src", "option"].map((id) => heard(page, "error", id)));
  assert.match(script.message, /2:1: `groop` is not a verb.*`group`/s);
  assert.match(src.message, /did not arrive: .*nowhere\.session/);
  assert.match(option.message, /no scenario `zombies`.*`zombie`/);
  assert.match(await page.locator("#src .error").textContent(), /nowhere\.session/);
  assert.match(await page.locator("#script .error").textContent(), /groop/);
  assert.equal(await page.locator("#script img").isVisible(), true, "the poster stays");
  // What is corrected is shown.
  await page.locator("#option").evaluate((figure) => figure.setAttribute("scenario", "zombie"));
  await heard(page, "ready", "option");
  assert.equal(await page.locator("#option .error").count(), 0);
});

browserTest("keys, wheel and focus stay with the page", async ({ page }) => {
  await openHost(page, `<input id="field"><group-scope id="one" scenario="zombie" loading="eager"></group-scope>
    <div style="height:3000px"></div>`);
  await heard(page, "ready");
  await at(page, "one", "stage").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "BODY");
  await page.mouse.move(400, 200);
  await page.mouse.wheel(0, 500);
  await page.waitForFunction(() => scrollY >= 400);
  await page.evaluate(() => scrollTo(0, 0));
  await page.locator("#field").press("Space");
  assert.equal(await page.evaluate(() => window.heard.some((one) => one.playing)), false);
  const shift = await page.evaluate(() => new Promise((done) => {
    new PerformanceObserver((list) => done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0)))
      .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(0), 300);
  }));
  assert.equal(shift, 0, "nothing moves when a figure comes");
});

browserTest("a code fence becomes a figure", async ({ page }) => {
  await openHost(page, `<pre><code class="language-groupscope">topic orders partitions=2
group billing
consumers c1 group=billing
run for=5s
</code></pre>`);
  await heard(page, "ready");
  await page.locator("group-scope").getByTestId("lane-orders-1").waitFor();
  assert.equal(await page.locator("pre").isVisible(), false, "the code is what was shown until then");
});

browserTest("methods do what they say, and a state can be taken along", async ({ page }) => {
  await openHost(page, '<group-scope id="one" loading="eager" scenario="zombie"></group-scope>');
  await heard(page, "ready");
  const [state, report] = await page.evaluate(async () => {
    const figure = document.getElementById("one");
    figure.seek(6);
    await figure.send("kill c1");
    return [await figure.save(), await figure.report()];
  });
  assert.equal(report.time_ms, 6000);
  assert.match(state, /^zombie@6s~/);
  await page.evaluate(() => document.getElementById("one").seek(0));
  await page.evaluate((state) => document.getElementById("one").restore(state), state);
  await page.locator('#one [data-testid="time"][data-time-us="6000000"]').waitFor();
  await page.locator('#one [data-testid="consumer-c1"][data-state="killed"]').waitFor({ state: "attached" });
  const refused = await page.locator("#one")
    .evaluate((figure) => figure.send("kil c1").catch((error) => error.message));
  assert.match(refused, /`kil`/);
});

browserTest("a frame does what messages say, and tells its height", async ({ page }) => {
  await openFrame(page, "scenario=zombie&lang=ko");
  await send(page, { v: 1, source: "groupscope", type: "seek", time: 4 });
  await page.waitForFunction(() => said.some((one) => one.type === "time" && one.time === 4));
  await send(page, { v: 1, source: "groupscope", type: "line", line: "kil c1" });
  await page.waitForFunction(() => said.some((one) => one.type === "error" && /kil/.test(one.message)));
  const height = await page.evaluate(() => said.findLast((one) => one.type === "height").height);
  assert.ok(height > 200 && height < 1200, `${height}`);
});

browserTest("a thousand messages that mean nothing change nothing", async ({ page }) => {
  await openFrame(page, "scenario=zombie");
  const inside = page.frames().find((frame) => frame.url().includes("embed.html"));
  const state = () => inside.evaluate(() => document.querySelector("group-scope").report().then(JSON.stringify));
  const before = await state();
  await page.evaluate(() => {
    let seed = 7;
    const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
    const odd = [null, undefined, 0, -1, NaN, 1e308, "", "kill c1", "x".repeat(100_000), {}, [], true, "__proto__"];
    odd.push({ toString: "x" });
    const pick = () => odd[random(odd.length)];
    const types = ["play ", "seek", "step", "line", "theme", "lang", "scenario", "constructor", "toString", "height"];
    types.push(pick());
    const names = ["../x", "no-such-scenario", undefined, null, 5, ["join-eager"], {}];
    for (let count = 0; count < 1000; count += 1) {
      const message = random(10) === 0 ? pick() : {
        v: random(4) === 0 ? pick() : 1,
        source: random(4) === 0 ? pick() : "groupscope",
        type: types[random(types.length)],
        time: -1, count: "1", line: ["kill c1"], theme: "green", lang: "fr", scenario: names[random(names.length)],
        [`x${random(9)}`]: pick(),
      };
      frame.contentWindow.postMessage(message, "*");
    }
    frame.contentWindow.postMessage({ v: 1, source: "groupscope", type: "nothing at all" }, "*");
  });
  await page.waitForFunction(() => said.some((one) => /nothing at all/.test(one.message)));
  assert.equal(await state(), before);
});

browserTest("a huge message changes nothing", async ({ page }) => {
  await openFrame(page, "scenario=zombie");
  const inside = page.frames().find((frame) => frame.url().includes("embed.html"));
  const state = () => inside.evaluate(() => document.querySelector("group-scope").report().then(JSON.stringify));
  const before = await state();
  const big = "x".repeat(5_000_000);
  await page.evaluate((big) => {
    const head = { v: 1, source: "groupscope" };
    const messages = [
      { type: "line", line: `kill c1 # ${big}` }, { type: "line", line: `kill c1${" ".repeat(10_000)}` },
      { type: "scenario", scenario: big }, { type: big }, { type: "seek", time: big }, { v: big },
      { type: "step", count: 1e9 }, { type: "theme", theme: [big, big] }, { type: "lang", lang: { big } },
      { type: "pause", more: new Array(3).fill(big) },
    ];
    for (const message of messages) frame.contentWindow.postMessage({ ...head, ...message }, "*");
    frame.contentWindow.postMessage({ ...head, type: "the last one" }, "*");
  }, big);
  await page.waitForFunction(() => said.some((one) => /the last one/.test(one.message)));
  assert.equal(await state(), before);
  const longest = await page.evaluate(() => Math.max(...said.map((one) => JSON.stringify(one).length)));
  assert.ok(longest < 2_000, `an answer repeats what is wrong in ${longest} letters`);
});

browserTest("a frame listens to the page around it and to no other window, of whatever origin", async ({ page }) => {
  await openFrame(page, "scenario=zombie");
  const html = `<script>
    top.frames[0].postMessage({ v: 1, source: "groupscope", type: "seek", time: 5 }, "*");
    top.frames[0].postMessage({ v: 1, source: "groupscope", type: "what another window sends" }, "*");
  </script>`;
  const foreign = "https://elsewhere.example/";
  await page.route(foreign, (route) => route.fulfill({ contentType: "text/html", body: html }));
  await page.evaluate(async ({ html, foreign }) => {
    for (const content of [{ srcdoc: html }, { src: foreign }, { srcdoc: html, sandbox: "allow-scripts" }]) {
      await new Promise((done) => {
        const other = Object.assign(document.createElement("iframe"), content, { onload: done });
        document.body.append(other);
      });
    }
  }, { html, foreign });
  assert.ok(page.frames().some((frame) => frame.url() === foreign), "a page of another origin is there");
  await send(page, { v: 1, source: "groupscope", type: "what the page sends" });
  await page.waitForFunction(() => said.some((one) => /what the page sends/.test(one.message)));
  const told = await page.evaluate(() => said.map((one) => `${one.type} ${one.time} ${one.message}`).join("; "));
  assert.doesNotMatch(told, /another window|time 5 /);
});

browserTest("a caption without Korean is shown in English, and says so", async ({ page }) => {
  const session = 'topic orders partitions=2\nsay en="Only English"\nask en="And here?"\n' +
    'option en="a" ko="가" right=yes\noption en="b"\nrun for=1s\nanswer en="c"\nrun for=2s\n';
  await openHost(page, `<group-scope id="one" lang="ko">${session}</group-scope>`);
  await heard(page, "ready");
  assert.equal(await at(page, "one", "caption").getAttribute("lang"), "en");
  const options = at(page, "one", "question").locator("button");
  const written = await options.evaluateAll((all) => all.map((one) => [one.lang, one.textContent]));
  assert.deepEqual(written, [["ko", "가"], ["en", "b"]]);
});
