// groupscope.js, the one file that a page with figures loads: <group-scope>, defined at once.
import { define } from "./groupscope.js";

export { GroupScope, define, hydrate, setWasmUrl } from "./groupscope.js";

define();
