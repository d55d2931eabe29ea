// Every request of the program is a curl, with the options that curl's own manual uses for forms and passwords.
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";

const { ISSUER, CLIENT_ID, CLIENT_SECRET, APP_URL, HOST, PORT } = process.env;
const callback = `${APP_URL}/callback`;
const curl = (...args) => JSON.parse(execFileSync("curl", ["--silent", "--show-error", "--fail-with-body", ...args]));
const configuration = curl(`${ISSUER}/.well-known/openid-configuration`);
let state = "";
let token;
let user;

function redeem(...fields) {
  const form = fields.flatMap((field) => ["--data-urlencode", field]);
  token = curl("--user", `${CLIENT_ID}:${CLIENT_SECRET}`, ...form, configuration.token_endpoint);
  user = curl("--header", `Authorization: Bearer ${token.access_token}`, configuration.userinfo_endpoint);
}

const pages = {
  "/": () => ({ text: user ? `${user.name} ${user.email}` : "nobody" }),
  "/login": () => {
    state = randomBytes(16).toString("hex");
    const query = new URLSearchParams({
      response_type: "code",
      client_id: CLIENT_ID,
      redirect_uri: callback,
      scope: "openid profile email offline_access",
      state,
    });
    return { location: `${configuration.authorization_endpoint}?${query}` };
  },
  "/callback": (query) => {
    if (query.get("state") !== state) return { text: "state" };
    redeem("grant_type=authorization_code", `code=${query.get("code")}`, `redirect_uri=${callback}`);
    return { location: "/" };
  },
  "/refresh": () => {
    redeem("grant_type=refresh_token", `refresh_token=${token.refresh_token}`);
    return { location: "/" };
  },
  "/logout": () => {
    const form = ["--data-urlencode", `token=${token.refresh_token}`];
    curl("--user", `${CLIENT_ID}:${CLIENT_SECRET}`, ...form, configuration.revocation_endpoint);
    user = undefined;
    return { location: "/" };
  },
};

createServer((request, response) => {
  const url = new URL(request.url, APP_URL);
  const { text, location } = pages[url.pathname]?.(url.searchParams) ?? { text: "" };
  response.writeHead(location ? 302 : 200, location ? { location } : {}).end(text);
}).listen(PORT, HOST);
