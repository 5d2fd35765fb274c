// Builds the page of tests/hosts/page.md as each host does, in a folder of its own: `build(host)` returns the folder
// that is served. The element's files are where its recipe in docs/embedding.md puts them.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { DIST, ROOT } from "../browser/support.mjs";

export const HOSTS = join(ROOT, "tests", "hosts");
export const MODULES = join(HOSTS, "node_modules");
const PYTHON_TOOLS = join(process.env.HOST_TOOLS ?? join(ROOT, ".tools", "hosts"), "bin");

const folders = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/// A folder that is gone after the tests.
export function temporary() {
  const folder = mkdtempSync(join(tmpdir(), "groupscope-"));
  folders.push(folder);
  return folder;
}

/// Runs a program; what it printed is part of the error if it fails.
export function run(program, args, options = {}) {
  try {
    return execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], ...options });
  } catch (error) {
    throw new Error(`${program} ${args.join(" ")}\n${error.stdout ?? ""}${error.stderr ?? error.message}`);
  }
}

function python(name, args, folder) {
  const program = join(PYTHON_TOOLS, name);
  if (!existsSync(program)) throw new Error(`${program} is absent: \`make test-hosts\` installs it.`);
  return run(program, args, { cwd: folder });
}

const copyPage = (to) => cpSync(join(HOSTS, "page.md"), to);
const copyElement = (to) => cpSync(DIST, to, { recursive: true });

/// Markdown with nothing but a heading, paragraphs, fences and HTML, as HTML.
export function plainPage(markdown, head = "") {
  const escape = (text) => text.replace(/[&<]/g, (sign) => ({ "&": "&amp;", "<": "&lt;" })[sign]);
  const blocks = markdown.trim().split(/\n\n+/).map((block) => {
    const fence = block.match(/^```(\S+)\n([^]*?)```$/);
    if (fence) return `<pre><code class="language-${fence[1]}">${escape(fence[2])}</code></pre>`;
    if (block.startsWith("# ")) return `<h1>${escape(block.slice(2))}</h1>`;
    return block.startsWith("<") ? block : `<p>${escape(block)}</p>`;
  });
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">
${head}<script type="module" src="groupscope/groupscope.js"></script></head>
<body>
${blocks.join("\n")}
</body>
</html>
`;
}

const BUILDERS = {
  plain(folder) {
    const dark = '<style>[data-theme="dark"] { background: #111; color: #ddd }</style>\n';
    writeFileSync(join(folder, "index.html"), plainPage(readFileSync(join(HOSTS, "page.md"), "utf8"), dark));
    copyElement(join(folder, "groupscope"));
    return folder;
  },
  mdbook(folder) {
    copyPage(join(folder, "src", "index.md"));
    copyElement(join(folder, "src", "groupscope"));
    python("mdbook", ["build"], folder);
    return join(folder, "book");
  },
  mkdocs(folder) {
    mkdirSync(join(folder, "docs"));
    copyPage(join(folder, "docs", "index.md"));
    copyElement(join(folder, "docs", "groupscope"));
    python("mkdocs", ["build", "--quiet", "--strict"], folder);
    return join(folder, "site");
  },
  sphinx(folder, theme = "furo") {
    copyPage(join(folder, "index.md"));
    copyElement(join(folder, "_static", "groupscope"));
    python("sphinx-build", ["-q", "-W", "-D", `html_theme=${theme}`, ".", "built"], folder);
    return join(folder, "built");
  },
  alabaster: (folder) => BUILDERS.sphinx(folder, "alabaster"),
  vitepress(folder) {
    symlinkSync(MODULES, join(folder, "node_modules"));
    copyPage(join(folder, "index.md"));
    copyElement(join(folder, "public", "groupscope"));
    run(process.execPath, [join(MODULES, "vitepress", "bin", "vitepress.js"), "build"], { cwd: folder });
    return join(folder, ".vitepress", "dist");
  },
  reveal(folder) {
    cpSync(join(MODULES, "reveal.js", "dist"), join(folder, "reveal"), { recursive: true });
    copyElement(join(folder, "groupscope"));
    return folder;
  },
};

const built = new Map();

export function build(host) {
  if (!built.has(host)) {
    const folder = temporary();
    const source = join(HOSTS, host === "alabaster" ? "sphinx" : host);
    if (existsSync(source)) cpSync(source, folder, { recursive: true });
    built.set(host, BUILDERS[host](folder));
  }
  return built.get(host);
}
