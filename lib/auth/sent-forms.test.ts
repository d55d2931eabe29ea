import { afterEach, describe, expect, it, vi } from "vitest";
import { getDb } from "../db/driver/database";
import { useTestDatabase } from "../db/testing/test-database";
import { REQUEST_KEY } from "../forms/request-key";
import type { FormResult } from "../forms/result";
import { wordsFor } from "../i18n/words";
import { actOnce, nameSentForm } from "./sent-forms";

useTestDatabase();

const getWords = async () => wordsFor("en");
const done: FormResult<"name", "taken"> = { kind: "done", goTo: "/admin/groups/g1", says: () => "Made", made: "g1" };
const taken: FormResult<"name", "taken"> = { kind: "refused", fields: { name: "taken" } };

let count = 0;
const newName = () => `form-${count++}`;

/** Makes a thing once; the name is taken from then on. */
function newThing() {
  let isMade = false;
  const act = vi.fn(async () => {
    if (isMade) return taken;
    isMade = true;
    return done;
  });
  return act;
}

afterEach(() => vi.useRealTimers());

/** Moves the clock; timers go on. */
const moveClock = (milliseconds: number) =>
  vi.useFakeTimers({ toFake: ["Date"], now: new Date(Date.now() + milliseconds) });

describe("a form that makes something", () => {
  it("makes it once, however often its button is pressed at the same time, and every press is led there", async () => {
    const [id, act] = [newName(), newThing()];
    const results = await Promise.all(Array.from({ length: 5 }, () => actOnce(id, getWords, act)));
    expect(act).toHaveBeenCalledTimes(1);
    for (const result of results) {
      expect(result).toMatchObject({ kind: "done", goTo: "/admin/groups/g1", made: "g1" });
      expect(result.kind === "done" && result.says?.(wordsFor("en"))).toBe("Made");
    }
  });

  it("is told what is wrong at every press, and acts again once that is mended", async () => {
    const id = newName();
    expect(await actOnce(id, getWords, async () => taken)).toEqual(taken);
    expect(await actOnce(id, getWords, async () => taken)).toEqual(taken);
    expect(await actOnce(id, getWords, async () => done)).toBe(done);
  });

  it("acts again when the first press came to nothing", async () => {
    const id = newName();
    const fail = async () => Promise.reject(new Error("The database is away."));
    await expect(actOnce(id, getWords, fail)).rejects.toThrow("The database is away.");
    expect(await actOnce(id, getWords, async () => done)).toBe(done);
  });

  it("waits 15 seconds at most for a press whose process was killed", async () => {
    const id = newName();
    void actOnce(id, getWords, () => new Promise<never>(() => {}));
    await vi.waitFor(async () => expect(await (await getDb()).sentForm.count({ where: { id } })).toBe(1));
    moveClock(15_000);
    expect(await actOnce(id, getWords, async () => done)).toBe(done);
  });

  it("is another form after five minutes", async () => {
    const [id, act] = [newName(), newThing()];
    await actOnce(id, getWords, act);
    moveClock(4 * 60_000);
    expect(await actOnce(id, getWords, act)).toMatchObject({ kind: "done" });
    moveClock(61_000);
    expect(await actOnce(id, getWords, act)).toEqual(taken);
  });
});

describe("two presses are one form", () => {
  const formOf = (key?: string) => {
    const form = new FormData();
    if (key !== undefined) form.set(REQUEST_KEY, key);
    return form;
  };
  const read = { bound: ["g1"], values: { name: "Sales" } };
  const name = nameSentForm("ann", formOf("k1"), read);

  it("if the same person sent the same values with the same key", () => {
    expect(nameSentForm("ann", formOf("k1"), read)).toBe(name);
    expect(nameSentForm("bob", formOf("k1"), read)).not.toBe(name);
    expect(nameSentForm("ann", formOf("k2"), read)).not.toBe(name);
    expect(nameSentForm("ann", formOf("k1"), { ...read, bound: ["g2"] })).not.toBe(name);
    expect(nameSentForm("ann", formOf("k1"), { ...read, values: { name: "Support" } })).not.toBe(name);
  });

  it("and never if the page gave it no key", () => {
    expect(nameSentForm("ann", formOf(), read)).toBeNull();
    expect(nameSentForm("ann", formOf(""), read)).toBeNull();
  });
});
