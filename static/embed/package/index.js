// The package `groupscope`: to import it changes nothing and needs no window.
export { GroupScope, define, hydrate, setWasmUrl } from "./element.js";
