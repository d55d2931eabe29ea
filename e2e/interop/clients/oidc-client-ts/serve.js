import { readFile } from "node:fs/promises";
import { createServer } from "node:http";

const page = (await readFile("page.html", "utf8"))
  .replace("ISSUER", process.env.ISSUER ?? "")
  .replace("CLIENT_ID", process.env.CLIENT_ID ?? "");
const library = await readFile("node_modules/oidc-client-ts/dist/browser/oidc-client-ts.min.js");

createServer((request, response) => {
  const isLibrary = request.url === "/library.js";
  response.setHeader("content-type", isLibrary ? "text/javascript" : "text/html; charset=utf-8");
  response.end(isLibrary ? library : page);
}).listen(process.env.PORT);
