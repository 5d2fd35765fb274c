// WebAssembly's own way to write numbers and sections.

/// The number at a place, and the place behind it.
export function numberAt(bytes, at) {
  let value = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = bytes[at++];
    value += (byte & 127) * scale;
    if (byte < 128) return [value, at];
  }
}

export function encoded(number) {
  const bytes = [];
  for (; number > 127; number >>>= 7) bytes.push((number & 127) | 128);
  return Buffer.from([...bytes, number]);
}

/// A module whose sections are what `change` makes of them: it is given the number of a section's kind, where its body
/// begins and where it ends, and gives another body, or nothing for a section that is left out.
export function changed(module, change) {
  const written = [module.subarray(0, 8)];
  for (let at = 8; at < module.length;) {
    const id = module[at];
    const [length, begin] = numberAt(module, at + 1);
    at = begin + length;
    const body = change(id, begin, at);
    if (body) written.push(Buffer.from([id]), encoded(body.length), body);
  }
  return Buffer.concat(written);
}
