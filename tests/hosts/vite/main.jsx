// A project that uses the package: in HTML, in React, and with modules that were moved (?moved).
import { define, setWasmUrl } from "groupscope";
import { listen } from "groupscope/react";
import { createRoot } from "react-dom/client";

if (location.search === "?moved") {
  const [first, shared, touched, later] = ["first", "shared", "touched", "later"].map((name) => `/moved/${name}.wasm`);
  setWasmUrl(first, { shared, touched, later });
}

function Figure() {
  const ref = listen({ ready: ({ currentTarget }) => (currentTarget.dataset.heard = "ready") });
  return <group-scope id="inside" scenario="first-join" loading="eager" loop={false} ref={ref} />;
}

createRoot(document.getElementById("react")).render(<Figure />);
define();
