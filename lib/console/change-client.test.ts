import { beforeAll, describe, expect, it } from "vitest";
import { findClientDetails } from "../db/clients";
import { oauthStore } from "../db/oauth-store";
import { useTestDatabase } from "../db/testing/test-database";
import type { Actor } from "./authorise";
import { changeClient } from "./change-client";
import { makeClient, makePerson } from "./testing/people";

useTestDatabase();

let developer: Actor & { userId: string };
let clientId: string;
beforeAll(async () => {
  developer = await makePerson("developer@example.org");
  const redirectUris = ["https://app.example.org/callback"];
  ({ clientId } = await makeClient(developer, { redirectUris }));
});

describe("the addresses for logout and third-party initiated login", () => {
  it("are kept as they are written, with an empty one for none, and count for the protocol", async () => {
    const addresses = {
      initiateLoginUri: "https://app.example.org/start",
      backchannelLogoutUri: "https://logout.example.org/token?x=1",
      backchannelLogoutSessionRequired: true,
      frontchannelLogoutUri: "https://app.example.org/logout",
      frontchannelLogoutSessionRequired: true,
    };
    expect(await changeClient(developer, clientId, addresses)).toEqual({ ok: true, value: null });
    expect(await findClientDetails(clientId)).toMatchObject(addresses);
    const { backchannelLogoutUri, frontchannelLogoutUri, initiateLoginUri } = addresses;
    const shown = { backchannelLogoutUri, frontchannelLogoutUri, initiateLoginUri };
    expect(await oauthStore.findClient(clientId)).toMatchObject(shown);
    const emptied = { initiateLoginUri: " ", backchannelLogoutUri: "", frontchannelLogoutUri: "" };
    await changeClient(developer, clientId, emptied);
    const none = { initiateLoginUri: null, backchannelLogoutUri: null, frontchannelLogoutUri: null };
    expect(await findClientDetails(clientId)).toMatchObject(none);
  });

  it.each([
    ["initiateLoginUri", "http://app.example.org/start", "initiate_login_uri_invalid"],
    ["initiateLoginUri", "start", "initiate_login_uri_invalid"],
    ["backchannelLogoutUri", "http://app.example.org/logout", "logout_uri_invalid"],
    ["backchannelLogoutUri", "https://app.example.org/logout#x", "logout_uri_invalid"],
    ["frontchannelLogoutUri", "https://app.example.org/logout#x", "logout_uri_invalid"],
    ["frontchannelLogoutUri", "https://app.example.org:8443/logout", "logout_uri_origin"],
    ["frontchannelLogoutUri", "javascript:alert(1)", "logout_uri_invalid"],
  ])("%s %s is refused at its field, as registration would, and nothing changes", async (field, uri, key) => {
    const before = await findClientDetails(clientId);
    const result = await changeClient(developer, clientId, { name: "Another", [field]: uri });
    expect(result).toMatchObject({ ok: false, problem: { key: "check_fields", fields: { [field]: key } } });
    expect(await findClientDetails(clientId)).toEqual(before);
  });
});
