// The life of a <group-scope>: made before it is in a page, taken away and put back, asked for things before it is
// there; a part of the program that does not come; what is said wrongly.
import assert from "node:assert/strict";
import { at, heard, openHost } from "./host-page.mjs";
import { browserTest } from "./support.mjs";

const OWN = `topic orders partitions=2
group billing
consumers c1 c2 group=billing
run for=5s
ask en="How many?"
option en="one"
option en="two" right=yes
run for=1s
answer en="Two of them"
run for=2s
`;

browserTest("made by a script, taken away and put back, it is a figure", async ({ page }) => {
  await openHost(page, '<div id="place"></div>');
  await page.waitForFunction(() => customElements.get("group-scope"));
  const refused = await page.evaluate(() => {
    window.figure = Object.assign(document.createElement("group-scope"), { id: "one" });
    figure.setAttribute("scenario", "join-eager");
    figure.play();
    return figure.save().catch(({ message }) => message);
  });
  assert.match(refused, /has not started yet/);
  await page.evaluate(() => document.getElementById("place").append(figure));
  await heard(page, "ready", "one");
  await at(page, "one", "pause").waitFor();
  await page.evaluate(() => {
    figure.remove();
    figure.play();
    window.heard.length = 0;
    document.getElementById("place").append(figure);
  });
  await heard(page, "ready", "one");
  await at(page, "one", "pause").waitFor();
});

browserTest("what is asked of it before it is there is done when it is", async ({ page }) => {
  await openHost(page, '<div id="place"></div>');
  await page.waitForFunction(() => customElements.get("group-scope"));
  const time = await page.evaluate(async (text) => {
    const figure = Object.assign(document.createElement("group-scope"), { id: "one", textContent: text });
    figure.setAttribute("loading", "eager");
    document.getElementById("place").append(figure);
    await figure.send("kill c1");
    return (await figure.report()).time_ms;
  }, OWN);
  assert.equal(time, 0);
  await page.locator('#one [data-testid="consumer-c1"][data-state="killed"]').first().waitFor({ state: "attached" });
});

const MISSING = "a part of the program that does not come is said, and the figure comes when it does";
browserTest(MISSING, { expectErrors: true }, async ({ page }) => {
  let refused = 0;
  await page.route(/_touched\.wasm$/, (route) => {
    refused += 1;
    return refused === 1 ? route.abort() : route.continue();
  });
  await openHost(page, `<group-scope id="one" loading="eager">\n${OWN}</group-scope>`);
  const { message } = await heard(page, "error", "one");
  await page.locator("#one .error").filter({ hasText: message }).waitFor();
  await heard(page, "ready", "one");
  await page.locator("#one .error").waitFor({ state: "detached" });
});

browserTest("what is said wrongly is refused in its place", async ({ page }) => {
  await openHost(page, `<group-scope id="a" controls="some" scenario="zombie" loading="eager"></group-scope>
    <group-scope id="b" controls="all" compare="zombie" scenario="join-eager" loading="eager"></group-scope>
    <group-scope id="c" view="sequence" compare="zombie" scenario="join-eager" loading="eager"></group-scope>
    <group-scope id="d" name="mine" loading="eager">groop billing</group-scope>`);
  for (const [id, words] of [["a", /`controls` is minimal/], ["b", /`compare` is for a figure/],
    ["c", /`compare` shows two stages/], ["d", /mine/]]) {
    const { message } = await heard(page, "error", id);
    assert.match(message, words);
    await page.locator(`#${id} .error`).waitFor();
  }
});

browserTest("a run stands beside one's own script, too", async ({ page }) => {
  await openHost(page, `<group-scope id="one" compare="zombie" loading="eager">\n${OWN}</group-scope>`);
  await heard(page, "ready", "one");
  await page.locator("#one .run-head").nth(1).waitFor();
  await page.locator("#one .run-b .stage-room").getByTestId("stage").waitFor();
});

browserTest("an answer that waits to be asked for is not read out either", async ({ page }) => {
  await openHost(page, `<group-scope id="one" reveal="manual" loading="eager">\n${OWN}</group-scope>`);
  await heard(page, "ready", "one");
  // The words come with what a touched figure fetches.
  await page.evaluate(() => document.getElementById("one").save());
  await page.evaluate(() => document.getElementById("one").seek(5.2));
  await page.locator('#one [data-testid="spoken"]').filter({ hasText: "How many?" }).waitFor({ state: "attached" });
  await page.evaluate(() => document.getElementById("one").seek(7));
  await page.locator('#one [data-testid="time"][data-time-us="7000000"]').waitFor();
  await page.locator('#one [data-testid="page"][aria-busy="false"]').waitFor();
  assert.doesNotMatch(await at(page, "one", "spoken").textContent(), /Two of them/);
  // Who asks for it hears it.
  const answer = page.locator("#one .answer[aria-live=polite]");
  assert.equal((await answer.textContent()).trim(), "");
  await at(page, "one", "show-answer").click();
  await answer.filter({ hasText: "Two of them" }).waitFor();
});

browserTest("another height is laid out anew, and one that is no number of pixels reserves alone", async ({ page }) => {
  await openHost(page, `<group-scope id="one" scenario="zombie" height="700" loading="eager"></group-scope>
    <div style="height:500px">
      <group-scope id="two" scenario="zombie" height="50%" loading="eager"></group-scope>
    </div>`);
  await Promise.all([heard(page, "ready", "one"), heard(page, "ready", "two")]);
  const tall = (id) => at(page, id, "stage").evaluate((stage) => stage.getBoundingClientRect().height);
  const first = await tall("one");
  assert.ok((await tall("two")) > 200, "not squeezed into 50 px");
  await page.evaluate(() => document.getElementById("one").setAttribute("height", "1000"));
  const becomes = (higher) => page.waitForFunction(([first, higher]) => {
    const stage = document.getElementById("one").shadowRoot.querySelector("[data-testid=stage]");
    const { height } = stage.getBoundingClientRect();
    return higher ? height > first + 200 : height < first + 200;
  }, [first, higher]);
  await becomes(true);
  await page.evaluate(() => document.getElementById("one").setAttribute("height", "50%"));
  await becomes(false);
});

const FIRST = "a first scenario that does not come is said over what was there, and another one can be opened";
browserTest(FIRST, { expectErrors: true }, async ({ page }) => {
  await page.route(/zombie\.session$/, (route) => route.abort());
  await openHost(page, `<group-scope id="one" scenario="zombie" compare="join-eager" loading="eager"><b>The poster</b>
    </group-scope>`);
  const { message } = await heard(page, "error", "one");
  assert.match(message, /zombie/);
  assert.equal(await page.locator("#one > b").isVisible(), true, "what was there stays");
  assert.equal(await page.evaluate(() => window.heard.some((one) => one.type === "ready")), false);
  await page.evaluate(() => document.getElementById("one").restore("join-eager@3s"));
  await heard(page, "ready", "one");
  // The second run has a stage as well, once it has come.
  await at(page, "one", "stage").first().waitFor();
  assert.equal(await page.locator("#one > b").isVisible(), false);
});

const LOST = "a second run that does not come is said, and stays said";
browserTest(LOST, { expectErrors: true }, async ({ page }) => {
  await page.route(/zombie\.session$/, (route) => route.abort());
  await openHost(page, '<group-scope id="one" scenario="join-eager" compare="zombie" loading="eager"></group-scope>');
  const { message } = await heard(page, "error", "one");
  assert.match(message, /zombie/);
  await heard(page, "ready", "one");
  await at(page, "one", "problem").filter({ hasText: "zombie" }).waitFor();
  await at(page, "one", "stage").waitFor();
});
