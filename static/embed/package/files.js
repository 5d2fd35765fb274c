// Where the files of a figure are, told in a way that bundlers follow: this stands in the package in the place of
// static/embed/files.js.
import { moved } from "./reach.js";

/// No folder: reach.js answers what is asked for there.
export { SCENARIOS } from "./reach.js";

/// What is missing here, in words; nothing is.
export const PARTIAL = undefined;

/// The package has no pictures of scenarios.
export const POSTERS = undefined;

/// The program. `wasm` is the address of its first module, and `parts` those of the others, if they were moved.
export async function loadProgram(wasm, parts) {
  Object.assign(moved, parts);
  const module = await import("./program.js");
  await module.default({ module_or_path: wasm ?? new URL("./groupscope.wasm", import.meta.url) });
  return module;
}

/// The style sheets of a figure or of all of groupscope: the name and the text of each.
export async function styleSheets(all) {
  const { figure, app, texts } = await import("./styles.js");
  return (all ? app : figure).map((name) => ({ name, text: texts[name] }));
}
