// A small static server for the built page. `node server.mjs FOLDER ADDRESS PORT` is what `make serve` runs;
// the browser tests serve the same way on a free port.
import { createServer } from "node:http";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { extname, join, normalize, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".session": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
};

/// The file a request means, or nothing: never one outside the folder.
async function file(folder, url) {
  const path = decodeURIComponent(new URL(url, "http://localhost").pathname);
  const found = join(folder, normalize(path));
  if (found !== folder && !found.startsWith(folder + sep)) return undefined;
  const is = await stat(found).catch(() => undefined);
  if (is?.isDirectory()) return file(folder, join(path, "index.html"));
  return is?.isFile() ? found : undefined;
}

/// Serves `folder`. `headers` are added to every answer (a Content-Security-Policy, for instance).
export async function serve(folder, { address = "127.0.0.1", port = 0, headers = {} } = {}) {
  const root = resolve(folder);
  const server = createServer(async (request, response) => {
    const found = await file(root, request.url).catch(() => undefined);
    if (!found) {
      response.writeHead(404, { "content-type": "text/plain" }).end("not found\n");
      return;
    }
    const type = TYPES[extname(found)] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": type, "cache-control": "no-cache", ...headers });
    createReadStream(found).pipe(response);
  });
  await new Promise((done, failed) => server.once("error", failed).listen(port, address, done));
  return {
    url: `http://${address}:${server.address().port}/`,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [folder, address, port] = process.argv.slice(2);
  try {
    const { url } = await serve(folder, { address, port: Number(port) });
    console.log(`groupscope is served at ${url} (Ctrl-C ends it)`);
  } catch (error) {
    if (error.code !== "EADDRINUSE") throw error;
    console.error(`Port ${port} is taken. Choose another one: make serve PORT=${Number(port) + 1}`);
    process.exit(1);
  }
}
