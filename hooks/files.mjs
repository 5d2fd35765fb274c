// The names of a build's files, read from its index.html: Trunk puts a hash into each.

/// The program's script, its first module, and the style sheets of a figure and of the whole page.
export function filesOf(index) {
  const [script] = index.match(/groupscope-[0-9a-f]+\.js/);
  const [wasm] = index.match(/groupscope-[0-9a-f]+_bg\.wasm/);
  const links = index.match(/<link[^>]*data-groupscope[^>]*>/g);
  const appStyles = links.map((link) => link.match(/href="(?:\.\/)?([^"]*)"/)[1]);
  const figure = /^(tokens|style|stage)-/;
  return { script, wasm, appStyles, styles: [...appStyles.filter((name) => figure.test(name)), "figure.css"] };
}
