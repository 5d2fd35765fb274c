// What each output costs when a page loads it, and what it may cost: the table that `make sizes` prints and that a test
// holds.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

/** What is fetched after the first picture. */
export const LATER = /_(shared|touched|later)\.wasm$/;
/** What is no part of the page: figures, and what has everything inside itself. */
export const BESIDE = /^(groupscope\.(js|html)|groupscope\.inline\.js|embed\.\w+|figure(-tokens)?\.css)$/;

const HASHED = /-[0-9a-f]{8,}[._]/;
const ofApp = (name) => !LATER.test(name) && (/^(index\.html|boot\..*)$/.test(name) || HASHED.test(name));
const ofFrame = (name) => /^(embed\.\w+|groupscope\.js|figure(-tokens)?\.css)$/.test(name) ||
  (/^(groupscope|style|stage)-/.test(name) && !LATER.test(name));
const only = (wanted) => (name) => name === wanted;
/** [name, its files, how it is measured, KB of 1,000 bytes at most] */
const OUTPUTS = [
  ["index.html, before the first picture", ofApp, "brotli", 480],
  ["groupscope.js", only("groupscope.js"), "gzip", 8],
  ["groupscope.inline.js", only("groupscope.inline.js"), "gzip", 560],
  ["embed.html, with the figure's program", ofFrame, "brotli", 480],
  ["groupscope.html", only("groupscope.html"), "raw", 950],
];
const MEASURES = {
  raw: (bytes) => bytes.length,
  gzip: (bytes) => gzipSync(bytes, { level: 9 }).length,
  brotli: (bytes) => brotliCompressSync(bytes).length,
};

/** The outputs in this folder: what each is called, how it is measured, its size and the most it may have, in KB. */
export function outputsOf(dist) {
  return OUTPUTS.map(([name, files, measure, most]) => {
    const found = readdirSync(dist).filter((file) => files(file) && statSync(join(dist, file)).isFile());
    if (found.length === 0) throw new Error(`${dist} has no file of the output ${name}.`);
    const size = found.reduce((sum, file) => sum + MEASURES[measure](readFileSync(join(dist, file))), 0) / 1000;
    return { name, measure, size, most };
  });
}
