// The page answers as the command line does: at each question of the stories in tests/sessions/why/, what is asked
// about is chosen on the stage, and the panel has the same sentences in the same order.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { test } from "node:test";
import { ROOT, browserTest, native, open } from "./support.mjs";
import { dropFile, element, playsToItsEnd } from "./visitor.mjs";

const FOLDER = join(ROOT, "tests", "sessions", "why");
const STORIES = readdirSync(FOLDER).filter((file) => file.endsWith(".txt")).sort();

/// Each question of a story: the script as far as it, and what is asked.
function questions(file) {
  const lines = readFileSync(join(FOLDER, file), "utf8").split("\n");
  const end = lines.indexOf("----");
  const script = lines.slice(0, end < 0 ? lines.length : end);
  const asks = (line) => /^why \S+( group=\S+)?$/.test(line);
  const before = (place) => `${script.slice(0, place).join("\n")}\n`;
  return script.flatMap((line, place) => (asks(line) ? [{ line, script: before(place) }] : []));
}

/// The sentences that the command line gives, and whether what is asked about is a partition that no group reads: it
/// has no lane, and cannot be chosen.
function nativeAnswer(folder, { line, script }) {
  const file = join(folder, "story.session");
  writeFileSync(file, script);
  const told = native(["run", file, "--format", "json", "--tell", "nothing", "--why", line.slice("why ".length)]);
  const { why, groups } = JSON.parse(told.trimEnd().split("\n").at(-1));
  const lanes = groups.flatMap(({ partitions }) => partitions.map(({ topic, partition }) => `${topic}-${partition}`));
  const names = groups.flatMap(({ id, members }) => [id, ...members.map(({ name }) => name)]);
  const subject = line.split(" ")[1];
  const laneless = /-\d+$/.test(subject) && !lanes.includes(subject) && !names.includes(subject);
  return { sentences: why[0].answer.map(({ sentence }) => sentence), laneless };
}

/// Those of the panel, without the words that lead them in.
const answerShown = (page) =>
  element(page, "reasons")
    .locator("li button > span")
    .evaluateAll((all) => all.map((span) => span.textContent.slice(span.querySelector("em").textContent.length)));

/// What a question is about, as the stage has it: a partition, a consumer or a group's coordinator.
async function onTheStage(page, line) {
  const [, subject, group] = /^why (\S+)(?: group=(\S+))?$/.exec(line);
  const names = [`lane-${subject}`, `lane-${group}-${subject}`, `consumer-${subject}`, `coordinator-${subject}`];
  const ids = group ? [names[1], names[0]] : names;
  for (const id of ids) if (await element(page, id).count()) return element(page, id);
  // A lane of another group than the first has the group's name before its own.
  const lane = page.locator(`[data-testid^="lane-"][data-testid$="-${subject}"]`);
  return (await lane.count()) === 1 ? lane : null;
}

for (const file of STORIES) {
  const asked = questions(file);
  const name = basename(file, ".txt");
  browserTest(`${name}: the panel answers as the command line does`, { timeout: 300_000 }, async ({ page }) => {
    const folder = mkdtempSync(join(tmpdir(), "why-"));
    try {
      await open(page);
      for (const question of asked) {
        await dropFile(page, `${name}.session`, question.script);
        await playsToItsEnd(page);
        const { sentences, laneless } = nativeAnswer(folder, question);
        if (laneless) continue;
        const chosen = await onTheStage(page, question.line);
        assert.ok(chosen, `nothing on the stage stands for \`${question.line}\``);
        await chosen.focus();
        await page.keyboard.press("Enter");
        await element(page, "why").waitFor();
        const where = `${name}: ${question.line} after ${question.script.split("\n").length - 1} lines`;
        assert.deepEqual(await answerShown(page), sentences, where);
        await page.keyboard.press("Escape");
        await element(page, "why").waitFor({ state: "hidden" });
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

test("the stories ask enough", () => {
  assert.ok(STORIES.flatMap(questions).length > 80);
});
