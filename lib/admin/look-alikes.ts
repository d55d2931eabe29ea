import { type Actor, findAdministrator } from "../auth/actor";
import { type ClientDetails, listClientsOf } from "../db/clients/clients";
import { countPeople } from "../db/clients/reviews";

/** An app, and the people involved with it. */
export interface LookAlike extends ClientDetails {
  /** who gave it access */
  people: number;
  /** how often somebody reported it */
  reports: number;
}

/** Apps that a person could take for one another, by their names. */
export interface LookAlikes {
  /** what remains of their names without everything that readers overlook */
  skeleton: string;
  clients: LookAlike[];
}

/**
 * A Latin letter, and the characters that look like it in most typefaces: digits, signs, and Cyrillic and Greek
 * letters.
 */
const drawnLike = {
  a: "@аα",
  b: "8в",
  c: "с",
  d: "ԁ",
  e: "3еε",
  h: "һн",
  j: "ј",
  k: "кκ",
  l: "1|iіι",
  m: "м",
  o: "0оο",
  p: "рρ",
  s: "5$ѕ",
  t: "тτ",
  u: "υ",
  v: "ν",
  x: "х",
  y: "у",
};

const twins = new Map(Object.entries(drawnLike).flatMap(([letter, signs]) => [...signs].map((sign) => [sign, letter])));

/**
 * What a name looks like: without accents, case, spaces and signs, and with look-alike letters replaced by one.
 * @see Unicode Technical Standard #39 §4
 */
export function nameSkeleton(name: string): string {
  const letters = name.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
  const same = [...letters].map((letter) => twins.get(letter) ?? letter).join("");
  const plain = same
    .replace(/[^\p{L}\p{N}]/gu, "")
    .replace(/rn/g, "m")
    .replace(/vv/g, "w");
  return plain === "" ? name : plain;
}

/**
 * Every group of two or more apps whose names look alike, largest first. Null for an actor who may not see everybody's
 * apps.
 */
export async function findLookAlikes(actor: Actor): Promise<LookAlikes[] | null> {
  if (!(await findAdministrator(actor))) return null;
  const groups = new Map<string, ClientDetails[]>();
  for (const client of await listClientsOf(null)) {
    if (client.deletedAt) continue;
    const skeleton = nameSkeleton(client.name);
    groups.set(skeleton, [...(groups.get(skeleton) ?? []), client]);
  }
  const alike = [...groups].filter(([, clients]) => clients.length > 1);
  const { consents, reports } = await countPeople(alike.flatMap(([, clients]) => clients.map((each) => each.clientId)));
  return alike
    .map(([skeleton, clients]) => ({
      skeleton,
      clients: clients.map((client) => ({
        ...client,
        people: consents.get(client.clientId) ?? 0,
        reports: reports.get(client.clientId) ?? 0,
      })),
    }))
    .sort((a, b) => b.clients.length - a.clients.length || a.skeleton.localeCompare(b.skeleton));
}
