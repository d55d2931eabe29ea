import { type CityResponse, open, type Reader } from "maxmind";
import { getEnv } from "@/lib/env";

/** About where an address is used. */
export interface Place {
  /** in the reader's language, otherwise in English; null: not known */
  city: string | null;
  country: string | null;
}

/** The file that is open, or cannot be opened; it is opened when the first place is looked up. */
let opened: { path: string; reader: Promise<Reader<CityResponse> | Error> } | null = null;

/** Opens the file once a process. A new file is read after a restart, or at once under another name. */
function openDatabase(path: string): Promise<Reader<CityResponse> | Error> {
  if (opened?.path !== path) {
    const reader = open<CityResponse>(path).catch((cause: unknown) =>
      cause instanceof Error ? cause : new Error(String(cause)),
    );
    opened = { path, reader };
  }
  return opened.reader;
}

/** Why `PORTICO_GEO_DATABASE` cannot be read, without a full stop; null if it can, or if it is not set. */
export async function findGeoProblem(geoDatabase = getEnv().geoDatabase): Promise<string | null> {
  if (geoDatabase === null) return null;
  const reader = await openDatabase(geoDatabase);
  return reader instanceof Error ? reader.message : null;
}

/**
 * About where an address is used, by the operator's database in MaxMind's format; null if there is none, it cannot be read, or
 * it does not know. A missing place is no reason for anything to fail.
 * @param language of the reader, as a BCP 47 tag
 */
export async function findPlace(ipAddress: string | null, language: string): Promise<Place | null> {
  const { geoDatabase } = getEnv();
  if (geoDatabase === null || ipAddress === null) return null;
  const reader = await openDatabase(geoDatabase);
  if (reader instanceof Error) return null;
  const found = lookUp(reader, ipAddress);
  const city = nameIn(found?.city?.names, language);
  const country = nameIn(found?.country?.names, language) ?? found?.country?.iso_code ?? null;
  return city === null && country === null ? null : { city, country };
}

/** A damaged file is found out only where it is read. */
function lookUp(reader: Reader<CityResponse>, ipAddress: string): CityResponse | null {
  try {
    return reader.get(ipAddress);
  } catch {
    return null;
  }
}

function nameIn(names: object | undefined, language: string): string | null {
  const all = new Map<string, unknown>(Object.entries(names ?? {}));
  const name = all.get(language) ?? all.get(language.split("-")[0] ?? "") ?? all.get("en");
  return typeof name === "string" ? name : null;
}
