// What the program reaches for while it runs. A bundler gives files other names, so the package's program asks here.

/// What the addresses of scenarios begin with.
export const SCENARIOS = "groupscope:scenarios/";

/// The addresses that setWasmUrl was told.
export const moved = {};

/// The address of the module that is fetched second.
export const addressOfLater = (address) => moved.later ?? address;

/// What `fetch` answers; scenarios come with the package.
export async function fetched(window, address) {
  if (!address.startsWith(SCENARIOS)) return window.fetch(address);
  const { default: texts } = await import("./scenarios.js");
  const text = texts[address.slice(SCENARIOS.length).replace(/\.session$/, "")];
  return new Response(text ?? "", { status: text === undefined ? 404 : 200 });
}
