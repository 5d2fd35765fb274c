// Two runs side by side: one transport, two stages, the same commands; the table has the numbers of two native runs.
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT, browserTest, native, open, value, waitFor } from "./support.mjs";
import { click, element, now, openFile, pause, ran, seek, session } from "./visitor.mjs";

const scenario = (id) => join(ROOT, "static", "scenarios", `${id}.session`);

/// Opens a scenario at rest and sets another run beside it.
async function compare(page, fragment) {
  await open(page, `#${fragment}`);
  await waitFor(page, "page", "data-whole", "true");
  await pause(page);
  await click(page, "compare");
  await element(page, "compare-panel").waitFor();
}

/// The table, by measure; null where a run has nothing of the kind.
const table = (page) =>
  page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll('[data-testid="compare-table"] tbody tr')].map((row) => [
        row.dataset.measure,
        Object.fromEntries(
          ["a", "b"].map((side, place) => [side, row.cells[place + 1].dataset.value])
            .map(([side, text]) => [side, text === "" ? null : Number(text)]),
        ),
      ]),
    ),
  );

/// What a run came to, by the measures of the table.
function measured(report) {
  const sum = (numbers) => numbers.reduce((sum, number) => sum + number, 0);
  const groups = report.groups;
  const history = groups.flatMap((group) => group.rebalance_history);
  const unowned = groups.flatMap((group) => group.partitions).map((partition) => partition.unowned_ms);
  return {
    rebalances: sum(groups.map((group) => group.rebalances)),
    rebalancing_ms: sum(history.map((rebalance) => rebalance.took_ms)),
    paused_ms: sum(groups.flatMap((group) => group.members).map((member) => member.paused_ms)),
    unowned_ms: sum(groups.map((group) => group.unowned_ms)),
    unowned_partitions: unowned.filter((ms) => ms > 0).length,
    longest_unowned_ms: Math.max(0, ...unowned),
    moved: sum([...history.map((rebalance) => rebalance.moved), ...groups.map((group) => group.moved ?? 0)]),
    duplicates: report.totals.duplicates,
    gaps: report.totals.gaps,
    lag: report.totals.lag,
  };
}

browserTest("join-eager with the cooperative assignor beside it: the numbers of two native runs", async ({ page }) => {
  await compare(page, "join-eager@7.5s");
  assert.equal(await element(page, "side-a").textContent(), "eager");
  assert.equal(await element(page, "side-b").textContent(), "cooperative");
  // What was opened, run to its end and written down, and the same with the other assignor: two runs of their own.
  await seek(page, Number(await page.locator("[data-until]").getAttribute("data-until")) / 1e6);
  const text = await session(page);
  const folder = mkdtempSync(join(tmpdir(), "groupscope-"));
  const [one, other] = ["one", "other"].map((name) => join(folder, `${name}.session`));
  writeFileSync(one, text);
  assert.match(text, /strategy=range/);
  writeFileSync(other, text.replaceAll("strategy=range", "strategy=cooperative-sticky"));
  const [a, b] = [measured(ran(one)), measured(ran(other))];
  // The scenario of that name has the same seed and the same deeds; it ends later.
  const eager = measured(ran(scenario("join-eager")));
  const cooperative = measured(ran(scenario("join-cooperative")));
  const shown = await table(page);
  for (const key of Object.keys(shown)) {
    assert.deepEqual(shown[key], { a: a[key], b: b[key] }, key);
    const ends = key === "lag" ? shown[key].b : cooperative[key];
    assert.deepEqual(shown[key], { a: eager[key], b: ends }, key);
  }
  const printed = JSON.parse(native(["compare", scenario("join-eager"), "--with", "cooperative", "--json"]));
  assert.deepEqual(shown, printed.measures);
  const parted = await element(page, "partings").locator("li").count();
  assert.equal(parted, printed.partings.length);
});

browserTest("the same join in the new protocol: the numbers of the command line", async ({ page }) => {
  await compare(page, "join-eager@7.5s");
  await element(page, "compare-pair").selectOption("eager-consumer");
  await page.getByTestId("side-b").filter({ hasText: "consumer (KIP-848)" }).waitFor();
  await seek(page, Number(await page.locator("[data-until]").getAttribute("data-until")) / 1e6);
  const printed = JSON.parse(native(["compare", scenario("join-eager"), "--with", "consumer", "--json"]));
  await page.waitForFunction(
    (moved) => document.querySelector('[data-measure="moved"]')?.cells[2].dataset.value === `${moved}`,
    printed.measures.moved.b,
  );
  assert.deepEqual(await table(page), printed.measures);
  // A consumer group is never in a rebalance: that is no better time than the other's, and the page says why.
  const row = page.locator('[data-measure="rebalancing_ms"]');
  assert.equal(await row.locator("td").last().textContent(), "–");
  assert.equal(await row.locator(".better").count(), 0);
  assert.match(await element(page, "compare-panel").textContent(), /–: a consumer group \(KIP-848\) has no rebalance/);
});

browserTest("so far is the table of this instant, and both cursors are there", async ({ page }) => {
  await compare(page, "join-eager@7.5s");
  await click(page, "compare-so-far");
  await waitFor(page, "compare-so-far", "aria-pressed", "true");
  const until = async () => Number(await page.locator("[data-until]").getAttribute("data-until"));
  assert.equal(await until(), 7_500_000);
  const printed = JSON.parse(
    native(["compare", scenario("join-eager"), "--with", "cooperative", "--until", "7.5s", "--json"]),
  );
  assert.deepEqual(await table(page), printed.measures);
  await seek(page, 10);
  await page.waitForFunction(() => document.querySelector("[data-until]").dataset.until === "10000000");
  const scrubbers = await page.locator(".axis .scrub").evaluateAll((all) =>
    all.map((scrubber) => scrubber.getAttribute("aria-valuenow")),
  );
  assert.equal(new Set(scrubbers).size, 1, `${scrubbers}`);
});

browserTest("what is done is done in both, and undone in both", async ({ page }) => {
  await compare(page, "join-eager@7.5s");
  await page.keyboard.press("1");
  await page.keyboard.press("k");
  const killed = page.locator('[data-testid="run-b"] [data-testid="consumer-c1"][data-state="killed"]');
  await killed.first().waitFor({ state: "attached" });
  assert.equal(await page.locator('[data-testid="consumer-c1"][data-state="killed"]').count(), 2, "in both");
  const before = await table(page);
  await page.keyboard.press("Control+z");
  await killed.first().waitFor({ state: "detached" });
  assert.notDeepEqual(await table(page), before);
});

browserTest("a deed that the other run refuses is said, and A and B keep their names", async ({ page }) => {
  const text =
    "topic orders partitions=2\ngroup billing processing_time=400ms auto.offset.reset=earliest\n" +
    "consumers c1 c2 group=billing\nproducer p1 topic=orders rate=20/s\nrun for=8s\nclose c2\nrun for=1ms\n";
  await open(page);
  await openFile(page, "closing.session", text);
  await pause(page);
  await seek(page, 8.001);
  await click(page, "compare");
  await element(page, "compare-pair").selectOption("kill-close");
  await element(page, "compare-panel").waitFor();
  const sides = async () => [await element(page, "side-a").textContent(), await element(page, "side-b").textContent()];
  const before = await sides();
  const numbers = await table(page);
  // c2 is at its last batch here, and in the other run it was killed a moment ago.
  await page.keyboard.press("2");
  await page.keyboard.press("k");
  await page.waitForFunction(() => document.querySelector('[data-testid="compare-wrong"]').textContent !== "");
  await page.keyboard.press("Control+z");
  await element(page, "compare-panel").waitFor();
  assert.deepEqual(await sides(), before);
  assert.deepEqual(await table(page), numbers);
});

browserTest("every ready-made pair can be compared, or says why not", async ({ page }) => {
  await compare(page, "rolling-deploy");
  const pairs = await page.locator('[data-testid="compare-pair"] option').evaluateAll((all) =>
    all.map((option) => option.value),
  );
  for (const pair of pairs.filter((pair) => !["setting", "texts"].includes(pair))) {
    await element(page, "compare-pair").selectOption(pair);
    await page.waitForFunction(() => document.querySelector('[data-testid="compare-panel"]') ||
      document.querySelector('[data-testid="compare-wrong"]').textContent !== "");
    const sides = [await element(page, "side-a").textContent(), await element(page, "side-b").textContent()];
    assert.notEqual(sides[0], sides[1], pair);
    assert.equal(await element(page, "compare-wrong").textContent(), "", pair);
  }
});

browserTest("a setting of one's own, and two texts of settings; what is wrong is said and kept", async ({ page }) => {
  await compare(page, "crash-after-auto-commit@16s");
  await element(page, "compare-pair").selectOption("setting");
  await element(page, "compare-key").fill("max.pol.records");
  await element(page, "compare-value").fill("5");
  await click(page, "compare-own");
  await page.getByText("There is no such setting").waitFor();
  assert.equal(await element(page, "compare-key").inputValue(), "max.pol.records");
  await element(page, "compare-key").fill("auto.commit.interval.ms");
  await element(page, "compare-value").fill("1000");
  await click(page, "compare-own");
  await page.waitForFunction(() =>
    document.querySelector('[data-testid="side-b"]').textContent === "auto.commit.interval.ms=1000");
  const shown = await table(page);
  assert.ok(shown.duplicates.b < shown.duplicates.a, `commits more often: ${JSON.stringify(shown.duplicates)}`);
  await element(page, "compare-pair").selectOption("texts");
  await element(page, "compare-text-a").fill("max.poll.records=many");
  await element(page, "compare-text-b").fill("max.poll.records=5");
  await click(page, "compare-own");
  await page.getByText("A, line 1:").waitFor();
  assert.equal(await element(page, "compare-text-a").inputValue(), "max.poll.records=many");
});

browserTest("the brackets step from difference to difference, and the strip names them", async ({ page }) => {
  await compare(page, "join-eager");
  await page.keyboard.press("]");
  await waitFor(page, "time", "data-time-us", (seen) => Number(seen) > 0);
  const first = await now(page);
  const parted = await element(page, "partings").locator("time").first().textContent();
  assert.ok(Math.abs(first / 1e6 - Number(parted)) < 0.05, `${first} and ${parted}`);
  await seek(page, 8);
  await element(page, "strip").locator(".unread").first().waitFor();
  assert.match(await element(page, "strip").locator(".unread title").first().textContent(), /nobody reads: A 3, B 0/);
});

browserTest("while it plays, both go on; back to one run, all is as it was", async ({ page }) => {
  await compare(page, "join-eager@4.5s");
  await click(page, "play");
  await waitFor(page, "time", "data-time-us", (seen) => Number(seen) > 5_500_000);
  await pause(page);
  const instants = await page.evaluate(() =>
    [...document.querySelectorAll(".axis .scrub")].map((scrub) => scrub.getAttribute("aria-valuenow")));
  assert.deepEqual([instants.length, new Set(instants).size], [2, 1], `${instants}`);
  await click(page, "compare-leave");
  await element(page, "compare-panel").waitFor({ state: "detached" });
  await element(page, "journal").waitFor();
  assert.equal(await page.locator('[data-testid="stage"]').count(), 1);
});

browserTest("a session that is neither side comes back as it was, with all that was done in it", async ({ page }) => {
  await open(page, "#fetch-tuning@5s");
  await waitFor(page, "page", "data-whole", "true");
  await pause(page);
  await click(page, "add-consumer");
  await waitFor(page, "undo", "disabled", null);
  const before = await session(page);
  await click(page, "compare");
  for (const pair of ["eager-cooperative", "max-poll-records", "dynamic-static"]) {
    await element(page, "compare-pair").selectOption(pair);
    await element(page, "compare-panel").waitFor();
  }
  await click(page, "compare-leave");
  await element(page, "compare-panel").waitFor({ state: "detached" });
  assert.equal(await session(page), before);
  await click(page, "undo");
  await waitFor(page, "redo", "disabled", null);
});

browserTest("two texts of settings are compared, what has no effect is named, both are kept", async ({ page }) => {
  await compare(page, "crash-after-auto-commit@16s");
  await element(page, "compare-pair").selectOption("texts");
  await element(page, "compare-text-a").fill("auto.commit.interval.ms=5000\nmax.pol.records=5");
  await element(page, "compare-text-b").fill("auto.commit.interval.ms=1000");
  await click(page, "compare-own");
  await page.getByText("Did you mean `max.poll.records`?").waitFor();
  await page.waitForFunction(() => {
    const cells = document.querySelector('[data-measure="duplicates"]')?.cells;
    return cells && Number(cells[2].dataset.value) < Number(cells[1].dataset.value);
  });
  await element(page, "compare-pair").selectOption("kill-close");
  await element(page, "compare-pair").selectOption("texts");
  assert.match(await element(page, "compare-text-b").inputValue(), /interval.ms=1000/);
});

browserTest("my work is opened from a comparison, on the stage and as it was", async ({ page }) => {
  await open(page);
  await pause(page);
  await seek(page, 5);
  await click(page, "kill-c2");
  await page.waitForFunction(() => location.hash.includes("@5s~"));
  const before = await session(page);
  await click(page, "compare");
  await element(page, "compare-panel").waitFor();
  await click(page, "my-work");
  await element(page, "work-list").locator("li button.work").first().click();
  await element(page, "compare-panel").waitFor({ state: "detached" });
  await waitFor(page, "page", "aria-busy", "false");
  assert.equal(await session(page), before);
});

const KOREAN_PHONE = { context: { viewport: { width: 390, height: 844 }, locale: "ko-KR" } };
browserTest("on a phone and in Korean nothing is wider than the page", KOREAN_PHONE, async ({ page }) => {
  await compare(page, "join-eager@7.5s");
  const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wide <= room, `${wide} px in ${room}`);
  assert.equal(await value(page, "page", "lang"), "ko");
});
