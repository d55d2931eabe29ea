import type { Words } from "../i18n/words";
import type { ExampleName } from "./examples";
import type { RequestName } from "./requests";

/** The pages by the last word of their address. */
export type DocPageName = keyof Words["docs"]["pages"];

export type DocGroup = keyof Words["docs"]["groups"];

export type DrawingName = keyof Words["docs"]["drawings"];

type SectionName<Page extends DocPageName> = keyof Words["docs"]["pages"][Page]["sections"];

/** What a section shows below its text. */
export type DocBlock =
  | { kind: "drawing"; name: DrawingName }
  | { kind: "examples"; names: readonly ExampleName[] }
  | { kind: "requests"; names: readonly RequestName[] };

interface DocPage<Page extends DocPageName> {
  group: DocGroup;
  /** whether the reader's own app is shown */
  hasApp: boolean;
  blocks: { readonly [Section in SectionName<Page>]?: readonly DocBlock[] };
  see: readonly DocPageName[];
}

const drawing = (name: DrawingName): DocBlock => ({ kind: "drawing", name });
const examples = (...names: ExampleName[]): DocBlock => ({ kind: "examples", names });
const requests = (...names: RequestName[]): DocBlock => ({ kind: "requests", names });

/** Every page, in the order of the list, with what its sections show besides words. */
export const DOC_PAGES: { readonly [Page in DocPageName]: DocPage<Page> } = {
  flow: {
    group: "concepts",
    hasApp: true,
    blocks: {
      steps: [drawing("flow")],
      requests: [requests("authorize", "token", "api", "refresh")],
    },
    see: ["sign-in", "tokens", "endpoints"],
  },
  tokens: { group: "concepts", hasApp: false, blocks: {}, see: ["refresh", "protect-an-api", "leaks"] },
  "sign-in": {
    group: "guides",
    hasApp: true,
    blocks: { library: [examples("expressApp")], check: [examples("startSignIn", "finishSignIn")] },
    see: ["flow", "sign-out", "errors"],
  },
  "call-an-api": {
    group: "guides",
    hasApp: false,
    blocks: { call: [examples("callApi")] },
    see: ["refresh", "tokens"],
  },
  "protect-an-api": {
    group: "guides",
    hasApp: false,
    blocks: {
      check: [drawing("check")],
      jwt: [examples("jwtApi")],
      opaque: [examples("introspect")],
    },
    see: ["status-lists", "events", "tokens"],
  },
  refresh: {
    group: "guides",
    hasApp: true,
    blocks: { use: [requests("refresh"), examples("refresh")], copied: [drawing("refresh")] },
    see: ["tokens", "sign-out"],
  },
  "sign-out": {
    group: "guides",
    hasApp: true,
    blocks: { app: [requests("revoke")], portal: [requests("endSession"), examples("signOut")] },
    see: ["events", "endpoints"],
  },
  events: {
    group: "guides",
    hasApp: false,
    blocks: { how: [examples("pollEvents", "takeEvent")] },
    see: ["status-lists", "sign-out"],
  },
  "status-lists": {
    group: "guides",
    hasApp: false,
    blocks: { how: [examples("statusList", "statusListApi")] },
    see: ["protect-an-api", "events"],
  },
  spa: { group: "guides", hasApp: true, blocks: { code: [examples("reactApp")] }, see: ["sign-in", "refresh"] },
  native: { group: "guides", hasApp: true, blocks: { code: [examples("desktop")] }, see: ["sign-in", "refresh"] },
  "machine-to-machine": {
    group: "guides",
    hasApp: true,
    blocks: { code: [requests("service"), examples("service")] },
    see: ["call-an-api", "protect-an-api"],
  },
  leaks: { group: "guides", hasApp: false, blocks: {}, see: ["tokens", "refresh"] },
  endpoints: { group: "reference", hasApp: false, blocks: {}, see: ["errors", "flow"] },
  errors: { group: "reference", hasApp: false, blocks: {}, see: ["endpoints", "sign-in"] },
  changes: { group: "reference", hasApp: false, blocks: {}, see: [] },
};

export const DOC_PAGE_NAMES = Object.keys(DOC_PAGES) as DocPageName[];

/** The address of a page. */
export function docPath(name: DocPageName): string {
  return `/docs/${name}`;
}

/** The page that an address names; null: there is none. */
export function findDocPage(name: string): DocPageName | null {
  return DOC_PAGE_NAMES.find((each) => each === name) ?? null;
}

/** A section of a page, in a language. */
export interface ShownSection {
  /** its id on the page */
  id: string;
  title: string;
  text: readonly string[];
  blocks: readonly DocBlock[];
}

/** The sections of a page, in order. */
export function listSections(name: DocPageName, words: Words): ShownSection[] {
  const blocks: { readonly [section: string]: readonly DocBlock[] | undefined } = DOC_PAGES[name].blocks;
  return Object.entries(words.docs.pages[name].sections).map(([id, { title, text }]) => ({
    id,
    title,
    text,
    blocks: blocks[id] ?? [],
  }));
}
