import { execFileSync } from "node:child_process";
import { Agent, request as send } from "node:http";
import { type APIRequestContext, expect, request, test } from "playwright/test";
import { drawPicture } from "../fixtures/picture";
import { Portal } from "../fixtures/portal";

test.describe.configure({ mode: "serial", timeout: 240_000 });

let portal: Portal;
test.beforeAll(async () => {
  portal = await Portal.start();
});
test.afterAll(() => portal?.stop());

/** A browser in which somebody new is signed in. */
async function signInSomebody(): Promise<APIRequestContext> {
  const { email, password } = await portal.createUser();
  const browser = await request.newContext({ baseURL: portal.url });
  const csrf = /name="csrf" value="([^"]+)"/.exec(await (await browser.get("/login")).text())?.[1] ?? "";
  const signedIn = await browser.post("/login/submit", { form: { csrf, username: email, password }, maxRedirects: 0 });
  expect(signedIn.status()).toBe(303);
  return browser;
}

/** What a browser without JavaScript sends of a form: the fields that React adds, by the form's own label. */
async function readFields(browser: APIRequestContext, path: string, has: string): Promise<Record<string, string>> {
  const page = await (await browser.get(path)).text();
  const form = page.match(/<form[\s\S]*?<\/form>/g)?.find((each) => each.includes(has)) ?? "";
  const decode = (text: string) => text.replaceAll("&quot;", '"').replaceAll("&amp;", "&");
  return Object.fromEntries(
    [...form.matchAll(/<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g)].map(([, name = "", value = ""]) => [
      decode(name),
      decode(value),
    ]),
  );
}

/** A form of fields and one picture, as it travels. */
function compose(fields: Record<string, string>, picture: Buffer) {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--edge\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const head = `--edge\r\nContent-Disposition: form-data; name="picture"; filename="me.png"\r\nContent-Type: image/png\r\n\r\n`;
  return Buffer.concat([Buffer.from(parts.join("") + head), picture, Buffer.from("\r\n--edge--\r\n")]);
}

interface Answer {
  status: number;
  wait: string | undefined;
}

/** Uploads a form to a page, on a connection of its own. */
function upload(cookie: string, body: Buffer): Promise<Answer> {
  const headers = {
    cookie,
    origin: portal.url,
    "content-type": "multipart/form-data; boundary=edge",
    "content-length": body.length,
  };
  const options = { method: "POST", headers, agent: new Agent({ keepAlive: false }) };
  return new Promise((resolve, reject) => {
    const asked = send(`${portal.url}/account/picture`, options, (response) => {
      response.resume();
      response.once("end", () => {
        resolve({ status: response.statusCode ?? 0, wait: response.headers["retry-after"] });
      });
    });
    asked.once("error", reject);
    asked.end(body);
  });
}

/** MB of memory of the portal's processes together. */
async function readMemory(): Promise<number> {
  const ids = [portal.processId, ...(await portal.listWorkers())];
  const rows = execFileSync("ps", ["-o", "rss=", "-p", ids.join()], { encoding: "utf8" }).trim().split("\n");
  return rows.reduce((sum, row) => sum + Number(row), 0) / 1024;
}

const cookieOf = async (browser: APIRequestContext) =>
  (await browser.storageState()).cookies.map(({ name, value }) => `${name}=${value}`).join("; ");

test("400 uploads of 5 MB at once from one session stay within their share of memory, and another person's form is answered meanwhile", async () => {
  const crowd = await signInSomebody();
  const other = await signInSomebody();
  const fields = await readFields(crowd, "/account/picture", 'name="picture"');
  expect(Object.keys(fields).some((name) => name.startsWith("$ACTION_"))).toBe(true);
  const body = compose(fields, await drawPicture(4.5 * 1024 * 1024));
  expect(body.length).toBeGreaterThan(4 * 1024 * 1024);
  const cookie = await cookieOf(crowd);
  const name = await readFields(other, "/account", 'name="name"');
  // On a connection of its own: the portal may close one that was idle in the moment in which the form is sent.
  const form = await request.newContext({ baseURL: portal.url, storageState: await other.storageState() });
  const before = await readMemory();
  let peak = before;
  const answers: Answer[] = [];
  const uploads = Array.from({ length: 400 }, async () => answers.push(await upload(cookie, body)));
  let isOver = false;
  const measuring = (async () => {
    while (!isOver) {
      peak = Math.max(peak, await readMemory());
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  await expect.poll(() => answers.length, { timeout: 60_000 }).toBeGreaterThan(0);
  const multipart = { ...name, name: "Ada Example" };
  const saved = await form.post("/account", { multipart, maxRedirects: 0, timeout: 120_000 });
  expect(saved.status()).toBe(303);
  await Promise.all(uploads);
  isOver = true;
  await measuring;
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303, 429]));
  for (const { wait } of answers.filter(({ status }) => status === 429)) expect(wait).toBe("5");
  expect(peak - before).toBeLessThan(400);
  // What was on the way is given back.
  expect((await upload(cookie, body)).status).toBe(303);
});
