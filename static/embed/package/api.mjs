// What an author can say to <group-scope> and hear from it: the one table that the package's types, the manifest of the
// element and the help of editors are made from. tests/hosts/package.test.mjs compares it with the element itself and
// with docs/embedding.md.

/// `type` is what TypeScript takes for the attribute; `values` are all words it can be, `flag`: it is there or not.
export const ATTRIBUTES = [
  { name: "state", type: "string", text: "The token of a share link, or the whole link." },
  { name: "src", type: "string", text: "The address of a `.session` file." },
  { name: "scenario", type: "ScenarioName", text: "The name of a scenario that comes with groupscope." },
  {
    name: "compare",
    type: "ScenarioName",
    text: "The name of a scenario that is shown beside it, at the same instants.",
  },
  { name: "from", type: "string | number", text: "Where the stretch begins that is shown: `9.5s`." },
  { name: "to", type: "string | number", text: "Where that stretch ends; without it, at the script's end." },
  { name: "loop", flag: true, text: "The stretch is played again and again." },
  { name: "play", flag: true, text: "It plays once it is seen; not where the visitor wants less motion." },
  { name: "speed", type: "string | number", text: "`auto`, or one of 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100." },
  {
    name: "step",
    values: ["line", "entry", "request", "rebalance", "caption"],
    text: "What a step goes to: a line of the story, an entry of the journal, a request, the start or end of a " +
      "rebalance, or a caption.",
  },
  {
    name: "reveal",
    values: ["auto", "manual"],
    text: "An answer is told when it has happened, or when the reader asks for it.",
  },
  {
    name: "view",
    values: ["stage", "sequence"],
    text: "The stage, or the sequence diagram of requests in its place.",
  },
  {
    name: "controls",
    values: ["minimal", "none", "all"],
    text: "Stage, transport and caption; without transport; or all of groupscope.",
  },
  { name: "theme", values: ["auto", "light", "dark"], text: "`auto`: as the page around has it." },
  { name: "lang", values: ["en", "ko"], text: "Without it, the language of the element around." },
  {
    name: "height",
    type: "string | number",
    text: "What is reserved before the figure is there, and what it is laid out for: `420`, `30em`.",
  },
  { name: "name", type: "string", text: "What a session inside the tag is called." },
  {
    name: "loading",
    values: ["lazy", "eager", "interaction"],
    text: "When it is near the viewport, at once, or when its button is pressed.",
  },
  {
    name: "poster",
    type: "string",
    text: "The address of a picture that is shown until then; without it, the one of its scenario that the build drew.",
  },
];

export const METHODS = [
  { name: "play", text: "Plays; starts the figure first if need be." },
  { name: "pause", text: "Pauses." },
  { name: "step", parameters: [["count?", "number"]], text: "Goes a step on, or `count`: see the attribute `step`." },
  { name: "seek", parameters: [["seconds", "number"]], text: "Goes to an instant of the simulation." },
  {
    name: "send",
    parameters: [["line", "string"]],
    returns: "Promise<void>",
    text: "Does what a line of a session says; the promise is rejected with a sentence if that is refused.",
  },
  {
    name: "save",
    returns: "Promise<string>",
    text: "The state as a token, which `restore` and the attribute `state` take.",
  },
  {
    name: "restore",
    parameters: [["state", "string"]],
    returns: "Promise<void>",
    text: "Opens a state that was saved.",
  },
  { name: "report", returns: "Promise<Report>", text: "What `groupscope run --format json` prints." },
];

export const EVENTS = [
  { name: "ready", detail: { "scenario?": "string" }, text: "The figure is there." },
  { name: "time", detail: { time: "number", playing: "boolean" }, text: "Another instant is shown, in seconds." },
  { name: "entry", detail: { time: "number", text: "string" }, text: "A line of the story." },
  { name: "question", detail: { time: "number", text: "string" }, text: "The scenario asks something." },
  { name: "error", detail: { message: "string" }, text: "Something could not be shown." },
];

export const PARTS = [
  { name: "figure", text: "All of the figure, with its frame." },
  { name: "stage", text: "The stage, or the diagram in its place." },
  { name: "transport", text: "The buttons, the time and the slider." },
  { name: "caption", text: "What is told and asked." },
  { name: "start", text: "The button of `loading=\"interaction\"`." },
  { name: "error", text: "The sentence that says what is wrong." },
];

/// Every token of static/tokens.css can be set so; these are what a page may want to have as its own.
const COLOURS = [
  ["bg", "Behind the stage."],
  ["panel", "Behind the transport, the caption and the cards."],
  ["ink", "Text."],
  ["muted", "Text that matters less."],
  ["line", "Lines between parts."],
  ["accent", "What can be pressed, and the present."],
  ["accent-ink", "Text on `accent`."],
];

export const PROPERTIES = [
  { name: "--groupscope-height", text: "What is reserved; the attribute `height` sets it." },
  ...COLOURS.map(([name, text]) => ({ name: `--groupscope-${name}`, text })),
  { name: "--groupscope-font", text: "The typeface." },
  { name: "--groupscope-font-mono", text: "The typeface of names and numbers, and of the stage." },
];
