import { EventEmitter } from "node:events";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Change, ChangeChannel } from "./changes";
import { type Listening, type ListeningClient, listenForChanges } from "./listen";

/** A connection that hears what is sent, unless it is deaf. */
class FakeClient extends EventEmitter implements ListeningClient {
  asked = 0;

  constructor(private isDeaf = false) {
    super();
  }

  query = async (_text: string): Promise<unknown> => {
    this.asked += 1;
    return undefined;
  };

  hear(payload: string): void {
    if (!this.isDeaf) this.emit("notification", { payload });
  }

  heal(): void {
    this.isDeaf = false;
  }
}

class RefusedClient extends FakeClient {
  override query = async (): Promise<unknown> => {
    this.asked += 1;
    throw new Error("LISTEN is not supported");
  };
}

let changes: ChangeChannel;
let heard: (Change | null)[] = [];
let listening: Listening | undefined;
const errors = vi.spyOn(console, "error").mockImplementation(() => undefined);
beforeEach(() => {
  changes = new ChangeChannel();
  heard = [];
  changes.subscribe((change) => void heard.push(change));
  errors.mockClear();
});
afterEach(() => listening?.stop(null));

function listen(client: FakeClient): Promise<void> {
  listening = listenForChanges({
    client,
    query: (text) => client.query(text),
    notify: async (payload) => client.hear(payload),
    changes,
    pauses: { again: 1, probe: 20 },
  });
  return listening.begun;
}

it("hears of changes once what another connection sent has arrived", async () => {
  const client = new FakeClient();
  await listen(client);
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
  const client = make();
  await listen(client);
  expect([changes.isLive, changes.problem]).toEqual([false, problem]);
  await expect.poll(() => client.asked).toBeGreaterThan(2);
  expect(changes.isLive).toBe(false);
  expect(errors).toHaveBeenCalledTimes(1);
  expect(errors.mock.calls[0]?.[0]).toContain("must work by sessions");
});

it("says when changes are heard again", async () => {
  const client = new FakeClient(true);
  await listen(client);
  client.heal();
  await expect.poll(() => changes.isLive).toBe(true);
  expect(changes.problem).toBeNull();
  expect(errors.mock.calls.map(String)).toEqual([
    expect.stringContaining("must work by sessions"),
    "Changes in the database are heard again.",
  ]);
});

it("forgets when the connection breaks, and hears again on another one", async () => {
  await listen(new FakeClient());
  heard = [];
  listening?.stop("the connection broke");
  expect([changes.isLive, heard]).toEqual([false, [null]]);
  await listen(new FakeClient());
  expect(changes.isLive).toBe(true);
});

it("asks nothing more of a connection that broke before it was heard", async () => {
  const client = new FakeClient(true);
  await listen(client);
  listening?.stop("the connection broke");
  const { asked } = client;
  await listen(new FakeClient());
  await expect.poll(() => changes.isLive).toBe(true);
  expect(client.asked).toBe(asked);
});

it("ends without a word when the portal does", async () => {
  await listen(new FakeClient());
  listening?.stop(null);
  expect(changes.isLive).toBe(false);
  expect(errors).not.toHaveBeenCalled();
});
