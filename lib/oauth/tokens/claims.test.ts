import { describe, expect, it } from "vitest";
import { ALICE } from "../testing/fixtures";
import {
  findClaimRequest,
  listClaimsOfScopes,
  listRequestedClaims,
  listScopesOfClaims,
  parseClaimsRequest,
  releaseClaims,
  STANDARD_CLAIMS,
  withoutForbiddenClaims,
} from "./claims";

const ISSUER = "https://id.example.org";

describe("the claims parameter (OIDC Core §5.5)", () => {
  it.each([
    "",
    "{",
    "[]",
    "1",
    "null",
    '"a"',
    '{"userinfo":1}',
    '{"userinfo":{"name":1}}',
    '{"id_token":[]}',
    '{"id_token":{"acr":{"essential":"yes"}}}',
    '{"id_token":{"acr":{"values":"one"}}}',
  ])("refuses %s", (text) => {
    expect(() => parseClaimsRequest(text)).toThrow("invalid_request");
  });

  it("keeps what each destination asks for apart", () => {
    const claims = parseClaimsRequest(
      '{"userinfo":{"name":null,"http://x":{"essential":true}},"id_token":{"auth_time":{"essential":true},"email":null},"x":1}',
    );
    expect(listRequestedClaims(claims, "userinfo")).toEqual(["name"]);
    expect(listRequestedClaims(claims, "id_token")).toEqual(["email"]);
    expect(listScopesOfClaims(claims)).toEqual(["profile", "email"]);
    expect(findClaimRequest(claims, "id_token", "auth_time")).toEqual({ essential: true });
    expect(findClaimRequest(claims, "userinfo", "auth_time")).toBeUndefined();
  });

  it("keeps for the operator's own claims which scope brings them, and gives them by that", () => {
    const known = [
      { name: "work", claims: ["team", "desk"] },
      { name: "profile", claims: ["shirt"] },
    ];
    const text = '{"userinfo":{"team":null,"shirt":null,"nothing":null},"id_token":{"team":{"essential":true}}}';
    const claims = parseClaimsRequest(text, known);
    expect(claims).toEqual({
      userinfo: { team: null, shirt: null },
      id_token: { team: { essential: true } },
      defined: { team: "work", shirt: "profile" },
    });
    expect(listRequestedClaims(claims, "userinfo")).toEqual(["team", "shirt"]);
    expect(listScopesOfClaims(claims)).toEqual(["work", "profile"]);
    expect(withoutForbiddenClaims(claims, ["profile"])).toEqual({
      userinfo: { shirt: null },
      id_token: {},
      defined: { shirt: "profile" },
    });
    expect(listClaimsOfScopes(["work", "email"], known)).toEqual(["email", "email_verified", "team", "desk"]);
  });

  it("takes nobody's word for which scope brings a claim", () => {
    const claims = parseClaimsRequest('{"userinfo":{"team":null},"defined":{"team":"openid"}}', []);
    expect(claims).toEqual({ userinfo: {}, id_token: {} });
  });

  it("is not fooled by names that every object has", () => {
    const claims = parseClaimsRequest('{"userinfo":{"__proto__":null}}');
    expect(findClaimRequest(claims, "userinfo", "toString")).toBeUndefined();
    expect(listRequestedClaims(claims, "userinfo")).toEqual([]);
  });

  it("loses the claims of scopes that were not allowed", () => {
    const claims = parseClaimsRequest('{"userinfo":{"name":null,"email":null},"id_token":{"acr":null}}');
    expect(withoutForbiddenClaims(claims, ["profile"])).toEqual({ userinfo: { name: null }, id_token: { acr: null } });
    expect(withoutForbiddenClaims(null, ["profile"])).toBeNull();
  });
});

describe("released claims (OIDC Core §5.1, §5.3.2)", () => {
  it("are typed, and empty ones are left out", () => {
    const subject = {
      ...ALICE,
      name: null,
      claims: {
        nickname: "",
        address: { country: "Korea", region: "" },
        birthdate: "2000-01-01",
        picture: null,
        secret: "x",
      },
    };
    expect(releaseClaims(subject, [...STANDARD_CLAIMS, "secret"], ISSUER)).toEqual({
      name: "user",
      preferred_username: "user",
      birthdate: "2000-01-01",
      locale: "en",
      updated_at: 1772539200,
      email: "user@example.org",
      email_verified: true,
      address: { country: "Korea" },
    });
  });

  it.each([
    ["nothing told", { name: null, claims: {} }, { name: "user", preferred_username: "user" }],
    ["a name", { name: "Žofie 가나다", claims: {} }, { name: "Žofie 가나다", preferred_username: "user" }],
    [
      "the parts of a name",
      { name: null, claims: { given_name: "Žofie", family_name: "Å" } },
      { name: "Žofie Å", preferred_username: "user" },
    ],
    [
      "a user name",
      { name: "", claims: { preferred_username: "žofie" } },
      { name: "user", preferred_username: "žofie" },
    ],
  ])("always hold a name to show (%s)", (_case, told, expected) => {
    expect(releaseClaims({ ...ALICE, ...told }, ["name", "preferred_username"], ISSUER)).toEqual(expected);
  });

  it("hold the address of an uploaded picture at this portal rather than a link to one elsewhere", () => {
    const subject = { ...ALICE, pictureKey: "abc", claims: { picture: "https://example.org/me.jpg" } };
    expect(releaseClaims(subject, ["picture"], ISSUER)).toEqual({ picture: `${ISSUER}/pictures/abc` });
    expect(releaseClaims({ ...subject, pictureKey: null }, ["picture"], ISSUER)).toEqual({
      picture: "https://example.org/me.jpg",
    });
  });

  it("keep their types: numbers, booleans, and the address as an object", () => {
    const claims = { phone_number: "+1 425 555 0100", phone_number_verified: false, address: { locality: "Seoul" } };
    expect(releaseClaims({ ...ALICE, claims }, STANDARD_CLAIMS, ISSUER)).toMatchObject({
      ...claims,
      updated_at: 1772539200,
      email_verified: true,
    });
    expect(
      releaseClaims({ ...ALICE, claims: { phone_number_verified: true } }, STANDARD_CLAIMS, ISSUER),
    ).not.toHaveProperty("phone_number_verified");
  });

  it("are, with sub, the twenty of §5.1", () => {
    expect(STANDARD_CLAIMS).toHaveLength(19);
    expect(new Set(STANDARD_CLAIMS).size).toBe(19);
  });

  it("cannot be overridden by what is stored beside them", () => {
    const subject = { ...ALICE, emailVerified: false, claims: { email: "admin@example.org", email_verified: true } };
    expect(releaseClaims(subject, ["email", "email_verified"], ISSUER)).toEqual({
      email: "user@example.org",
      email_verified: false,
    });
  });
});
