import { describe, expect, it } from "vitest";
import { ALICE, authorizationRequest, BOB, WEB_CLIENT } from "../testing/fixtures";
import { TestPortal } from "../testing/test-context";
import { subjectFor } from "../tokens/subject";
import { expectsAnother } from "./expects-another";

const { context } = new TestPortal();
const PAIRWISE = { ...WEB_CLIENT, pairwiseSector: "client.example" };
const accounts = [ALICE, BOB].map(({ userId, email }) => ({ userId, email }));

type Changes = Parameters<typeof authorizationRequest>[0];

function ask(changes: Changes, client = WEB_CLIENT) {
  const request = authorizationRequest({ hintedSubject: null, loginHint: null, claims: null, ...changes });
  return expectsAnother({ request, client }, accounts, context);
}

describe("whether an app expects an account that the chooser does not offer (OIDC Core §3.1.2.1, §5.5.1)", () => {
  it.each<[string, Changes, boolean]>([
    ["nobody is named", {}, false],
    ["the hint is one of them", { hintedSubject: BOB.userId }, false],
    ["the hint is somebody else", { hintedSubject: "somebody else" }, true],
    ["a requested sub is one of them", { claims: { id_token: { sub: { values: ["x", ALICE.userId] } } } }, false],
    ["a requested sub is somebody else", { claims: { id_token: { sub: { value: "x" } } } }, true],
    ["login_hint is the address of one of them", { loginHint: ` ${ALICE.email.toUpperCase()}` }, false],
    ["login_hint is another address", { loginHint: "nobody@example.org" }, true],
    ["login_hint is no address", { loginHint: "+1 425 555 0100" }, false],
    ["login_hint and id_token_hint are two people", { loginHint: ALICE.email, hintedSubject: BOB.userId }, true],
  ])("%s", (_case, changes, expected) => {
    expect(ask(changes)).toBe(expected);
  });

  it("compares with the pairwise sub that the client knows", () => {
    expect(ask({ hintedSubject: ALICE.userId }, PAIRWISE)).toBe(true);
    expect(ask({ hintedSubject: subjectFor(PAIRWISE, ALICE.userId, context) }, PAIRWISE)).toBe(false);
  });
});
