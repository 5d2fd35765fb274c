// Every pair of colours that stands on one another is told apart: text 4.5 to 1, what is drawn 3 to 1 (WCAG 2.2, 1.4.3
// and 1.4.11), in both themes, in the page and before a room. The colours are read from the style sheets' tokens.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./support.mjs";

const sheet = (name) => readFileSync(join(ROOT, "static", name), "utf8").replace(/\/\*[^]*?\*\//g, "");

/// The tokens of a rule: name to [light, dark].
function tokens(css) {
  const found = new Map();
  for (const [, name, light, dark] of css.matchAll(/--([\w-]+):\s*light-dark\((#[0-9a-f]+),\s*(#[0-9a-f]+)\)/g)) {
    found.set(name, [light, dark]);
  }
  return found;
}

function luminance(colour) {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
  const [r, g, b] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const HUES = [1, 2, 3, 4, 5, 6, 7, 8];
const GROUNDS = ["bg", "panel", "raised", "wash"];
const WORDS = ["ink", "muted", "faint", "accent", "good", "dup", "gap", "stake", ...HUES.map((hue) => `c${hue}`)];
/// Outlines and fills that carry meaning: on the stage's ground and on a card.
const DRAWN = ["edge", "accent", "good", "dup", "gap", "stake", ...HUES.flatMap((hue) => [`c${hue}`, `d${hue}`])];

const text = [
  ...WORDS.flatMap((word) => GROUNDS.map((ground) => [word, ground])),
  ["accent-ink", "accent"],
  ["gap", "gap-fill"],
  ...HUES.map((hue) => ["on", `c${hue}`]),
];
const graphics = DRAWN.flatMap((drawn) => ["bg", "panel"].map((ground) => [drawn, ground]));

/// The pairs that are not far enough apart, in words; and how many there are.
function tooNear(palette, pairs, least) {
  const found = [];
  let count = 0;
  for (const [over, under] of pairs) {
    const [a, b] = [palette.get(over), palette.get(under)];
    assert.ok(a && b, `--${a ? under : over} is a token with a colour for each theme`);
    for (const [at, theme] of ["light", "dark"].entries()) {
      count += 1;
      const ratio = contrast(a[at], b[at]);
      if (ratio < least) found.push(`${over} on ${under}, ${theme}: ${ratio.toFixed(2)}, and ${least} is the least`);
    }
  }
  return { found, count };
}

const page = tokens(sheet("tokens.css"));
const room = new Map([...page, ...tokens(sheet("present.css"))]);

for (const [name, palette] of [["the page", page], ["the picture for a room", room]]) {
  test(`text and what is drawn stand out in ${name}`, (t) => {
    const words = tooNear(palette, text, 4.5);
    const drawn = tooNear(palette, graphics, 3);
    t.diagnostic(`${words.count + drawn.count} pairs`);
    assert.deepEqual([...words.found, ...drawn.found], []);
  });
}

test("what is compared are colours: black and white are 21 to 1 apart", () => {
  assert.equal(contrast("#000000", "#ffffff"), 21);
  assert.ok(contrast("#777777", "#ffffff") < 4.5);
});
