// Every attribute, method and event, as the package's types have them.
import { GroupScope, define, hydrate, setWasmUrl } from "groupscope";
import type { Report } from "groupscope";
import { listen } from "groupscope/react";
import "groupscope/define";

define();
hydrate(document);
setWasmUrl(new URL("https://example.org/groupscope.wasm"), { touched: "touched.wasm" });

const figure: GroupScope = document.createElement("group-scope");
figure.play();
figure.pause();
figure.step();
figure.step(-2);
figure.seek(9.5);
const sent: Promise<void> = figure.send("kill c1");
const state: string = await figure.save();
await figure.restore(state);
const report: Report = await figure.report();
const milliseconds: number = report.time_ms;

figure.addEventListener("groupscope:ready", ({ detail }) => detail.scenario?.length);
figure.addEventListener("groupscope:time", ({ detail }) => detail.time + (detail.playing ? 1 : milliseconds));
figure.addEventListener("groupscope:entry", ({ detail }) => detail.text.length + detail.time);
figure.addEventListener("groupscope:question", ({ detail }) => detail.text.length + detail.time);
figure.addEventListener("groupscope:error", ({ detail }) => detail.message.length);
figure.addEventListener("click", (event) => event.clientX);

const ref = listen({
  ready: ({ currentTarget }) => currentTarget.seek(9.5),
  time: ({ detail }) => detail.time,
  entry: ({ detail }) => detail.text,
  question: ({ detail }) => detail.text,
  error: ({ detail }) => detail.message,
});

export const element = (
  <group-scope
    ref={ref}
    id="one"
    className="wide"
    scenario="zombie"
    src="own.session"
    state={state}
    from="9.5s"
    to={16.2}
    loop
    play={false}
    speed="auto"
    controls="minimal"
    theme="dark"
    lang="ko"
    height={420}
    loading="interaction"
    poster="poster.svg"
    name="own"
    step="rebalance"
    reveal="manual"
    view="sequence"
    compare="join-cooperative"
  >
    <img alt="" />
  </group-scope>
);
