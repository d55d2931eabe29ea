import { expect, it } from "vitest";
import type { Client } from "../model";
import { SCOPES, WEB_CLIENT } from "../testing/fixtures";
import { ADMIN_SCOPE, selectAllowedScopes } from "./scopes";

const [any] = SCOPES;
const known = any ? [{ ...any, name: ADMIN_SCOPE, resourceIdentifier: null, isPublic: false }] : [];
const own = { ...WEB_CLIENT, ownerId: null, isSelfRegistered: false, scopes: [ADMIN_SCOPE] };

it.each([
  ["the operator's own", own, true],
  ["the operator's own that was not given it", { ...own, scopes: [] }, false],
  ["a developer's, also when it was given it", { ...own, ownerId: "018f4a00-0000-7000-8000-000000000001" }, false],
  ["one that registered itself, also when it was given it", { ...own, isSelfRegistered: true }, false],
] as [string, Client, boolean][])("of clients, %s may administer the portal: %s", (_name, client, isAllowed) => {
  expect(selectAllowedScopes([ADMIN_SCOPE], client, known)).toHaveLength(isAllowed ? 1 : 0);
});
