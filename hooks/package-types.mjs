// What editors and compilers are told about <group-scope>, made from the table static/embed/package/api.mjs: types for
// TypeScript and JSX, the manifest of the element, and custom data for VS Code.
import { ATTRIBUTES, EVENTS, METHODS, PARTS, PROPERTIES } from "../static/embed/package/api.mjs";

const quoted = (words) => words.map((word) => JSON.stringify(word)).join(" | ");
const typeOf = ({ type, values, flag }) => type ?? (flag ? 'boolean | "" | "true" | "false"' : quoted(values));
const comment = (text, indent = "  ") => `${indent}/** ${text} */\n`;
const capital = (word) => word[0].toUpperCase() + word.slice(1);
const detailOf = ({ name }) => `${capital(name)}Detail`;

function attributes() {
  const lines = ATTRIBUTES.map((one) => `${comment(one.text)}  ${one.name}?: ${typeOf(one)};\n`);
  return `export interface GroupScopeAttributes {\n${lines.join("")}}\n`;
}

function details() {
  return EVENTS.map((event) => {
    const fields = Object.entries(event.detail).map(([name, type]) => `  ${name}: ${type};\n`);
    return `${comment(event.text, "")}export interface ${detailOf(event)} {\n${fields.join("")}}\n`;
  }).join("\n");
}

function events() {
  const lines = EVENTS.map((event) => `  "groupscope:${event.name}": GroupScopeEvent<${detailOf(event)}>;\n`);
  return `export interface GroupScopeEventMap {\n${lines.join("")}}\n`;
}

function methods() {
  return METHODS.map(({ name, parameters = [], returns = "void", text }) => {
    const list = parameters.map(([parameter, type]) => `${parameter}: ${type}`).join(", ");
    return `${comment(text)}  ${name}(${list}): ${returns};\n`;
  }).join("");
}

/// `addEventListener` and `removeEventListener`, for the element's own events, those of HTML, and any other.
function listening() {
  const ways = [["addEventListener", "AddEventListenerOptions"], ["removeEventListener", "EventListenerOptions"]];
  const maps = ["GroupScopeEventMap", "HTMLElementEventMap"];
  return ways.flatMap(([name, options]) => [
    ...maps.map((map) => `  ${name}<K extends keyof ${map}>(
    type: K,
    listener: (this: GroupScope, event: ${map}[K]) => unknown,
    options?: boolean | ${options},
  ): void;\n`),
    `  ${name}(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | ${options},
  ): void;\n`,
  ]).join("");
}

export function elementTypes(scenarios) {
  return `// The types of the package groupscope.

export type ScenarioName =\n${scenarios.map((name) => `  | ${JSON.stringify(name)}`).join("\n")};

${attributes()}
${details()}
export interface GroupScopeEvent<Detail> extends CustomEvent<Detail> {
  readonly currentTarget: GroupScope;
}

${events()}
/** What \`groupscope run --format json\` prints. */
export interface Report {
  time_ms: number;
  [name: string]: unknown;
}

export declare class GroupScope extends HTMLElement {
${methods()}${listening()}}

/** Defines <group-scope>, and hydrates the page's code fences. */
export declare function define(): void;

/** Makes code fences with the language \`groupscope\` into figures. */
export declare function hydrate(root?: ParentNode): void;

/** Where groupscope.wasm and the other parts of the program are, where a build moves them. */
export declare function setWasmUrl(
  url: string | URL,
  parts?: Partial<Record<"shared" | "touched" | "later", string | URL>>,
): void;

declare global {
  interface HTMLElementTagNameMap {
    "group-scope": GroupScope;
  }
}
`;
}

export function reactTypes() {
  const listeners = EVENTS.map((event) => `  ${event.name}?: (event: GroupScopeEvent<${detailOf(event)}>) => void;\n`);
  return `// The types of <group-scope> in React's JSX, and a ref that listens to its events.
import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { GroupScope, GroupScopeAttributes, GroupScopeEvent } from "./index.js";
import type { ${EVENTS.map(detailOf).join(", ")} } from "./index.js";

export interface GroupScopeListeners {
${listeners.join("")}}

/** A ref for <group-scope> that listens: \`ref={listen({ time: (event) => ... })}\`. */
export declare function listen(listeners: GroupScopeListeners): (figure: GroupScope | null) => void;

type Inherited = Omit<DetailedHTMLProps<HTMLAttributes<GroupScope>, GroupScope>, keyof GroupScopeAttributes>;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "group-scope": Inherited & GroupScopeAttributes;
    }
  }
}
`;
}

export function manifest() {
  const described = ({ name, text }) => ({ name, description: text });
  const declaration = { name: "GroupScope", module: "element.js" };
  const members = METHODS.map((method) => ({
    kind: "method",
    ...described(method),
    parameters: (method.parameters ?? []).map(([name, type]) => ({
      name: name.replace("?", ""),
      type: { text: type },
      ...(name.endsWith("?") && { optional: true }),
    })),
    return: { type: { text: method.returns ?? "void" } },
  }));
  const element = {
    kind: "class",
    customElement: true,
    tagName: "group-scope",
    name: "GroupScope",
    description: "A figure of an Apache Kafka consumer group, simulated exactly.",
    superclass: { name: "HTMLElement" },
    attributes: ATTRIBUTES.map((one) => ({ ...described(one), type: { text: one.flag ? "boolean" : typeOf(one) } })),
    members,
    events: EVENTS.map(({ name, detail, text }) => {
      const fields = Object.entries(detail).map(([field, type]) => `${field}: ${type}`).join("; ");
      return { name: `groupscope:${name}`, description: text, type: { text: `CustomEvent<{ ${fields} }>` } };
    }),
    slots: [{ name: "", description: "A session's text; elements are shown until the figure is there." }],
    cssParts: PARTS.map(described),
    cssProperties: PROPERTIES.map(described),
  };
  const defined = { kind: "custom-element-definition", name: "group-scope", declaration };
  return {
    schemaVersion: "2.1.0",
    modules: [
      {
        kind: "javascript-module",
        path: "element.js",
        declarations: [element],
        exports: [{ kind: "js", name: "GroupScope", declaration }],
      },
      { kind: "javascript-module", path: "define.js", declarations: [], exports: [defined] },
    ],
  };
}

export function customData() {
  const attributes = ATTRIBUTES.map(({ name, text, values, flag }) => ({
    name,
    description: text,
    ...(flag && { valueSet: "v" }),
    ...(values && { values: values.map((value) => ({ name: value })) }),
  }));
  const description = "A figure of an Apache Kafka consumer group, simulated exactly.";
  return { version: 1.1, tags: [{ name: "group-scope", description, attributes }] };
}
