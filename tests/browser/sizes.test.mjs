// No output costs a page more than it may.
import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { outputsOf } from "../../benches/outputs.mjs";

for (const { name, measure, size, most } of outputsOf(join(import.meta.dirname, "..", "..", "dist"))) {
  test(`${name}: at most ${most} KB, ${measure}`, () => {
    assert.ok(size <= most, `${name} has ${size.toFixed(1)} KB`);
  });
}
