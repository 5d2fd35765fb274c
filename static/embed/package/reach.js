// What the program reaches for while it runs. A bundler gives files other names, so the package's program asks here.

/// What the addresses of scenarios begin with.
export const SCENARIOS = "groupscope:scenarios/";

/// The addresses that setWasmUrl was told.
export const moved = {};

/// The address of a part of the program that is fetched after the first module.
export const addressOf = (part, address) => moved[part] ?? address;

/// What `fetch` answers; scenarios come with the package.
export async function fetched(window, address) {
  if (!address.startsWith(SCENARIOS)) return window.fetch(address);
  const { default: scenarios } = await import("./scenarios.js");
  const scenario = await scenarios[address.slice(SCENARIOS.length).replace(/\.session$/, "")]?.();
  return new Response(scenario?.default, { status: scenario ? 200 : 404 });
}
