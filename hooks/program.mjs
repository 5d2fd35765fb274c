// The program's script, made to reach for its files in another way: for the package, where a bundler gives them other
// names, and for what has everything inside itself.

/// What is replaced must be there exactly once, or the program would not be what it was when this was written.
function replaceOnce(text, pattern, by) {
  const found = text.match(new RegExp(pattern, "g"))?.length ?? 0;
  if (found !== 1) throw new Error(`The program has ${found} places like ${pattern}, not one.`);
  return text.replace(new RegExp(pattern), by);
}

/// What is fetched after the first module, as the files are called (see split.sh).
export const PARTS = ["shared", "touched", "later"];

/// `wasm`: what its first module is called. `first` stands for the address of that, and what `part` makes of a name for
/// the address of another, where the program is cut; `fetched` is called in the place of fetch.
export function redirected(text, wasm, { first, part, fetched }) {
  const hashed = wasm.replace(/_bg\.wasm$/, "").replace(/[.$]/g, "\\$&");
  const url = String.raw`new URL\("(?:\./)?${hashed}_%\.wasm",\s*import\.meta\.url\)`;
  text = replaceOnce(text, url.replace("%", "bg"), () => first);
  for (const name of part ? PARTS : []) text = replaceOnce(text, url.replace("%", name), () => part(name));
  const fetches = String.raw`\b(\w+)\.fetch\((\w+\(\w+,\s*\w+\))\)`;
  return replaceOnce(text, fetches, (_, window, address) => `${fetched}(${window},${address})`);
}
