// The browser and the command line run the same world: played to its end on the page, every scenario has the
// numbers and the history that it has natively.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT, browserTest, native, open } from "./support.mjs";
import { choose, element, playsToItsEnd, ran, report, showsWhat, transcript } from "./visitor.mjs";

const SCENARIOS = readdirSync(join(ROOT, "static", "scenarios"))
  .filter((file) => file.endsWith(".session"))
  .map((file) => file.slice(0, -".session".length))
  .sort();

const fileOf = (scenario) => `static/scenarios/${scenario}.session`;

/// What happened, as the command line tells it: the lines that begin with an instant.
function nativeTranscript(file) {
  const lines = native(["run", file, "--format", "text", "--tell", "wire"]).split("\n");
  return lines.filter((line) => /^ *\d+\.\d+ {2}/.test(line));
}

async function isAsNative(page, scenario) {
  const wanted = ran(fileOf(scenario));
  const seen = await report(page);
  assert.equal(seen.text, wanted.text, `${scenario}: the page's JSON is not the native one`);
  await showsWhat(page, wanted, `${scenario}, run natively`);
  const told = (await transcript(page)).trimEnd().split("\n");
  const wire = nativeTranscript(fileOf(scenario));
  // Where they part says more than two long texts do.
  const parted = wire.findIndex((line, place) => line !== told[place]);
  assert.equal(told[parted], wire[parted], `${scenario}: line ${parted + 1} of the transcript is not the native one`);
  assert.equal(told.length, wire.length, `${scenario}: the page's transcript goes on after the native one's end`);
}

browserTest("the default scenario is the crash after an automatic commit", async ({ page }) => {
  await open(page);
  assert.equal(await element(page, "scenario").inputValue(), "crash-after-auto-commit");
});

browserTest("every file of static/scenarios is in the list", async ({ page }) => {
  await open(page);
  const options = element(page, "scenario").locator("option");
  const listed = await options.evaluateAll((all) => all.map(({ value }) => value));
  assert.deepEqual(listed.sort(), SCENARIOS);
});

for (const scenario of SCENARIOS) {
  browserTest(`${scenario}, played to its end, has the native numbers and history`, async ({ page }) => {
    await open(page);
    await choose(page, scenario);
    await playsToItsEnd(page);
    await isAsNative(page, scenario);
  });
}

browserTest("every scenario file that the page comes with meets its own expectations", async () => {
  // A file that does not hold what it expects ends with an error, and so does this call.
  native(["check", ...["crash-after-auto-commit", "join-eager", "join-cooperative"].map(fileOf)]);
});
