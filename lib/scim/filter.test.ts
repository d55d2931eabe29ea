import { describe, expect, it } from "vitest";
import { ScimError } from "../http/scim-error";
import { MAX_FILTER_DEPTH, parseFilter, parsePatchPath } from "./filter";

/** A filter as brackets show what binds what. */
function show(text: string): string {
  const write = (filter: ReturnType<typeof parseFilter>): string => {
    switch (filter.kind) {
      case "and":
      case "or":
        return `(${filter.of.map(write).join(` ${filter.kind} `)})`;
      case "not":
        return `not ${write(filter.of)}`;
      case "present":
        return `${filter.path.attribute} pr`;
      case "values":
        return `${filter.path.attribute}[${write(filter.filter)}]`;
      case "compare":
        return `${[filter.path.attribute, filter.path.sub].filter(Boolean).join(".")} ${filter.operator} ${JSON.stringify(filter.value)}`;
    }
  };
  return write(parseFilter(text));
}

describe("a filter is read as RFC 7644 §3.4.2.2 writes it", () => {
  it.each([
    ['userName eq "bjensen"', 'username eq "bjensen"'],
    ['name.familyName co "O\'Malley"', 'name.familyname co "O\'Malley"'],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J"', 'username sw "J"'],
    ["title pr", "title pr"],
    ['meta.lastModified gt "2011-05-13T04:42:34Z"', 'meta.lastmodified gt "2011-05-13T04:42:34Z"'],
    ['title pr and userType eq "Employee"', '(title pr and usertype eq "Employee")'],
    [
      'userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")',
      '(usertype eq "Employee" and (emails co "example.com" or emails.value co "example.org"))',
    ],
    [
      'userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")',
      '(usertype ne "Employee" and not (emails co "example.com" or emails.value co "example.org"))',
    ],
    ['emails[type eq "work" and value co "@example.com"]', 'emails[(type eq "work" and value co "@example.com")]'],
    [
      'emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"]',
      '(emails[(type eq "work" and value co "@example.com")] or ims[(type eq "xmpp" and value co "@foo.com")])',
    ],
    ['a eq "1" or b eq "2" and c eq "3"', '(a eq "1" or (b eq "2" and c eq "3"))'],
    ["active EQ True AND count ge 1.5e3", "(active eq true and count ge 1500)"],
    ['userName eq "a\\"b\\u00e9"', 'username eq "a\\"bé"'],
  ])("%s", (text, read) => {
    expect(show(text)).toBe(read);
  });
});

it.each([
  ["nothing", ""],
  ["no operator", "userName"],
  ["no value", "userName eq"],
  ["a text without quotation marks", "userName eq bjensen"],
  ["an open text", 'userName eq "bjensen'],
  ["an escape that JSON has not", 'userName eq "\\x"'],
  ["an unknown operator", 'userName is "bjensen"'],
  ["an open bracket", '(userName eq "a"'],
  ["a bracket too many", 'userName eq "a")'],
  ["not without brackets", 'not userName eq "a"'],
  ["an empty bracket", "emails[]"],
  ["a name that is none", '__proto__ eq "a"'],
  ["three names", 'a.b.c eq "a"'],
  ["100 kB", `userName eq "${"a".repeat(100_000)}"`],
  ["1,000 levels", `${"(".repeat(1_000)}userName eq "a"${")".repeat(1_000)}`],
  ["one level too many", `${"(".repeat(MAX_FILTER_DEPTH + 1)}a pr${")".repeat(MAX_FILTER_DEPTH + 1)}`],
  ["51 comparisons", Array(51).fill("a pr").join(" or ")],
])("is refused as invalidFilter: %s", (_, text) => {
  const problem = catchError(() => parseFilter(text));
  expect([problem?.status, problem?.scimType]).toEqual([400, "invalidFilter"]);
});

it("as deep as is allowed, it is read", () => {
  expect(show(`${"(".repeat(MAX_FILTER_DEPTH)}a pr${")".repeat(MAX_FILTER_DEPTH)}`)).toBe("a pr");
});

it.each([
  ["members", { attribute: "members", sub: null, filter: null }],
  ["name.familyName", { attribute: "name", sub: "familyname", filter: null }],
  [
    'addresses[type eq "work"]',
    { attribute: "addresses", sub: null, filter: expect.objectContaining({ kind: "compare" }) },
  ],
  ['members[value eq "2819"].displayName', { attribute: "members", sub: "displayname", filter: expect.anything() }],
  [
    'urn:ietf:params:scim:schemas:core:2.0:User:emails[type eq "work"].value',
    { schema: "urn:ietf:params:scim:schemas:core:2.0:user", attribute: "emails", sub: "value" },
  ],
])("the path %s of a PATCH is read (RFC 7644 §3.5.2)", (text, read) => {
  expect(parsePatchPath(text)).toMatchObject(read);
});

it.each([
  "",
  "a b",
  "emails[",
  'emails[type eq "work"',
  'emails[type eq "work"]value',
  "emails[x pr].a.b",
  "constructor.__proto__",
])("the path %s is refused as invalidPath", (text) => {
  expect(catchError(() => parsePatchPath(text))?.scimType).toBe("invalidPath");
});

function catchError(work: () => unknown): ScimError | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
}
