// Packs files densely enough for one that has everything inside itself: with LZMA, which takes a fifth less than
// deflate, and, where letters count, with seven bits in each letter of UTF-8, where base64 has six. `packed` gives a
// script module with a function `unpacked(name)` for the files that it was given.
import { build } from "esbuild";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const lzma = createRequire(import.meta.url)("lzma-native");
/// Only what unpacks: the package's entry would bring what packs along.
const LIBRARY = fileURLToPath(new URL("lib/", import.meta.resolve("lzma1/package.json")));

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

/// Seven bits that make trouble in a string, in a script, in a page. Each stands in the upper half of a letter of two
/// bytes, whose lower half are the seven bits that come next.
const TROUBLE = [..."\0\n\r\"\\<"].map((letter) => letter.charCodeAt(0));

function lettersOf(bytes) {
  const groups = new Uint8Array(Math.ceil((bytes.length * 8) / 7) + 1);
  let count = 0;
  let held = 0;
  let bits = 0;
  for (const byte of [...bytes, 0]) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 7; held &= (1 << bits) - 1) {
      bits -= 7;
      groups[count++] = (held >> bits) & 127;
    }
  }
  const letters = [];
  for (let at = 0; at < count; at += 1) {
    const trouble = TROUBLE.indexOf(groups[at]) + 1;
    if (trouble) at += 1;
    letters.push(trouble ? trouble * 128 + (groups[at] ?? 0) : groups[at]);
  }
  return letters.map((code) => String.fromCharCode(code)).join("");
}

/// Code is made of whole bytes: `pb` 0. `lc` is as large as it may be.
function compressed(bytes) {
  const encoder = lzma.createStream("aloneEncoder", { preset: 9 | lzma.PRESET_EXTREME, lc: 4, pb: 0 });
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
/// compressed; seven bits in a letter are the fewest letters.
const CODES = {
  base64: {
    letters: (bytes) => bytes.toString("base64"),
    bytes: () => "const packed = Uint8Array.from(atob(LETTERS), (letter) => letter.charCodeAt(0));",
  },
  seven: {
    letters: lettersOf,
    bytes: ({ length }) => `
  const packed = new Uint8Array(${length});
  let at = 0, held = 0, bits = 0;
  const put = (seven) => {
    held = held << 7 | seven;
    if ((bits += 7) > 7) packed[at++] = held >> (bits -= 8);
  };
  for (let place = 0; place < LETTERS.length; place++) {
    const code = LETTERS.charCodeAt(place);
    if (code > 127) put(${JSON.stringify(TROUBLE)}[(code >> 7) - 1]);
    put(code & 127);
  }`,
  },
};

/// `files`: the bytes of each name. What they have in common is packed once. `code`: one of CODES. Gives modules, to be
/// bundled, and what puts the letters into the bundle.
export async function packed(files, code) {
  const sizes = Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, bytes.length]));
  const bytes = await compressed(Buffer.concat(Object.values(files)));
  const module = `
import { Decoder, InputBuffer, OutputBuffer } from "groupscope:decoder";
const SIZES = ${JSON.stringify(sizes)};
const LETTERS = "${HERE}";
let all;
function unpackAll() {
  ${CODES[code].bytes(bytes)}
  const whole = new OutputBuffer(${Object.values(sizes).reduce((sum, size) => sum + size, 0)});
  new Decoder().decompress(new InputBuffer(packed), whole);
  const bytes = whole.toArray();
  let from = 0;
  return Object.fromEntries(Object.entries(SIZES).map(([name, size]) => [name, bytes.subarray(from, from += size)]));
}
export const unpacked = (name) => (all ??= unpackAll())[name];
`;
  const letters = CODES[code].letters(bytes);
  const modules = { packed: module, decoder: await decoder() };
  return { modules, filled: (bundle) => bundle.replace(HERE, () => letters) };
}
