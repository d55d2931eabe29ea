import { generateKeyPairSync } from "node:crypto";
import { importPKCS8, SignJWT } from "jose";
import { takeRandom } from "../../lib/keys/random";
import { CALENDAR_API } from "../../lib/oauth/testing/fixtures";
import { MemoryStore } from "../../lib/oauth/testing/memory-store";
import { LIST_SIZE, StatusLists } from "../../lib/oauth/tokens/status-lists";

// What status lists cost with a million live JWT access tokens: npx tsx --expose-gc e2e/bench/status-lists.ts

const TOKENS = 1_000_000;
const API = CALENDAR_API.identifier;

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const key = await importPKCS8(privateKey.export({ type: "pkcs8", format: "pem" }).toString(), "RS256");
const store = new MemoryStore({ subjects: [], clients: [], resources: [CALENDAR_API], scopes: [] });
const revoked = new Map<string, number[]>();
store.findStatusList = async (listId) => ({ resource: API, revoked: revoked.get(listId) ?? [] });
let now = new Date();
const lists = new StatusLists({
  issuer: "https://id.example.org",
  store,
  keys: {
    sign: (payload, { alg, typ }) => new SignJWT(payload).setProtectedHeader({ alg, typ }).sign(key),
    listPublicJwks: async () => [],
  },
  now: () => now,
  random: takeRandom,
  isAway: () => false,
});

/** Places at random, as tokens have them. */
function pickPlaces(count: number): number[] {
  const places = new Set<number>();
  while (places.size < count) places.add(Buffer.from(takeRandom(4)).readUInt32LE() % LIST_SIZE);
  return [...places];
}

/** Processor time of `act` in microseconds, for each of `count`. */
async function cost(count: number, act: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

/** Bytes that are held. */
function memory(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const empty = memory();
const end = new Date(now.getTime() + 600_000);
const taken = await cost(TOKENS, async () => {
  for (let n = 0; n < TOKENS; n++) await lists.take(API, end);
});
const ids = await store.listStatusLists(now);
console.log(`${TOKENS} places: ${ids.length} lists, ${taken.toFixed(2)} µs a token`);
console.log(`memory of the process that gave them out: ${((memory() - empty) / 1024).toFixed(0)} kB`);

for (const share of [0, 0.0001, 0.01, 0.1]) {
  for (const id of ids) {
    const count = Math.round(share * 65_536);
    revoked.set(id, pickPlaces(count));
  }
  now = new Date(now.getTime() + 10_000);
  const bytes: number[] = [];
  const published = await cost(ids.length, async () => {
    for (const id of ids) bytes.push((await lists.publish(id))?.jwt.length ?? 0);
  });
  const size = bytes.reduce((sum, each) => sum + each, 0) / bytes.length;
  console.log(
    `${share * 100} % revoked: ${(size / 1024).toFixed(1)} kB a list, ${(published / 1000).toFixed(1)} ms to make and sign one`,
  );
}
console.log(`memory with all lists published: ${((memory() - empty) / 1024).toFixed(0)} kB`);
