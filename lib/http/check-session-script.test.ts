import vm from "node:vm";
import { describe, expect, it } from "vitest";
import { browserStateOf, createSessionState } from "../oauth/logout/session-state";
import { checkSessionScript } from "./check-session-script";

const derive = (purpose: string, value: string) => Buffer.from(`${purpose} ${value}`).toString("base64url");
const context = { derive };
const asked = {
  clientId: "pt_cl_web",
  redirectUri: "https://client.example/callback",
  sessionId: "a session",
  code: "pt_ac_x",
};

interface Message {
  data: unknown;
  origin: string;
}

/** What a browser knows of the frame's cookies; one that is old has no `hasStorageAccess`. */
interface Browser {
  hasStorageAccess?: () => Promise<boolean>;
  isSecureContext?: boolean;
}

const modern = (has: boolean): Browser => ({ hasStorageAccess: () => Promise.resolve(has) });
const failing: Browser = { hasStorageAccess: () => Promise.reject(new Error("not allowed")) };

/** The frame in a browser that has these cookies; answers what it posts back. */
function openFrame(
  cookie: string,
  { hasStorageAccess, isSecureContext }: Browser = {},
): (message: Message) => string[] {
  const answers: string[] = [];
  let listener: (event: unknown) => void = () => undefined;
  const window = {
    addEventListener: (_name: string, heard: (event: unknown) => void) => {
      listener = heard;
    },
    isSecureContext,
  };
  const document = { cookie, ...(hasStorageAccess && { hasStorageAccess }) };
  vm.runInNewContext(checkSessionScript("portico_session_state"), { window, document });
  return (message) => {
    const postMessage = (answer: string, origin: string) => answers.push(`${answer} to ${origin}`);
    listener({ ...message, source: { postMessage } });
    return answers;
  };
}

describe("the frame of session management (OpenID Connect Session Management §3.2)", () => {
  const signedIn = `theme=dark; portico_session_state=${browserStateOf(asked.sessionId, context)}`;
  const origin = "https://client.example";

  it("says unchanged while the session is the one that the client knows", () => {
    for (const clientId of ["a", "pt_cl_web", "x".repeat(30), "x".repeat(60), "x".repeat(200)]) {
      const state = createSessionState({ ...asked, clientId }, context);
      expect(openFrame(signedIn)({ data: `${clientId} ${state}`, origin })).toEqual([`unchanged to ${origin}`]);
    }
  });

  it.each([
    ["after sign-out", "", origin],
    ["with another session", `portico_session_state=${browserStateOf("another", context)}`, origin],
    ["to another origin", signedIn, "https://other.example"],
  ])("says changed %s", (_case, cookie, from) => {
    const state = createSessionState(asked, context);
    expect(openFrame(cookie)({ data: `${asked.clientId} ${state}`, origin: from })).toEqual([`changed to ${from}`]);
  });

  it.each(["", "pt_cl_web", "pt_cl_web ", "pt_cl_web nodot", " a.b", "a b.c d", 7, null])(
    "says error to the malformed message %j",
    (data) => {
      expect(openFrame(signedIn)({ data, origin })).toEqual([`error to ${origin}`]);
    },
  );

  it.each<[string, string, Browser, string]>([
    ["the cookie is withheld", "", modern(false), "error"],
    ["the frame has a jar of cookies of its own", signedIn, modern(false), "error"],
    ["the browser cannot tell", "", failing, "error"],
    ["the cookie is seen", signedIn, modern(true), "unchanged"],
    ["there is no cookie, which is seen", "", modern(true), "changed"],
    [
      "the address is not secure, where no browser tells",
      signedIn,
      { ...modern(false), isSecureContext: false },
      "unchanged",
    ],
  ])("when %s, answers so", async (_case, cookie, browser, answer) => {
    const state = createSessionState(asked, context);
    const data = `${asked.clientId} ${state}`;
    const answers = openFrame(cookie, browser)({ data, origin });
    await expect.poll(() => answers).toEqual([`${answer} to ${origin}`]);
  });

  it("does not answer a sender without an origin", () => {
    expect(openFrame(signedIn)({ data: "a b.c", origin: "null" })).toEqual([]);
  });

  it("is ECMAScript 5", () => {
    const script = checkSessionScript("portico_session_state");
    expect(script).not.toMatch(/=>|`|\b(let|const|class|async|await)\b|crypto|fetch|\?\.|\?\?/);
  });
});
