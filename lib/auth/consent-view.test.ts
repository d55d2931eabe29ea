import { describe, expect, it } from "vitest";
import { toDestinationView } from "./consent-view";

describe("where a consent leads, however hostile the address", () => {
  it.each([
    ["https://calendar.acme.example/cb", "web", "acme.example", ""],
    ["https://acme.example@evil.example/cb", "web", "evil.example", ""],
    ["https://acme.example.evil.co.uk:8443/acme.example", "web", "evil.co.uk", ":8443"],
    [`https://${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(60)}.evil.example/cb`, "web", "evil.example", ""],
    ["https://evil.example/https://acme.example/", "web", "evil.example", ""],
    ["https://evil.example?acme.example", "web", "evil.example", ""],
    ["https://evil.example./cb", "web", "evil.example", ""],
    ["https://EVIL.example/cb", "web", "evil.example", ""],
    ["http://127.0.0.1:53682/cb", "loopback", "127.0.0.1", ":53682"],
    ["http://[::1]:53682/cb", "loopback", "[::1]", ":53682"],
    ["http://localhost:3000/cb", "loopback", "localhost", ":3000"],
    ["http://localhost.evil.example/cb", "web", "evil.example", ""],
    ["com.example.app:/cb", "app", "com.example.app", ""],
  ])("%s", (uri, kind, registrable, port) =>
    expect(toDestinationView(uri)).toMatchObject({ kind, registrable, port, uri }),
  );

  it("shows an encoded host as it travels, and beside it as it reads", () => {
    expect(toDestinationView("https://xn--cme-5cd.example/cb")).toMatchObject({
      registrable: "xn--cme-5cd.example",
      readable: "аcme.example",
    });
  });
});
