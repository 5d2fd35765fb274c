// WebAssembly, sorted: what its instructions are, and what they name (locals, functions, numbers, places in memory),
// each kind one after the other. So sorted it packs into a tenth less, since each kind is like itself. The way there
// and the way back are the same walk; where it reads and where it writes is the difference.

/// The kinds, in an order in which they pack well: types; floats; everything outside the functions; operations and what
/// belongs to them; locals, declared and named; what is called; jumps; integers of 64 bits and of 32; places in memory
/// that are written, or read.
export const KINDS = [..."tf_odvcbjism"];

const between = (first, last, kinds) => Array.from({ length: last - first + 1 }, (_, at) => [first + at, kinds]);
/// The kinds of what follows an operation; nothing follows those that are not here.
const FOLLOWS = new Map([
  ...between(0x02, 0x04, "o"), ...between(0x0c, 0x0d, "b"), [0x10, "c"], [0x11, "to"],
  ...between(0x20, 0x22, "v"), ...between(0x23, 0x26, "o"), ...between(0x28, 0x35, "om"), ...between(0x36, 0x3e, "os"),
  ...between(0x3f, 0x40, "o"),
  [0x41, "i"], [0x42, "j"], [0xd0, "o"], [0xd2, "c"],
]);
/// Those with 0xfc before them: two follow, one, or none.
const wide = (number) => (number < 8 ? 0 : number < 15 && number % 2 === 0 ? 2 : 1);

/// Walks through one function. `number(kind)` carries one number over and gives its value, `bytes(kind, count)` bytes.
function walk(number, bytes) {
  for (let groups = number("d"); groups > 0; groups--) number("d"), bytes("d", 1);
  for (let open = 1; open > 0;) {
    const operation = bytes("o", 1);
    if (operation >= 0x02 && operation <= 0x04) open++;
    else if (operation === 0x0b) open--;
    else if (operation === 0x0e) for (let rest = number("b") + 1; rest > 0; rest--) number("b");
    else if (operation === 0x43 || operation === 0x44) bytes("f", operation === 0x43 ? 4 : 8);
    else if (operation === 0x1c) for (let rest = number("o"); rest > 0; rest--) bytes("o", 1);
    else if (operation === 0xfc) for (let rest = wide(number("o")); rest > 0; rest--) number("o");
    for (const kind of FOLLOWS.get(operation) ?? "") number(kind);
  }
}

/// Walks through a module; `begins` and `ends` are called around each function.
function walkModule(number, bytes, { isAtEnd, begins, ends }) {
  bytes("_", 8);
  while (!isAtEnd()) {
    const code = bytes("_", 1) === 10;
    const size = number("_");
    if (!code) bytes("_", size);
    for (let functions = code ? number("_") : 0; functions > 0; functions--) {
      begins();
      walk(number, bytes);
      ends();
    }
  }
}

/// What carries over. `from(kind)` and `to(kind)` are `{ bytes, at }`.
function carriers(from, to) {
  const bytes = (kind, count) => {
    const [source, target] = [from(kind), to(kind)];
    const [start, first] = [source.at, source.bytes[source.at]];
    target.bytes.set(source.bytes.subarray(start, source.at += count), target.at);
    target.at += count;
    return first;
  };
  const number = (kind) => {
    const [source, target] = [from(kind), to(kind)];
    let [value, shift, byte] = [0, 0, 0];
    do {
      byte = source.bytes[source.at++];
      target.bytes[target.at++] = byte;
      value |= (byte & 127) << shift;
      shift += 7;
    } while (byte > 127);
    return value;
  };
  return [number, bytes];
}

/// A module, sorted: the bytes of each of KINDS.
export function sorted(bytes) {
  const module = { bytes, at: 0 };
  const kinds = Object.fromEntries(KINDS.map((kind) => [kind, { bytes: new Uint8Array(bytes.length), at: 0 }]));
  const skip = () => {
    while (bytes[module.at++] > 127);
  };
  walkModule(...carriers(() => module, (kind) => kinds[kind]), {
    isAtEnd: () => module.at >= bytes.length,
    // How long it is follows from what it is.
    begins: skip,
    ends: () => {},
  });
  return KINDS.map((kind) => kinds[kind].bytes.subarray(0, kinds[kind].at));
}

/// The module of so many bytes that is so sorted.
export function unsorted(streams, size) {
  // A function is written where its length has room before it, and then moved to it.
  const module = { bytes: new Uint8Array(size + 5), at: 0 };
  const kinds = Object.fromEntries(KINDS.map((kind, at) => [kind, { bytes: streams[at], at: 0 }]));
  let start = 0;
  walkModule(...carriers((kind) => kinds[kind], () => module), {
    isAtEnd: () => kinds._.at >= kinds._.bytes.length,
    begins: () => {
      start = module.at;
      module.at += 5;
    },
    ends: () => {
      const length = module.at - start - 5;
      const body = start + 5;
      module.at = start;
      for (let rest = length; rest >= 0; rest = rest > 127 ? rest >>> 7 : -1) {
        module.bytes[module.at++] = rest > 127 ? (rest & 127) | 128 : rest;
      }
      module.bytes.copyWithin(module.at, body, body + length);
      module.at += length;
    },
  });
  return module.bytes.subarray(0, size);
}
