// How much the main thread works for a frame while a crowd plays: 12 partitions, 8 consumers, 240 records a second.
// Measured and printed, not judged: machines differ. The aim is a median of at most 6 ms at 60 frames a second.
import assert from "node:assert/strict";
import { browserTest, open } from "./support.mjs";
import { frames, summary, traced } from "./trace.mjs";
import { element, openFile, pause, setSpeed, timePasses } from "./visitor.mjs";
import { crowd } from "./crowd.mjs";

const FRAMES = 240;
const context = { viewport: { width: 1440, height: 900 } };

const CROWD = "12 partitions, 8 consumers, 240 records/s: main-thread work per frame";
browserTest(CROWD, { context }, async ({ page, t }) => {
  await open(page);
  await pause(page);
  await openFile(page, "crowd.session", crowd(600));
  await element(page, "lane-orders-11").waitFor();
  await setSpeed(page, "10");
  // Everything moves: all have joined, and commits and heartbeats fly.
  await timePasses(page, 20_000_000);
  for (const speed of ["1", "10"]) {
    await setSpeed(page, speed);
    await frames(page, 30);
    const rounds = await traced(page, () => frames(page, FRAMES));
    assert.ok(rounds.length > 100, `measured in ${rounds.length} frames only`);
    t.diagnostic(`at ${speed}×: ${summary(rounds)}`);
  }
  await pause(page);
  const still = await traced(page, () => frames(page, 60));
  t.diagnostic(`standing still: ${summary(still)}`);
});
