import type { Words } from "../i18n/words";
import { CAUSES } from "../oauth/error-causes";
import { causeDocsPath, errorDocsPath } from "../oauth/error-docs";
import { OAUTH_ERROR_CODES, type OAuthErrorCode } from "../oauth/errors";
import { DOC_PAGE_NAMES, docPath, listSections } from "./pages";
import { listProtocolEndpoints } from "./protocol-endpoints";

/** The longest question that is looked for, in characters. */
export const MAX_QUERY = 100;

/** The most places that a search answers. */
const MOST_PLACES = 20;

/** A place in the documentation. */
export interface DocPlace {
  href: string;
  title: string;
  /** the page that it is on; null: it is a whole page */
  page: string | null;
  /** its first sentences */
  text: string;
}

interface Indexed extends DocPlace {
  /** lower-case title, and everything that is searched */
  heading: string;
  all: string;
}

const indexes = new WeakMap<Words, readonly Indexed[]>();

/** Every place of the documentation, in the reader's language. */
function indexOf(words: Words): readonly Indexed[] {
  const known = indexes.get(words);
  if (known) return known;
  const made = listPlaces(words).map(({ keywords = "", ...place }) => ({
    ...place,
    heading: fold(place.title),
    all: fold([place.title, place.page ?? "", place.text, keywords].join("\n")),
  }));
  indexes.set(words, made);
  return made;
}

function listPlaces(words: Words): (DocPlace & { keywords?: string })[] {
  const { pages, errors, endpoints } = words.docs;
  const ofPages = DOC_PAGE_NAMES.flatMap((name) => {
    const { title, lead } = pages[name];
    const sections = listSections(name, words).map((section) => ({
      href: `${docPath(name)}#${section.id}`,
      title: section.title,
      page: title,
      text: section.text.join(" "),
    }));
    return [{ href: docPath(name), title, page: null, text: lead }, ...sections];
  });
  const ofCodes = OAUTH_ERROR_CODES.map((code: OAuthErrorCode) => ({
    href: errorDocsPath(code),
    title: code,
    page: pages.errors.title,
    text: errors.codes[code],
  }));
  const ofCauses = CAUSES.map((cause) => {
    const { title, why, fix } = words.console.causes[cause];
    return { href: causeDocsPath(cause), title, page: pages.errors.title, text: `${why} ${fix}`, keywords: cause };
  });
  const ofEndpoints = listProtocolEndpoints().map(({ path, anchor, purpose, parameters }) => ({
    href: `${docPath("endpoints")}#${anchor}`,
    title: path,
    page: pages.endpoints.title,
    text: endpoints.purposes[purpose],
    keywords: parameters.join(" "),
  }));
  return [...ofPages, ...ofCodes, ...ofCauses, ...ofEndpoints];
}

/**
 * The places that have every word of a question, those with a word in their title first.
 * @param query what somebody typed; at most {@link MAX_QUERY} characters of it count
 */
export function searchDocs(query: string, words: Words): DocPlace[] {
  const asked = fold(query.slice(0, MAX_QUERY)).split(/\s+/).filter(Boolean);
  if (asked.length === 0) return [];
  const rank = ({ heading }: Indexed) => asked.filter((word) => heading.includes(word)).length;
  return indexOf(words)
    .filter(({ all }) => asked.every((word) => all.includes(word)))
    .toSorted((one, other) => rank(other) - rank(one))
    .slice(0, MOST_PLACES)
    .map(({ href, title, page, text }) => ({ href, title, page, text }));
}

function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
