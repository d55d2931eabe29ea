// `npm run bench -- --accounts [TRIES]`: whether the time of an answer, or the answer, reveals which addresses have
// accounts. Medians of equally many tries with known and unknown addresses, in turns, wherever somebody can name one.
import { ClientApp, webClient } from "../fixtures/client-app";
import { MailServer } from "../fixtures/mail-server";
import { newPassword, Portal } from "../fixtures/portal";

const TRIES = Number(process.argv[2] ?? 50);

/** Largest difference of the medians that is no finding: the greater of these. */
const MOST_MS = 10;
const MOST_SHARE = 0.05;

interface Answer {
  milliseconds: number;
  /** status, and the page that follows, without what differs between any two answers */
  content: string;
}

type Try = (email: string) => Promise<Answer>;

/** Each try is another visitor's: the limits of an address must not end the run, and are the same for everybody. */
let visitors = 0;
function newVisitor(): Record<string, string> {
  visitors += 1;
  return { "x-forwarded-for": `198.51.${visitors >> 8}.${visitors & 255}` };
}

const cookiesOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");

/** What a person or a program sees of a page: without its scripts, the address that was typed, and tokens and ids. */
function normalize(page: string, email: string): string {
  return page
    .replaceAll(/<script.*?<\/script>/gs, "")
    .replaceAll(email, "EMAIL")
    .replaceAll(encodeURIComponent(email), "EMAIL")
    .replaceAll(/nonce="[^"]*"/g, "nonce")
    .replaceAll(/[\w+/=-]{20,}(\.+[\w-]+)*/g, "TOKEN");
}

/** A form that takes an address: milliseconds until its answer, and the page after it. */
function post(
  portal: Portal,
  { page, action, fields }: { page: string; action: string; fields: (email: string) => Record<string, string> },
): Try {
  return async (email) => {
    const visitor = newVisitor();
    const opened = await fetch(portal.url + page, { headers: visitor });
    const cookies = cookiesOf(opened);
    const csrf = /name="csrf" value="([^"]+)"/.exec(await opened.text())?.[1] ?? "";
    const body = new URLSearchParams({ csrf, ...fields(email) });
    const headers = { ...visitor, cookie: cookies, origin: portal.url };
    const start = performance.now();
    const answer = await fetch(portal.url + action, { method: "POST", redirect: "manual", body, headers });
    await answer.text();
    const milliseconds = performance.now() - start;
    if (answer.status !== 303) throw new Error(`${action} answered ${answer.status}`);
    const location = answer.headers.get("location") ?? "";
    const after = { ...visitor, cookie: [cookies, cookiesOf(answer)].filter(Boolean).join("; ") };
    const next = await fetch(new URL(location, portal.url), { headers: after });
    const content = [answer.status, next.status, location, await next.text()].join("\n");
    return { milliseconds, content: normalize(content, email) };
  };
}

/** The sign-in page for an app that says who it expects: with it come the options of a passkey. */
function openWithHint(portal: Portal, authorizeUrl: (loginHint: string) => string): Try {
  return async (email) => {
    const visitor = newVisitor();
    const start = performance.now();
    const sent = await fetch(authorizeUrl(email), { redirect: "manual", headers: visitor });
    const location = sent.headers.get("location") ?? "";
    const page = await fetch(new URL(location, portal.url), { headers: { ...visitor, cookie: cookiesOf(sent) } });
    const text = await page.text();
    const milliseconds = performance.now() - start;
    if (!text.includes("passkey-sign-in")) throw new Error("the sign-in page offers no passkey");
    return { milliseconds, content: normalize([sent.status, page.status, text].join("\n"), email) };
  };
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** @returns whether known and unknown addresses are told apart */
async function measure(name: string, attempt: Try, people: string[]): Promise<boolean> {
  const times = { known: [] as number[], unknown: [] as number[] };
  const contents = { known: new Set<string>(), unknown: new Set<string>() };
  for (let n = 0; n < 5; n += 1) await attempt(`warm-up-${n}@example.org`);
  for (const [n, person] of people.entries()) {
    const tries = [
      ["known", person],
      ["unknown", person.replace("user-", "nobody-")],
    ] as const;
    // Neither goes first every time.
    for (const [kind, email] of n % 2 === 0 ? tries : tries.toReversed()) {
      const { milliseconds, content } = await attempt(email);
      times[kind].push(milliseconds);
      contents[kind].add(content);
    }
  }
  const [known, unknown] = [median(times.known), median(times.unknown)];
  const difference = Math.abs(known - unknown);
  const isClose = difference < MOST_MS || difference < MOST_SHARE * Math.max(known, unknown);
  const isSame = new Set([...contents.known, ...contents.unknown]).size === 1;
  console.log(
    `${name}: known ${known.toFixed(1)} ms, unknown ${unknown.toFixed(1)} ms, difference ${difference.toFixed(1)} ms ` +
      `(${((100 * difference) / Math.max(known, unknown)).toFixed(1)} %), ${isClose ? "close enough" : "TELLS THEM APART"}; ` +
      `answers ${isSame ? "the same" : "DIFFER"}`,
  );
  if (!isSame) {
    const [one = "", other = ""] = [...contents.known, ...contents.unknown].map(String);
    const at = [...one].findIndex((letter, index) => letter !== other[index]);
    console.log(`  …${one.slice(at - 60, at + 100)}…\n  …${other.slice(at - 60, at + 100)}…`);
  }
  return !isClose || !isSame;
}

/** As an operator runs it: with its limits, a mail server, and hashes of the default cost. */
const mailServer = new MailServer();
await mailServer.start();
const portal = await Portal.start({
  PORTICO_RATE_LIMITS: "on",
  PORTICO_TRUST_PROXY: "loopback",
  PORTICO_BCRYPT_COST: "12",
  SMTP_URL: `smtp://127.0.0.1:${mailServer.port}`,
});
const app = new ClientApp(portal.url);
await app.start();
let isFound = false;
try {
  const people: string[] = [];
  for (let n = 0; n < TRIES; n += 1) people.push((await portal.createUser()).email);
  const client = await portal.createClient(webClient(app));
  const places: Record<string, Try> = {
    "sign-in": post(portal, {
      page: "/login",
      action: "/login/submit",
      fields: (username) => ({ username, password: "not the password" }),
    }),
    "sign-up": post(portal, {
      page: "/sign-up",
      action: "/sign-up/submit",
      fields: (email) => ({ email, name: "", password: newPassword() }),
    }),
    reset: post(portal, { page: "/reset", action: "/reset/submit", fields: (email) => ({ email }) }),
    "mailed code": post(portal, {
      page: "/login/mail",
      action: "/login/mail/submit",
      fields: (username) => ({ username }),
    }),
    "passkey options": openWithHint(portal, (login_hint) => app.authorizeUrl(client, { login_hint })),
  };
  for (const [name, attempt] of Object.entries(places)) isFound = (await measure(name, attempt, people)) || isFound;
} finally {
  await app.stop();
  await portal.stop();
  await mailServer.stop();
}
process.exitCode = isFound ? 1 : 0;
