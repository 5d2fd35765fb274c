// Packs files densely enough for one that has everything inside itself: with LZMA, which takes a fifth less than
// deflate, and, in a page of UTF-16, with two bytes in each letter, where base64 has six bits. `packed` gives a script
// module with a function `unpacked(name)` for the files that it was given.
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

/// Letters that make trouble in a string, in a script, in a page; the first announces that another of them is meant.
/// Halves of a pair (U+D800 to U+DFFF) mean trouble, too: they are said as letters from U+0100 on.
const TROUBLE = [..."\u0001\0\n\r\"\\<"].map((letter) => letter.charCodeAt(0));
/// From here on, letters stand for TROUBLE.
const FIRST = "0".charCodeAt(0);

function lettersOf(bytes) {
  const letters = [];
  for (let at = 0; at < bytes.length; at += 2) {
    const code = bytes[at] | ((bytes[at + 1] ?? 0) << 8);
    const trouble = TROUBLE.indexOf(code);
    if (trouble >= 0) letters.push(TROUBLE[0], FIRST + trouble);
    else if (code >= 0xd800 && code < 0xe000) letters.push(TROUBLE[0], code - 0xd800 + 0x100);
    else letters.push(code);
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
  for (let at = 0, place = 0; place < LETTERS.length; at += 2) {
    let code = LETTERS.charCodeAt(place++);
    if (code === ${TROUBLE[0]}) {
      code = LETTERS.charCodeAt(place++);
      code = code < 256 ? ${JSON.stringify(TROUBLE)}[code - ${FIRST}] : code - 256 + 0xd800;
    }
    packed[at] = code;
    packed[at + 1] = code >> 8;
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
