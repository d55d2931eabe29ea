import { expect, it } from "vitest";
import { splitHost } from "./registrable-domain";

it.each([
  ["acme.example", "", "acme.example"],
  ["calendar.acme.example", "calendar.", "acme.example"],
  ["login.portal.example.org.evil.com", "login.portal.example.org.", "evil.com"],
  ["shop.example.co.uk", "shop.", "example.co.uk"],
  ["example.co.kr", "", "example.co.kr"],
  ["a.b.customer.github.io", "a.b.", "customer.github.io"],
  ["intranet", "", "intranet"],
  ["192.0.2.7", "", "192.0.2.7"],
  ["[2001:db8::7]", "", "[2001:db8::7]"],
  [`${"a".repeat(60)}.${"b".repeat(60)}.evil.example`, `${"a".repeat(60)}.${"b".repeat(60)}.`, "evil.example"],
])("of %s the part that somebody had to register is told apart", (host, prefix, registrable) =>
  expect(splitHost(host)).toEqual({ prefix, registrable }),
);
