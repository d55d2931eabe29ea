import { describe, expect, it } from "vitest";
import { TestPortal } from "../testing/test-context";
import { findSector, type SectorInput } from "./sector";

const LIST = "https://sector.example:8443/redirect-uris";
const REDIRECT_URIS = ["https://one.example/callback", "https://two.example/callback"];

function find(input: Partial<SectorInput>, published: unknown = REDIRECT_URIS) {
  const portal = new TestPortal();
  const body = typeof published === "string" || published instanceof Error ? published : JSON.stringify(published);
  portal.published.set(LIST, body);
  const whole: SectorInput = {
    subjectType: "pairwise",
    sectorIdentifierUri: LIST,
    redirectUris: REDIRECT_URIS,
    ...input,
  };
  return findSector(whole, portal.context);
}

describe("the sector of a client that registers (OIDC Core §8.1, Dynamic Client Registration §5)", () => {
  it("is the host of sector_identifier_uri, without the port", async () => {
    expect(await find({})).toBe("sector.example");
  });

  it("is the one host of the redirect URIs, where there is no sector_identifier_uri", async () => {
    const redirectUris = ["https://one.example/a", "https://one.example:444/b"];
    expect(await find({ sectorIdentifierUri: null, redirectUris })).toBe("one.example");
  });

  it("is none for public subjects", async () => {
    expect(await find({ subjectType: "public" })).toBeNull();
    expect(await find({ subjectType: "public", sectorIdentifierUri: null })).toBeNull();
  });

  it.each<[string, Partial<SectorInput>, unknown, string]>([
    ["redirect URIs of several hosts", { sectorIdentifierUri: null }, [], "redirect URIs on one host"],
    ["no redirect URI", { sectorIdentifierUri: null, redirectUris: [] }, [], "redirect URIs on one host"],
    ["a redirect URI that is not listed", {}, [REDIRECT_URIS[0]], "does not list https://two.example/callback"],
    ["the same for public subjects", { subjectType: "public" }, [], "does not list https://one.example/callback"],
    ["plain http", { sectorIdentifierUri: "http://sector.example/" }, [], "must be an https address"],
    ["no address", { sectorIdentifierUri: "sector" }, [], "must be an https address"],
    ["an answer that is not JSON", {}, "<html>", "could not be read: it is not JSON"],
    ["an answer that is not a list", {}, { uris: [] }, "must return a JSON array"],
    ["a list of more than strings", {}, [...REDIRECT_URIS, 1], "must return a JSON array"],
    ["a list of thousands", {}, Array.from({ length: 2000 }, () => REDIRECT_URIS[0]), "must return a JSON array"],
    ["no answer", {}, new Error("the address is private"), "could not be read: the address is private"],
    ["an error", { sectorIdentifierUri: "https://sector.example/none" }, [], "could not be read: it answered 404"],
  ])("%s is refused", async (_case, input, published, message) => {
    await expect(find(input, published)).rejects.toThrow(message);
  });
});
