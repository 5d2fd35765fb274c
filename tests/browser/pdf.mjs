// What stands on the pages of a PDF that Chrome wrote: its words, and how far below the upper edge they are. Enough of
// the format for that, and no more: no object streams, fonts with a table of their letters, drawings within drawings.
import { inflateSync } from "node:zlib";

/// All objects of the file: number to dictionary, and stream where there is one.
function objectsOf(pdf) {
  const text = pdf.toString("latin1");
  const objects = new Map();
  for (const found of text.matchAll(/(\d+) 0 obj\s*([^]*?)(?=stream\r?\n|endobj)/g)) {
    const [head, number, dictionary] = found;
    const end = found.index + head.length;
    let stream;
    if (text.startsWith("stream", end)) {
      const from = text.indexOf("\n", end) + 1;
      const length = Number(dictionary.match(/\/Length (\d+)/)[1]);
      const bytes = pdf.subarray(from, from + length);
      stream = dictionary.includes("/FlateDecode") ? inflateSync(bytes).toString("latin1") : bytes.toString("latin1");
    }
    objects.set(Number(number), { dictionary, stream });
  }
  return objects;
}

const letters = (hex) => Buffer.from(hex, "hex").swap16().toString("utf16le");

/// The letter of each glyph, by a font's own table; and how many digits a glyph has.
function glyphsOf(table) {
  const glyphs = new Map([["digits", table.match(/begincodespacerange\s*<(\w+)>/)[1].length]]);
  for (const [, rows] of table.matchAll(/beginbfchar([^]*?)endbfchar/g)) {
    for (const [, glyph, text] of rows.matchAll(/<(\w+)>\s*<(\w+)>/g)) glyphs.set(parseInt(glyph, 16), letters(text));
  }
  for (const [, rows] of table.matchAll(/beginbfrange([^]*?)endbfrange/g)) {
    for (const [, first, last, text] of rows.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g)) {
      const begin = parseInt(first, 16);
      for (let glyph = begin; glyph <= parseInt(last, 16); glyph += 1) {
        glyphs.set(glyph, String.fromCharCode(parseInt(text, 16) + glyph - begin));
      }
    }
  }
  return glyphs;
}

const times = ([a, b, c, d, e, f], [g, h, i, j, k, l]) =>
  [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l];

/// The dictionary below a name, and the objects it names.
function named(dictionary, name) {
  const found = dictionary.match(new RegExp(`/${name}\\s*<<([^]*?)>>`));
  const entries = [...(found?.[1] ?? "").matchAll(/\/(\w+) (\d+) 0 R/g)];
  return new Map(entries.map(([, key, number]) => [key, Number(number)]));
}

/// Goes through what draws; calls `write` with each piece of text, and where it begins.
function draw(objects, { dictionary, stream }, outer, write) {
  const [fonts, drawings] = [named(dictionary, "Font"), named(dictionary, "XObject")];
  const kept = [];
  let [at, line, glyphs, operands] = [outer, outer, new Map(), []];
  const numbers = () => operands.filter((operand) => /^[-.\d]/.test(operand)).map(Number);
  for (const [token] of stream.matchAll(/<[\dA-Fa-f]*>|\((?:\\.|[^\\)])*\)|\[|\]|[^\s[\]<>()]+/g)) {
    if (/^[<([/\]]|^[-+]?\.?\d/.test(token)) {
      operands.push(token);
      continue;
    }
    if (token === "q") kept.push(at);
    if (token === "Q") at = kept.pop() ?? outer;
    if (token === "cm") at = times(numbers(), at);
    if (token === "BT") line = at;
    if (token === "Tm") line = times(numbers(), at);
    if (token === "Td") line = times([1, 0, 0, 1, ...numbers()], line);
    if (token === "Tf") {
      const font = objects.get(fonts.get(operands.find((operand) => operand[0] === "/").slice(1)));
      const table = font?.dictionary.match(/\/ToUnicode (\d+) 0 R/)?.[1];
      glyphs = table ? glyphsOf(objects.get(Number(table)).stream) : new Map();
    }
    if (token === "Tj" || token === "TJ") {
      const hex = operands.filter((operand) => operand[0] === "<").join("").replaceAll(/[<>]/g, "");
      const each = hex.match(new RegExp(`.{${glyphs.get("digits") ?? 4}}`, "g")) ?? [];
      write(each.map((glyph) => glyphs.get(parseInt(glyph, 16)) ?? "").join(""), line);
    }
    if (token === "Do") {
      const drawing = objects.get(drawings.get(operands.at(-1).slice(1)));
      const matrix = drawing.dictionary.match(/\/Matrix \[([^\]]*)\]/)?.[1].trim().split(/\s+/).map(Number);
      if (drawing.dictionary.includes("/Form")) draw(objects, drawing, matrix ? times(matrix, at) : at, write);
    }
    operands = [];
  }
}

/// The pages: the lines on each, in the order in which they were written, with how far below the upper edge they stand,
/// in points.
export function pagesOf(pdf) {
  const objects = objectsOf(pdf);
  const pages = [...objects.values()].filter(({ dictionary }) => /\/Type\s*\/Page\b(?!s)/.test(dictionary));
  return pages.map(({ dictionary }) => {
    const height = Number(dictionary.match(/\/MediaBox \[\S+ \S+ \S+ (\S+?)\]/)[1]);
    const { stream } = objects.get(Number(dictionary.match(/\/Contents (\d+) 0 R/)[1]));
    const lines = [];
    draw(objects, { dictionary, stream }, [1, 0, 0, 1, 0, 0], (text, at) => {
      const [down, last] = [height - at[5], lines.at(-1)];
      if (last && Math.abs(last.down - down) < 1) last.text += text;
      else lines.push({ text, down });
    });
    return lines;
  });
}
