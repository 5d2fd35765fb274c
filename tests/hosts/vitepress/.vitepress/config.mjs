// The page with VitePress. Vue leaves <group-scope> alone, and a code fence is made into a figure while the page is
// built: Vue would put back what is replaced afterwards. A light page says so, whatever the system has.
function withFigures(md) {
  const fence = md.renderer.rules.fence;
  md.renderer.rules.fence = (tokens, place, ...rest) => {
    const { info, content } = tokens[place];
    if (info.trim() !== "groupscope") return fence(tokens, place, ...rest);
    const code = `<code class="language-groupscope" v-pre>${md.utils.escapeHtml(content)}</code>`;
    return `<group-scope><pre>${code}</pre></group-scope>\n`;
  };
}

export default {
  title: "Figures",
  head: [
    ["script", { type: "module", src: "/groupscope/groupscope.js" }],
    ["style", {}, "html:not(.dark) { color-scheme: light }"],
  ],
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === "group-scope" } } },
  markdown: { config: withFigures },
};
