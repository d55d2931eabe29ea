import { EventEmitter, getEventListeners } from "node:events";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Change, ChangeChannel } from "./changes";
import { type ListeningClient, listenForChanges } from "./listen";

/** A connection that hears what is sent, unless it is deaf. */
class FakeClient extends EventEmitter implements ListeningClient {
  constructor(private readonly isDeaf = false) {
    super();
  }
  connect = async (): Promise<unknown> => undefined;
  query = async (_text: string): Promise<unknown> => undefined;
  end = async (): Promise<unknown> => undefined;
  hear(payload: string): void {
    if (!this.isDeaf) this.emit("notification", { payload });
  }
}

class RefusedClient extends FakeClient {
  override query = async (): Promise<unknown> => {
    throw new Error("LISTEN is not supported");
  };
}

let changes: ChangeChannel;
let heard: (Change | null)[] = [];
let connections = 0;
let closing: AbortController;
const errors = vi.spyOn(console, "error").mockImplementation(() => undefined);
beforeEach(() => {
  changes = new ChangeChannel();
  heard = [];
  connections = 0;
  changes.subscribe((change) => void heard.push(change));
  closing = new AbortController();
  errors.mockClear();
});
afterEach(() => closing.abort());

/** Listens on one client after the other, the last of them again and again. */
function listen(...makers: (() => FakeClient)[]): Promise<void> {
  let current = new FakeClient();
  return listenForChanges({
    connect: () => {
      const make = makers[Math.min(connections, makers.length - 1)];
      connections += 1;
      if (make) current = make();
      return current;
    },
    notify: async (payload) => current.hear(payload),
    changes,
    signal: closing.signal,
    pauses: { again: 1, probe: 20 },
  });
}

it("hears of changes once what another connection sent has arrived", async () => {
  const client = new FakeClient();
  await listen(() => client);
  expect([changes.isLive, changes.problem]).toEqual([true, null]);
  heard = [];
  client.hear("client pt_cl_one");
  client.hear("probe of another process");
  expect(heard).toEqual([{ kind: "client", id: "pt_cl_one" }]);
  expect(errors).not.toHaveBeenCalled();
});

it.each([
  ["a pooler that takes the LISTEN and loses what is sent", () => new FakeClient(true), "notifications do not arrive"],
  ["a server that refuses it", () => new RefusedClient(), "LISTEN is not supported"],
])("does not hear through %s, says so once, and goes on trying", async (_, make, problem) => {
  await listen(make);
  expect([changes.isLive, changes.problem]).toEqual([false, problem]);
  await expect.poll(() => connections).toBeGreaterThan(2);
  expect(changes.isLive).toBe(false);
  expect(errors).toHaveBeenCalledTimes(1);
  expect(errors.mock.calls[0]?.[0]).toContain("must work by sessions");
});

it("says when changes are heard again", async () => {
  await listen(
    () => new FakeClient(true),
    () => new FakeClient(),
  );
  await expect.poll(() => changes.isLive).toBe(true);
  expect(changes.problem).toBeNull();
  expect(errors.mock.calls.map(String)).toEqual([
    expect.stringContaining("must work by sessions"),
    "Changes in the database are heard again.",
  ]);
});

it("forgets when the connection breaks, and hears again on another one", async () => {
  const first = new FakeClient();
  await listen(
    () => first,
    () => new FakeClient(),
  );
  heard = [];
  first.emit("error");
  expect([changes.isLive, heard]).toEqual([false, [null]]);
  await expect.poll(() => changes.isLive).toBe(true);
});

it("keeps nothing of the connections that broke, however many there were", async () => {
  await listen(() => new FakeClient(true));
  await expect.poll(() => connections).toBeGreaterThan(3);
  expect(getEventListeners(closing.signal, "abort").length).toBeLessThanOrEqual(1);
});

it("ends without a word when the portal does", async () => {
  await listen(() => new FakeClient());
  closing.abort();
  expect(changes.isLive).toBe(false);
  expect(errors).not.toHaveBeenCalled();
});
