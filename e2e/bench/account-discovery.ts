import { newPassword, Portal } from "../fixtures/portal";

// Measures whether the time of an answer reveals which addresses have accounts: medians of equally many tries with
// known and unknown addresses, in turns, at the forms that take an address. `npx tsx e2e/bench/account-discovery.ts
// [TRIES]`
const TRIES = Number(process.argv[2] ?? 50);

/** Largest difference of the medians that is no finding: the greater of these. */
const MOST_MS = 10;
const MOST_SHARE = 0.05;

interface FormOfPage {
  page: string;
  action: string;
  fields: (email: string) => Record<string, string>;
}

const forms: Record<string, FormOfPage> = {
  "sign-in": {
    page: "/login",
    action: "/login/submit",
    fields: (username) => ({ username, password: "not the password" }),
  },
  "sign-up": {
    page: "/sign-up",
    action: "/sign-up/submit",
    fields: (email) => ({ email, name: "", password: newPassword() }),
  },
  reset: { page: "/reset", action: "/reset/submit", fields: (email) => ({ email }) },
  "mailed code": { page: "/login/mail", action: "/login/mail/submit", fields: (username) => ({ username }) },
};

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function open(portal: Portal, page: string): Promise<{ cookie: string; csrf: string }> {
  const answer = await fetch(portal.url + page);
  const cookie = answer.headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
  const csrf = /name="csrf" value="([^"]+)"/.exec(await answer.text())?.[1] ?? "";
  return { cookie, csrf };
}

/** Milliseconds until the answer, which is the same for every address. */
async function post(portal: Portal, { page, action, fields }: FormOfPage, email: string): Promise<number> {
  const { cookie, csrf } = await open(portal, page);
  const body = new URLSearchParams({ csrf, ...fields(email) });
  const start = performance.now();
  const answer = await fetch(portal.url + action, {
    ...{ method: "POST", redirect: "manual", body },
    headers: { cookie, origin: portal.url },
  });
  await answer.text();
  if (answer.status !== 303) throw new Error(`${action} answered ${answer.status}`);
  return performance.now() - start;
}

const portal = await Portal.start({ PORTICO_RATE_LIMITS: "off" });
let isFound = false;
try {
  const person = await portal.createUser();
  for (const [name, form] of Object.entries(forms)) {
    const known: number[] = [];
    const unknown: number[] = [];
    await post(portal, form, "warm-up@example.org");
    for (let n = 0; n < TRIES; n += 1) {
      const tries = [
        async () => known.push(await post(portal, form, person.email)),
        async () => unknown.push(await post(portal, form, `nobody-${n}@example.org`)),
      ];
      // Neither goes first every time.
      for (const each of n % 2 === 0 ? tries : tries.reverse()) await each();
    }
    const [a, b] = [median(known), median(unknown)];
    const difference = Math.abs(a - b);
    const isClose = difference < MOST_MS || difference < MOST_SHARE * Math.max(a, b);
    isFound ||= !isClose;
    console.log(
      `${name}: known ${a.toFixed(1)} ms, unknown ${b.toFixed(1)} ms, difference ${difference.toFixed(1)} ms ${isClose ? "(close enough)" : "(TELLS THEM APART)"}`,
    );
  }
} finally {
  await portal.stop();
}
process.exitCode = isFound ? 1 : 0;
