import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { MAX_REMEMBERED, PublishedRequestObjects } from "./published-request-objects";

const hashOf = (text: string) => createHash("sha256").update(text).digest("base64url");
const ADDRESS = "https://client.example/request.jwt";

/** A reader of one address, with everything that it fetched. */
function makeReader(answer: { status: number; body: string }) {
  const fetched: string[] = [];
  let checks = 0;
  const objects = new PublishedRequestObjects({
    fetch: async (url) => {
      fetched.push(url);
      return answer;
    },
  });
  const check = async () => {
    checks += 1;
  };
  return { fetched, read: (uri: string) => objects.read(uri, check), count: () => checks };
}

describe("request objects by reference (OIDC Core §6.2)", () => {
  it("are read each time, without the fragment, and each time counted", async () => {
    const { fetched, read, count } = makeReader({ status: 200, body: "a.b.c" });
    for (const uri of [ADDRESS, ADDRESS, `${ADDRESS}#no-hash`, `${ADDRESS}#no-hash`]) {
      expect(await read(uri)).toBe("a.b.c");
    }
    expect(fetched).toEqual([ADDRESS, ADDRESS, ADDRESS, ADDRESS]);
    expect(count()).toBe(4);
  });

  it("are read once, and counted once, under an address that ends with their hash", async () => {
    const answer = { status: 200, body: "a.b.c" };
    const { fetched, read, count } = makeReader(answer);
    const uri = `${ADDRESS}#${hashOf("a.b.c")}`;
    expect([await read(uri), await read(uri)]).toEqual(["a.b.c", "a.b.c"]);
    expect([fetched.length, count()]).toEqual([1, 1]);
    answer.body = "d.e.f";
    expect(await read(uri)).toBe("a.b.c");
    expect(await read(`${ADDRESS}#${hashOf("d.e.f")}`)).toBe("d.e.f");
    expect(await read(ADDRESS)).toBe("d.e.f");
  });

  it("are not kept when they were not to be had, nor without end", async () => {
    const failing = makeReader({ status: 500, body: "" });
    const uri = `${ADDRESS}#${hashOf("")}`;
    await expect(failing.read(uri)).rejects.toThrow("it answered 500");
    await expect(failing.read(uri)).rejects.toThrow("it answered 500");
    const { fetched, read } = makeReader({ status: 200, body: "a.b.c" });
    for (let n = 0; n <= MAX_REMEMBERED; n += 1) await read(`${ADDRESS}?n=${n}#${hashOf("a.b.c")}`);
    await read(`${ADDRESS}?n=${MAX_REMEMBERED}#${hashOf("a.b.c")}`);
    expect(fetched).toHaveLength(MAX_REMEMBERED + 1);
    await read(`${ADDRESS}?n=0#${hashOf("a.b.c")}`);
    expect(fetched).toHaveLength(MAX_REMEMBERED + 2);
  });

  it("are not fetched for a sender who has to wait", async () => {
    const fetched: string[] = [];
    const objects = new PublishedRequestObjects({
      fetch: async (url) => {
        fetched.push(url);
        return { status: 200, body: "a.b.c" };
      },
    });
    const refuse = () => Promise.reject(new Error("wait"));
    await expect(objects.read(ADDRESS, refuse)).rejects.toThrow("wait");
    expect(fetched).toEqual([]);
  });
});
