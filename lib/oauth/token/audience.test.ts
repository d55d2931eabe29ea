import { describe, expect, it } from "vitest";
import type { Client, Resource, Scope } from "../model";
import { CALENDAR_API, SCOPES, WEB_CLIENT } from "../testing/fixtures";
import { ISSUER, TestPortal } from "../testing/test-context";
import { pickAudience } from "./audience";

const CALENDAR = CALENDAR_API.identifier;
const MAIL = "https://mail.example";
const OWN_API = `${ISSUER}/api/v1`;
const [OPENID] = SCOPES as [Scope];

function api(identifier: string, values: Partial<Resource> = {}): Resource {
  return { ...CALENDAR_API, identifier, normalIdentifier: null, scopes: [], ...values };
}

function portalWith(policy: Partial<Pick<Resource, "clientPolicy" | "listedClients">> = {}) {
  const ofMail = { ...OPENID, name: "mail:read", resourceIdentifier: MAIL, ...policy };
  return new TestPortal({
    resources: [
      CALENDAR_API,
      api(MAIL, { normalIdentifier: `${MAIL}/`, scopes: ["mail:read"], ...policy }),
      api(OWN_API, { scopes: ["clients:read"] }),
    ],
    scopes: [...SCOPES, ofMail, { ...OPENID, name: "clients:read", resourceIdentifier: OWN_API }],
  });
}

/** What a token of a client with all these scopes is for; the error it is refused with otherwise. */
async function pick(
  names: string[],
  { named = null, requested = [] }: { named?: string[] | null; requested?: string[] },
  { portal = portalWith(), client = {} }: { portal?: TestPortal; client?: Partial<Client> } = {},
) {
  const known = await portal.store.findScopes(names);
  const scopes = names.flatMap((name) => known.filter((scope) => scope.name === name));
  const whole = { ...WEB_CLIENT, scopes: names, ...client };
  try {
    const audience = await pickAudience({ client: whole, scopes, requested, granted: named }, portal.context);
    return `${audience.identifiers.join(" ")} | ${audience.scopes.join(" ")}`;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe("an access token is for one API (RFC 8707 §2.2, RFC 9068 §3)", () => {
  const both = "openid calendar:read mail:read offline_access";
  it.each<[title: string, scopes: string, named: string[], requested: string[], expected: string]>([
    ["no API at all: userinfo", "openid email", [], [], `${ISSUER} | openid email`],
    ["one API by its scopes", "calendar:read", [], [], `${CALENDAR} | calendar:read`],
    [
      "one API by its scopes, and userinfo",
      "openid calendar:read",
      [],
      [],
      `${ISSUER} ${CALENDAR} | openid calendar:read`,
    ],
    ["two APIs by their scopes", both, [], [], "invalid_target"],
    ["an API and the portal's own by their scopes", "calendar:read clients:read", [], [], "invalid_target"],
    ["two APIs by their scopes, one asked for", both, [], [MAIL], `${MAIL} | mail:read`],
    ["two APIs by their scopes, userinfo asked for", both, [], [ISSUER], `${ISSUER} | openid`],
    ["one API that was named: it alone", "openid calendar:read", [CALENDAR], [], `${CALENDAR} | calendar:read`],
    [
      "one API that was named, asked for again",
      "openid calendar:read",
      [CALENDAR],
      [CALENDAR],
      `${CALENDAR} | calendar:read`,
    ],
    ["one API that was named, userinfo asked for", "openid calendar:read", [CALENDAR], [ISSUER], `${ISSUER} | openid`],
    ["one API that was named, another asked for", "openid calendar:read", [CALENDAR], [MAIL], "invalid_target"],
    ["two APIs that were named", both, [CALENDAR, MAIL], [], "invalid_target"],
    ["two APIs that were named, one asked for", both, [CALENDAR, MAIL], [MAIL], `${MAIL} | mail:read`],
    ["two APIs that were named, both asked for", both, [CALENDAR, MAIL], [CALENDAR, MAIL], "invalid_target"],
    ["an API that is gone", "openid", ["https://gone.example"], [], "invalid_target"],
    ["an API asked for by another spelling", both, [], ["HTTPS://MAIL.example:443"], `${MAIL} | mail:read`],
    ["the portal's own API, with a slash", "openid clients:read", [], [`${OWN_API}/`], `${OWN_API} | clients:read`],
    ["userinfo, with a slash", "openid", [], [`${ISSUER}/`], `${ISSUER} | openid`],
    ["an API without a scope of it", "openid", [], [MAIL], "invalid_target"],
    ["an API with a fragment", "mail:read", [], [`${MAIL}/#a`], "invalid_target"],
  ])("%s", async (_title, scopes, named, requested, expected) => {
    expect(await pick(scopes.split(" "), { named, requested })).toBe(expected);
  });
});

describe("which client gets a token for an API", () => {
  const listed = { listedClients: [WEB_CLIENT.clientId] };
  it.each<[Resource["clientPolicy"], string, Partial<Client>, Partial<Resource>, isAllowed: boolean]>([
    ["scopes", "one with a scope of it", { scopes: ["mail:read"] }, {}, true],
    ["scopes", "one without", { scopes: ["openid"] }, {}, false],
    ["scopes", "a verified one without", { scopes: ["openid"], status: "verified" }, {}, false],
    ["scopes", "one that registered itself, of a public scope", { scopes: [], isSelfRegistered: true }, {}, true],
    ["open", "one without a scope", { scopes: ["openid"] }, {}, true],
    ["review", "one that nobody verified", { scopes: ["mail:read"] }, {}, false],
    ["review", "one that waits for review", { scopes: ["mail:read"], status: "in_review" }, {}, false],
    ["review", "a verified one", { scopes: ["openid"], status: "verified" }, {}, true],
    ["review", "a first-party one", { scopes: ["openid"], isTrusted: true }, {}, true],
    ["listed", "one that is not listed", { scopes: ["mail:read"], status: "verified" }, {}, false],
    ["listed", "one that is", { scopes: ["openid"] }, listed, true],
  ])("with the policy %s: %s", async (clientPolicy, _who, client, values, isAllowed) => {
    const portal = portalWith({ clientPolicy, ...values });
    const expected = isAllowed ? new RegExp(`^${MAIL} `) : /^invalid_target$/;
    for (const named of [null, [MAIL]]) {
      expect(await pick(["openid"], { named, requested: [MAIL] }, { portal, client })).toMatch(expected);
    }
  });

  it("is asked about again for each token: a policy that changes ends what was given before", async () => {
    const portal = portalWith();
    const grant = { named: [MAIL] };
    const client = { scopes: ["mail:read"] };
    expect(await pick(["mail:read"], grant, { portal, client })).toBe(`${MAIL} | mail:read`);
    expect(await pick(["mail:read"], grant, { portal: portalWith({ clientPolicy: "review" }), client })).toBe(
      "invalid_target",
    );
  });
});
