import type { Actor } from "../console/authorise";
import { countPeople } from "../db/client-reviews";
import { type ClientDetails, listClientsOf } from "../db/clients";
import { findAdministrator } from "./authorise";

/** An app, and whom it has to do with. */
export interface LookAlike extends ClientDetails {
  /** who gave it access */
  people: number;
  /** how often somebody reported it */
  reports: number;
}

/** Apps that a person could take for one another, by their names. */
export interface LookAlikes {
  /** what their names come to when everything is left out that the eye passes over */
  skeleton: string;
  clients: LookAlike[];
}

/** Letters and digits that are drawn alike in most typefaces. */
const twins: Readonly<Record<string, string>> = {
  ...{ "0": "o", "1": "l", "3": "e", "5": "s", "8": "b", "|": "l", i: "l", $: "s", "@": "a" },
  // Cyrillic and Greek letters that Latin text can hide
  ...{ а: "a", е: "e", о: "o", р: "p", с: "c", у: "y", х: "x", ѕ: "s", і: "l", ј: "j", ԁ: "d", һ: "h", к: "k" },
  ...{ м: "m", н: "h", т: "t", в: "b", α: "a", ο: "o", ν: "v", ρ: "p", τ: "t", υ: "u", ι: "l", κ: "k", ε: "e" },
};

/**
 * What a name looks like: without marks, case, spaces and signs, with letters that look alike made one.
 * @see Unicode Technical Standard #39 §4
 */
export function nameSkeleton(name: string): string {
  const letters = name.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
  const same = [...letters].map((letter) => twins[letter] ?? letter).join("");
  const plain = same
    .replace(/[^\p{L}\p{N}]/gu, "")
    .replace(/rn/g, "m")
    .replace(/vv/g, "w");
  return plain === "" ? name : plain;
}

/**
 * Every group of two or more apps whose names look alike, for the operator; the largest first. Null for those who may
 * not see everybody's apps.
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
