import { describe, expect, it } from "vitest";
import { isPublicSuffix, splitHost } from "./registrable-domain";

describe("the part of a host that somebody had to register (Public Suffix List)", () => {
  it.each([
    ["acme.example", "", "acme.example"],
    ["calendar.acme.example", "calendar.", "acme.example"],
    ["login.portal.example.org.evil.com", "login.portal.example.org.", "evil.com"],
    [`${"a".repeat(60)}.${"b".repeat(60)}.evil.example`, `${"a".repeat(60)}.${"b".repeat(60)}.`, "evil.example"],
    // registries below a country
    ["shop.example.co.uk", "shop.", "example.co.uk"],
    ["example.co.kr", "", "example.co.kr"],
    ["shop.example.blogspot.com", "shop.", "example.blogspot.com"],
    ["app.me.uk", "", "app.me.uk"],
    ["www.example.gv.at", "www.", "example.gv.at"],
    ["login.acme.k12.ca.us", "login.", "acme.k12.ca.us"],
    // wildcards and their exceptions
    ["a.example.foo.ck", "a.", "example.foo.ck"],
    ["login.www.ck", "login.", "www.ck"],
    ["x.y.z.kawasaki.jp", "x.", "y.z.kawasaki.jp"],
    ["x.city.kawasaki.jp", "x.", "city.kawasaki.jp"],
    // two letters that are no registry
    ["login.me.de", "login.", "me.de"],
    ["login.com.de", "", "login.com.de"],
    ["a.info.io", "a.", "info.io"],
    // shared hosts, where every customer is somebody else
    ["a.b.customer.github.io", "a.b.", "customer.github.io"],
    ["customer.vercel.app", "", "customer.vercel.app"],
    ["x.customer.pages.dev", "x.", "customer.pages.dev"],
    ["a.bucket.s3.amazonaws.com", "a.", "bucket.s3.amazonaws.com"],
    ["x.customer.eu.ngrok.io", "x.", "customer.eu.ngrok.io"],
    // IDN, as URL writes it
    ["a.xn--bcher-kva.example", "a.", "xn--bcher-kva.example"],
    ["a.b.xn--fiqs8s", "a.", "b.xn--fiqs8s"],
    ["shop.example.xn--55qx5d.cn", "shop.", "example.xn--55qx5d.cn"],
    // nothing to split
    ["github.io", "", "github.io"],
    ["co.uk", "", "co.uk"],
    ["intranet", "", "intranet"],
    ["192.0.2.7", "", "192.0.2.7"],
    ["[2001:db8::7]", "", "[2001:db8::7]"],
    // written in unusual ways
    ["calendar.acme.example.", "calendar.", "acme.example"],
    ["my_app.acme.example", "my_app.", "acme.example"],
  ])("%s", (host, prefix, registrable) => {
    expect(splitHost(host)).toEqual({ prefix, registrable });
  });
});

describe("a host under which anybody can register names (Public Suffix List)", () => {
  it.each(["co.uk", "github.io", "vercel.app", "s3.amazonaws.com", "foo.ck", "xn--fiqs8s"])("%s is one", (host) => {
    expect(isPublicSuffix(host)).toBe(true);
  });

  it.each(["acme.example", "acme.co.uk", "customer.github.io", "www.ck", "intranet", "192.0.2.7", "[2001:db8::7]"])(
    "%s is none",
    (host) => {
      expect(isPublicSuffix(host)).toBe(false);
    },
  );
});
