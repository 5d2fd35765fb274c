// A project that uses the package: in HTML, in React, and with modules that were moved (?moved).
import { define, setWasmUrl } from "groupscope";
import { listen } from "groupscope/react";
import { createElement } from "react";
import { createRoot } from "react-dom/client";

if (location.search === "?moved") setWasmUrl("/moved/first.wasm", "/moved/later.wasm");

function Figure() {
  const ref = listen({ ready: ({ currentTarget }) => (currentTarget.dataset.heard = "ready") });
  return createElement("group-scope", { id: "inside", scenario: "first-join", loading: "eager", loop: false, ref });
}

createRoot(document.getElementById("react")).render(createElement(Figure));
define();
