import { describe, expect, it } from "vitest";
import { isAppLoopback, isLoopback, isOwnMachine } from "./loopback";

const hostOf = (host: string) => new URL(`http://${host}`).hostname;

describe("a host that is the machine itself", () => {
  it.each([
    // RFC 8252 §7.3: what an app registers
    ["127.0.0.1", true, true, true],
    ["[::1]", true, true, true],
    ["localhost", true, true, true],
    // RFC 1122 §3.2.1.3, RFC 4291 §2.5.5, RFC 6761 §6.3: other ways to write it
    ["127.9.8.7", false, true, true],
    ["[::ffff:127.0.0.1]", false, true, true],
    ["[::127.0.0.1]", false, true, true],
    ["app.localhost", false, true, true],
    ["localhost.", false, true, true],
    // RFC 1122 §3.2.1.3, RFC 4291 §2.5.2: "this host" is nobody's name, and a browser still ends at its own machine
    ["0.0.0.0", false, false, true],
    ["[::]", false, false, true],
    ["[::ffff:0.0.0.0]", false, false, true],
    // others
    ["localhost.example.org", false, false, false],
    ["notlocalhost", false, false, false],
    ["127.0.0.1.example.org", false, false, false],
    ["10.0.0.1", false, false, false],
    ["[::2]", false, false, false],
    ["app.example.org", false, false, false],
  ])("%s: an app's %s, loopback %s, the browser's own machine %s", (host, isApps, isLoop, isOwn) => {
    const name = hostOf(host);
    expect([isAppLoopback(name), isLoopback(name), isOwnMachine(name)]).toEqual([isApps, isLoop, isOwn]);
  });
});
