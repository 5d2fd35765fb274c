// What the files of a build are called: `built()` in the folder of the build.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

const OF_A_FIGURE = /^(tokens|style|stage|lesson)-/;
/// The tokens as an element has them: what a page around sets as `--groupscope-...` takes the place of a token.
export const TOKENS = "figure-tokens.css";

export async function built(folder = ".") {
  const index = await readFile(join(folder, "index.html"), "utf8");
  const [script] = index.match(/groupscope-[0-9a-f]+\.js/);
  const [wasm] = index.match(/groupscope-[0-9a-f]+_bg\.wasm/);
  const links = index.match(/<link[^>]*data-groupscope[^>]*>/g);
  const linked = links.map((link) => link.match(/href="(?:\.\/)?([^"]*)"/)[1]);
  const tokens = linked.find((name) => name.startsWith("tokens-"));
  const asFigure = (names) => names.map((name) => (name === tokens ? TOKENS : name));
  const styles = [...asFigure(linked.filter((name) => OF_A_FIGURE.test(name))), "figure.css"];
  return { script, wasm, tokens, styles, appStyles: asFigure(linked) };
}
