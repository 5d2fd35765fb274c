// Where the files of a figure are: beside the script that the page loads. The package has another file of this name,
// static/embed/package/files.js, which tells the same in a way that bundlers follow.
//
// hooks/embed.mjs puts the names of the files of this build in the place of GROUPSCOPE_FILES.

const FILES = GROUPSCOPE_FILES;
const HERE = new URL(".", import.meta.url);

/// The folder with the scenarios.
export const SCENARIOS = new URL("scenarios/", HERE).href;

/// What is missing here, in words; nothing is.
export const PARTIAL = undefined;

/// The folder with a picture of each scenario, if the build drew them.
export const POSTERS = FILES.posters && new URL("posters/", HERE).href;

/// The program. `wasm` is the address of its WebAssembly, if it was moved.
export async function loadProgram(wasm) {
  const module = await import(new URL(FILES.script, HERE).href);
  await module.default({ module_or_path: wasm ?? new URL(FILES.wasm, HERE) });
  return module;
}

/// The style sheets of a figure or of all of groupscope: the name of each, and its address or its text.
export async function styleSheets(all) {
  return (all ? FILES.appStyles : FILES.styles).map((name) => ({ name, address: new URL(name, HERE).href }));
}
