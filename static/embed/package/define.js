// Defines <group-scope>, and makes the code fences of the page into figures.
import { define } from "./element.js";

export { GroupScope, define, hydrate, setWasmUrl } from "./element.js";

define();
