// Packs files densely enough for one that has everything inside itself: WebAssembly sorted first (see streams.mjs), all
// with LZMA, which takes a fifth less than deflate, and, in a page of UTF-16, with two bytes in each letter, where
// base64 has six bits. `packed` gives a script module with a function `unpacked(name)` for the files that it was given.
import { deepEqual } from "node:assert/strict";
import { build } from "esbuild";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { KINDS, sorted, unsorted } from "./streams.mjs";

const lzma = createRequire(import.meta.url)("lzma-native");
/// Only what unpacks: the package's entry would bring what packs along.
const LIBRARY = fileURLToPath(new URL("lib/", import.meta.resolve("lzma1/package.json")));
const STREAMS = fileURLToPath(new URL("streams.mjs", import.meta.url));

/// The library's part that unpacks, as a module. Its own names of several words are made short.
async function decoder() {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        export { Decoder } from "./decoder.js";
        export { InputBuffer, OutputBuffer } from "./streams.js";`,
      resolveDir: LIBRARY,
    },
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    minify: true,
    mangleProps: /^[a-z0-9]+[A-Z0-9][a-zA-Z0-9]*$/,
    // What is called from outside.
    reserveProps: /^toArray$/,
  });
  return outputFiles[0].text;
}

/// Letters that make trouble in a string, in a script, in a page; and halves of a pair: one alone is no letter.
const TROUBLE = [..."\0\n\r\"<\\"].map((letter) => letter.charCodeAt(0));
const [FIRST_HALF, AFTER_HALVES] = [0xd800, 0xe000];
const NO_LETTERS = TROUBLE.length + AFTER_HALVES - FIRST_HALF;

/// As many letters are left as there are numbers of 16 bits, less these. So a letter has 16 bits, or, if those that it
/// begins with are among the first so many numbers of 15 bits, only those: 15.94 on average.
function lettersOf(bytes) {
  const known = [];
  for (let code = 0; code < 0x10000; code += 1) {
    if (!TROUBLE.includes(code) && (code < FIRST_HALF || code >= AFTER_HALVES)) known.push(code);
  }
  const letters = [];
  let [held, bits, at] = [0, 0, 0];
  const take = (count) => {
    while (bits < count) [held, bits] = [(held << 8) | (bytes[at++] ?? 0), bits + 8];
    bits -= count;
    const value = held >>> bits;
    held &= (1 << bits) - 1;
    return value;
  };
  while (at < bytes.length || bits > 0) {
    const value = take(15);
    const letter = value < NO_LETTERS ? value : NO_LETTERS + (value - NO_LETTERS) * 2 + take(1);
    letters.push(String.fromCharCode(known[letter]));
  }
  return letters.join("");
}

/// Thorough: longer than 128 bytes nothing is worth a search. A `preset` would be, too, but with one `lc` and `pb` are
/// not heard. Code is made of whole bytes: `pb` 0. Sorted, a byte tells less of the next one than in a text: `lc` 2.
const THOROUGH = { dictSize: 1 << 23, mode: lzma.MODE_NORMAL, mf: lzma.MF_BT4, niceLen: 128, depth: 1000 };

function compressed(bytes) {
  const encoder = lzma.createStream("aloneEncoder", { ...THOROUGH, lc: 2, pb: 0 });
  return new Promise((resolve, reject) => {
    const parts = [];
    encoder.on("data", (part) => parts.push(part)).on("error", reject);
    encoder.on("end", () => resolve(Buffer.concat(parts)));
    encoder.end(bytes);
  });
}

/// What stands for the letters until a bundler, which would write some of them in another way, is done.
const HERE = "GROUPSCOPE_LETTERS";

/// Bytes as letters, and the script that makes them bytes again. Base64 is what compresses best when a file is sent
/// compressed; in a page of UTF-16 two bytes are a letter.
const CODES = {
  base64: {
    letters: (bytes) => bytes.toString("base64"),
    bytes: () => "const packed = Uint8Array.from(atob(LETTERS), (letter) => letter.charCodeAt(0));",
  },
  sixteen: {
    letters: lettersOf,
    bytes: ({ length }) => `
  const packed = new Uint8Array(${length});
  let [held, bits, at] = [0, 0, 0];
  for (let place = 0; place < LETTERS.length; place++) {
    const code = LETTERS.charCodeAt(place);
    let letter = code < ${FIRST_HALF} ? code : code - ${AFTER_HALVES - FIRST_HALF};
    for (const trouble of ${JSON.stringify(TROUBLE)}) if (trouble < code) letter--;
    const over = letter - ${NO_LETTERS};
    held = over < 0 ? held << 15 | letter : held << 16 | (over >> 1) + ${NO_LETTERS} << 1 | over & 1;
    bits += over < 0 ? 15 : 16;
    for (; bits >= 8; held &= (1 << bits) - 1) packed[at++] = held >>> (bits -= 8);
  }`,
  },
};

/// WebAssembly is sorted first, see streams.mjs: its size, and its streams. Anything else is one.
function streamsOf(bytes) {
  if (bytes.readUInt32LE() !== 0x6d736100) return { streams: [bytes] };
  const streams = sorted(bytes);
  deepEqual(Buffer.from(unsorted(streams, bytes.length)), bytes);
  return { size: bytes.length, streams };
}

/// `files`: the bytes of each name. What they have in common is packed once. `code`: one of CODES. Gives modules, to be
/// bundled, and what puts the letters into the bundle.
export async function packed(files, code) {
  const all = Object.entries(files).map(([name, bytes]) => ({ name, ...streamsOf(bytes) }));
  const list = all.map(({ name, size, streams }) => [name, size ?? 0, ...streams.map(({ length }) => length)]);
  // Kind by kind: the locals of one part beside those of the next.
  const whole = Buffer.concat(KINDS.flatMap((_, kind) => all.flatMap(({ streams }) => streams[kind] ?? [])));
  const bytes = await compressed(whole);
  const module = `
import { Decoder, InputBuffer, OutputBuffer } from "groupscope:decoder";
import { KINDS, unsorted } from ${JSON.stringify(STREAMS)};
const FILES = ${JSON.stringify(list)};
const LETTERS = "${HERE}";
let all;
function unpackAll() {
  ${CODES[code].bytes(bytes)}
  const whole = new OutputBuffer(${whole.length});
  new Decoder().decompress(new InputBuffer(packed), whole);
  const bytes = whole.toArray();
  let from = 0;
  const streams = FILES.map(() => []);
  for (const kind of KINDS.keys()) {
    FILES.forEach(([,, ...lengths], file) => {
      if (kind in lengths) streams[file].push(bytes.subarray(from, from += lengths[kind]));
    });
  }
  return Object.fromEntries(FILES.map(([name, size], file) => {
    return [name, size ? unsorted(streams[file], size) : streams[file][0]];
  }));
}
export const unpacked = (name) => (all ??= unpackAll())[name];
`;
  const letters = CODES[code].letters(bytes);
  const modules = { packed: module, decoder: await decoder() };
  return { modules, filled: (bundle) => bundle.replace(HERE, () => letters) };
}
