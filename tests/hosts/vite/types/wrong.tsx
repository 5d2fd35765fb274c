// What the package's types refuse.
import { setWasmUrl } from "groupscope";
import { listen } from "groupscope/react";

const figure = document.createElement("group-scope");
// @ts-expect-error: a number of seconds
figure.seek("9.5s");
// @ts-expect-error: there is no such method
figure.stop();
// @ts-expect-error: a line
figure.send();
// @ts-expect-error: `time` has no text
figure.addEventListener("groupscope:time", ({ detail }) => detail.text);
// @ts-expect-error: there is no such event
figure.addEventListener("groupscope:tick", ({ detail }) => detail);
// @ts-expect-error: there is no such event
listen({ tick: () => {} });
// @ts-expect-error: an address
setWasmUrl(1);
// @ts-expect-error: there is no such theme
export const theme = <group-scope theme="green" />;
// @ts-expect-error: there is no such scenario
export const scenario = <group-scope scenario="zombies" />;
// @ts-expect-error: there is no such attribute
export const attribute = <group-scope heigth="420" />;
// @ts-expect-error: there is no such language
export const lang = <group-scope lang="fr" />;
