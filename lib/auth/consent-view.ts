import { getEnv } from "@/lib/env";
import { describeScope } from "@/lib/i18n/scope-text";
import type { Words } from "@/lib/i18n/words";
import type { ConsentLifetime, LifetimeMaximum } from "@/lib/oauth/authorize/consent-lifetime";
import type { ConsentItem, ConsentResource } from "@/lib/oauth/authorize/consent-page";
import type { Interaction } from "@/lib/oauth/authorize/interaction";
import { cleanName, mixesAlphabets } from "@/lib/oauth/client/display-name";
import { isOwnMachine } from "@/lib/oauth/client/loopback";
import { isVerifiedFor } from "@/lib/oauth/client/review";
import type { AuthorizationRequest, Client, ScopeRisk } from "@/lib/oauth/model";
import { picturePath } from "@/lib/oauth/tokens/picture-path";
import { decodeEmail, decodeHost, isDeceptiveHost } from "./readable-host";
import { splitHost } from "./registrable-domain";

/** Where the answer goes: the one thing on the consent page that an app cannot fake. */
export interface DestinationView {
  /** `loopback`: a program on this computer; `app`: an app on this device, with its own scheme */
  kind: "web" | "loopback" | "app";
  /** labels that anybody can put before the domain, each with its dot */
  prefix: string;
  /** the part that somebody had to register; shown in bold */
  registrable: string;
  /** ":8443", or nothing */
  port: string;
  /** the host in its own alphabet, when the written one is encoded and does not pass for another */
  readable: string | null;
  /** in its own alphabet, the host would pass for another */
  isDeceptive: boolean;
  /** the whole address */
  uri: string;
}

export interface PermissionView {
  name: string;
  title: string;
  detail: string | null;
  /** what its API is called; null: it is about the person */
  apiName: string | null;
  risk: ScopeRisk;
  icon: string | null;
  isOptional: boolean;
  grantedAt: Date | null;
  isNew: boolean;
}

/** An app as the sign-in pages show it. */
export interface AppView {
  name: string;
  isVerified: boolean;
  publisher: string | null;
  siteUri: string | null;
  siteHost: string | null;
  policyUri: string | null;
  tosUri: string | null;
}

export interface ConsentView {
  app: AppView;
  clientId: string;
  email: string;
  /** of the picture that the person uploaded; null: none */
  picturePath: string | null;
  /** how the button addresses the person; null: the address is too long for the button and stands above it */
  personName: string | null;
  destination: DestinationView;
  /** identity only, nothing optional: the short form of the page */
  isSignInOnly: boolean;
  /** more than was allowed before; 0 when nothing was */
  newCount: number;
  required: PermissionView[];
  optional: PermissionView[];
  /** `offline_access`: until when the app may act while the person is away, in words */
  offline: PermissionView | null;
  isOffline: boolean;
  /** titles of what was allowed before, and ends with a yes that is remembered */
  replaced: string[];
  /** for how long the person can allow it, the shortest first, in words */
  lifetimes: { value: string; label: string }[];
  /** what follows from the lifetime, and who limits it */
  lifetimeHint: string;
  /** identifies what the page shows, so that the answer counts for nothing else */
  revision: string;
  /** scope names as they travel */
  wireScopes: string;
  /** at most one, because people stop reading several */
  warning: "host" | "alphabets" | "loopback" | "app" | "unverified" | null;
  /** what a person must type before an app that nobody reviewed gets something sensitive; null: nothing */
  typedHost: string | null;
  wasExpired: boolean;
}

function webUri(uri: string | null): URL | null {
  if (!uri || !URL.canParse(uri)) return null;
  const url = new URL(uri);
  return url.protocol === "https:" || url.protocol === "http:" ? url : null;
}

/**
 * An app's own words about itself, cleaned of anything that could disguise them, for a request that leads to this
 * address.
 */
export function toAppView({ client, request }: { client: Client; request: AuthorizationRequest }): AppView {
  const site = webUri(client.clientUri);
  return {
    name: cleanName(client.name),
    isVerified: isVerifiedFor(client, request),
    publisher: client.publisher ? cleanName(client.publisher) : null,
    siteUri: site?.href ?? null,
    siteHost: site?.host ?? null,
    policyUri: webUri(client.policyUri)?.href ?? null,
    tosUri: webUri(client.tosUri)?.href ?? null,
  };
}

/** Splits the redirect URI of a request into parts for display. */
export function toDestinationView(uri: string): DestinationView {
  const url = new URL(uri);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return {
      kind: "app",
      prefix: "",
      registrable: url.protocol.slice(0, -1),
      port: "",
      readable: null,
      isDeceptive: false,
      uri,
    };
  }
  const port = url.port ? `:${url.port}` : "";
  if (isOwnMachine(url.hostname)) {
    return { kind: "loopback", prefix: "", registrable: url.hostname, port, readable: null, isDeceptive: false, uri };
  }
  const isDeceptive = isDeceptiveHost(url.hostname);
  const decoded = decodeHost(url.hostname);
  const readable = isDeceptive || decoded === url.hostname ? null : decoded;
  return { kind: "web", ...splitHost(url.hostname), port, readable, isDeceptive, uri };
}

function findWarning(client: Client, app: AppView, destination: DestinationView): ConsentView["warning"] {
  if (destination.kind !== "web") return destination.kind;
  if (destination.isDeceptive) return "host";
  if (app.isVerified) return null;
  return mixesAlphabets(client.name) ? "alphabets" : "unverified";
}

function toPermission(
  { scope, resourceName, isOptional, grantedAt }: ConsentItem,
  isFirst: boolean,
  words: Words,
): PermissionView {
  const { name, risk, icon } = scope;
  const isNew = !isFirst && grantedAt === null;
  return { name, ...describeScope(scope, words), apiName: resourceName, risk, icon, isOptional, grantedAt, isNew };
}

/** A line for an API that the app reaches without any permission that this page names. */
function toApiLine({ identifier, name, isGranted }: ConsentResource, isFirst: boolean, words: Words): PermissionView {
  const { title, detail } = words.auth.consent.api;
  return {
    name: identifier,
    title: title(name),
    detail,
    apiName: null,
    risk: "read",
    icon: null,
    isOptional: false,
    grantedAt: null,
    isNew: !isFirst && !isGranted,
  };
}

/** What the consent page says. Everything on it that an app chose is cleaned here. */
export function toConsentView(interaction: Extract<Interaction, { kind: "consent" }>, words: Words): ConsentView {
  const { client, request, subject, scopes, resources, replaced, lifetimes, wasExpired } = interaction;
  const isFirst = scopes.every(({ grantedAt }) => grantedAt === null) && !resources.some(({ isGranted }) => isGranted);
  const permissions = scopes.map((item) => toPermission(item, isFirst, words));
  const withPermission = scopes.flatMap(({ scope, isOptional }) => (isOptional ? [] : scope.resourceIdentifier));
  const apiLines = resources
    .filter(({ identifier }) => !withPermission.includes(identifier))
    .map((resource) => toApiLine(resource, isFirst, words));
  // "openid" alone means being recognised. Next to another scope it would add a line but no information.
  const named = permissions.filter(
    ({ name }) => name !== "offline_access" && (name !== "openid" || permissions.length === 1),
  );
  const shown = [...named, ...apiLines];
  const offline = permissions.find(({ name }) => name === "offline_access") ?? null;
  const isOffline = offline !== null;
  const app = toAppView(interaction);
  const destination = toDestinationView(request.redirectUri);
  const { away } = words.auth.consent;
  return {
    app,
    clientId: client.clientId,
    email: decodeEmail(subject.email),
    picturePath: subject.pictureKey === null ? null : picturePath(subject.pictureKey),
    personName: subject.name && cleanName(subject.name),
    destination,
    isSignInOnly:
      !isOffline &&
      apiLines.length === 0 &&
      permissions.every(({ risk, isOptional }) => risk === "identity" && !isOptional),
    newCount: [...shown, ...(offline ? [offline] : [])].filter(({ isNew }) => isNew).length,
    required: shown.filter(({ isOptional }) => !isOptional),
    optional: shown.filter(({ isOptional }) => isOptional),
    offline: offline && { ...offline, title: away.title, detail: away.detail(getEnv().refreshTokenDays) },
    isOffline,
    replaced: replaced.map((scope) => describeScope(scope, words).title),
    lifetimes: lifetimes.offered.map((each) => ({ value: String(each), label: describeLifetime(each, words) })),
    lifetimeHint: describeMaximum(lifetimes.maximum, app.name, words),
    revision: interaction.revision,
    wireScopes: permissions.map(({ name }) => name).join(" "),
    warning: findWarning(client, app, destination),
    typedHost: findTypedHost(app, permissions, destination),
    wasExpired,
  };
}

/** The heading of the page. */
export function describeTitle({ app, isSignInOnly, newCount }: ConsentView, words: Words): string {
  const texts = words.auth.consent;
  if (newCount > 0) return texts.titleMore(app.name, newCount);
  return isSignInOnly ? texts.titleSignIn(app.name) : texts.title(app.name);
}

function describeLifetime(lifetime: ConsentLifetime, words: Words): string {
  const texts = words.auth.consent.lifetime;
  return typeof lifetime === "number" ? texts.days(lifetime) : texts[lifetime];
}

function describeMaximum(maximum: LifetimeMaximum | null, app: string, words: Words): string {
  const texts = words.auth.consent.lifetime;
  return [...(maximum ? [texts.most[maximum.by](maximum.days, app)] : []), texts.after(app)].join(" ");
}

const isNewlySensitive = ({ risk, grantedAt }: PermissionView) => risk === "sensitive" && grantedAt === null;

/**
 * People do not read warnings, but they do read what they must type: the one thing that the app cannot choose freely.
 */
function findTypedHost(app: AppView, permissions: PermissionView[], destination: DestinationView): string | null {
  const isSensitive = !app.isVerified && permissions.some(isNewlySensitive);
  return isSensitive ? destination.registrable : null;
}

/**
 * Whether the typed text makes the answer valid: it must be the host on the page if anything sensitive is allowed.
 * `ticked`: the optional permissions that the person chose.
 */
export function isHostTyped(view: ConsentView, ticked: readonly string[], typed: string): boolean {
  const allowed = [...view.required, ...view.optional.filter(({ name }) => ticked.includes(name))];
  if (view.typedHost === null || !allowed.some(isNewlySensitive)) return true;
  return typed.trim().toLowerCase() === view.typedHost.toLowerCase();
}
