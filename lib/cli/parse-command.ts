import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { type Command, CommandError, commandSchema, describeIssue } from "./command";

export const HELP = `npm run portico -- COMMAND

  user create --email E --password P [--admin] [--claims FILE.json]
                         an account with a verified e-mail address, ready to sign in
  user reset --email E   prints a link by which this person chooses a new password, once, within an hour
  user invite --email E  mails a link by which this person makes an account, once, within seven days; prints the link too
  user list [--email E]  the newest 1,000 people as JSON, or those with E in their address or name
  user suspend --email E keeps a person out: their sessions, and the access of their apps, end at once
  user resume --email E  lets a suspended person sign in again
  user require-new-factor --email E
                         removes all second factors of a person, who lost them, and signs them out
  user make-administrator --email E, user unmake-administrator --email E
                         lets a person administer the portal, or takes that away
  user make-support --email E, user unmake-support --email E
                         lets a person look after people and nothing else, or takes that away
  user delete --email E [--apps delete|NEW_OWNER]
                         deletes an account for good; --apps: its apps too, or this address owns them from then on
  import FILE --from keycloak|auth0|csv|hydra|doorkeeper [--dry-run] [--update] [--domain-verified DOMAIN|any]…
         [--secrets plain|sha256] [--report FILE]
                         takes people and apps over from another program, with the hashes of passwords; running it again changes
                         nothing;
                         --dry-run: says what would become of them; --update: writes names and claims of accounts that are
                         there, too; --domain-verified: believes the file about verified addresses of this domain;
                         --secrets: how Doorkeeper stores the secrets of apps; --report: a new file for what was left out
  group create NAME      makes a group of people; apps with the scope groups read its name
  group list             the first 1,000 groups by name, as JSON
  group add NAME EMAIL   puts a person into a group
  group remove NAME EMAIL
                         takes a person out of a group
  group delete NAME      deletes a group; the people in it stay
  claim list             the operator's own claims, as JSON
  claim create --file CLAIM.json
                         defines a claim: name, type, label, editor, scope
  claim change NAME --file CHANGES.json
                         changes its label, editor or scope; what the file leaves out stays
  claim delete NAME      deletes a claim with everybody's values
  claim set NAME EMAIL VALUE
                         gives a person a value; an empty one ("") takes it away
  upstream list          the places where people can sign in to come here, as JSON
  upstream add --file UPSTREAM.json
                         adds one: id, preset, issuer, name, client_id, client_secret, domains, allows_sign_up
  upstream change ID --file CHANGES.json
                         changes it; what the file leaves out stays, and so do id, preset and issuer
  upstream remove ID     removes it, with all links between accounts there and here
  directory add NAME [--domains D,D] [--link-existing] [--invite]
                         a company's directory, which makes people and groups here by SCIM; prints its token, this once;
                         --domains: addresses there count as confirmed; --link-existing: it may take over
                         accounts with such addresses; --invite: new people get a mail
  directory list         directories and when their tokens were last used, as JSON
  directory new-token NAME
                         prints another token; the one before works for 7 more days
  directory remove NAME  removes it; its people and groups stay
  client create --file METADATA.json
                         registers an app (RFC 7591 names); prints client_id and client_secret as JSON
  client offer ID EMAIL  offers an app to another developer, who has 7 days to take it and then owns it
  client withdraw-offer ID
                         takes the offer back
  client team ID         who works on an app, and who is invited to, as JSON
  client invite ID EMAIL [--role developer|viewer]
                         invites somebody, who has 7 days to accept; a developer (the default) changes the app, a viewer sees it
  client remove-teammate ID EMAIL
                         removes somebody from its team, or their invitation
  client events ID [--endpoint NAME] [--outcome problem|ok|refused|failed] [--cause CAUSE] [--request-id ID]
                         the newest requests of an app, each with its cause and what to do, as JSON
  client look-alikes     lists apps that people could take for one another
  registration-token create [--uses N] [--days N] [--note TEXT] [--trusted]
                         an initial access token with which programs register apps (PORTICO_REGISTRATION=token);
                         --trusted: you vouch for them, and they are verified from the start
  registration-token list
                         initial access tokens: what they are for, uses left, and who made them
  registration-token revoke ID
                         stops one; what was registered with it stays
  api create --file API.json
                         registers an API with its scopes; prints it and its introspection credentials as JSON
  keys rotate [--alg ES256|RS256|PS256|EdDSA]
                         publishes a new signing key; it signs 15 minutes later
  keys reseal            while PORTICO_SECRET is being changed: encrypts under the new one what is still under
                         PORTICO_SECRET_PREVIOUS, and says when you can remove that
  audit verify           checks whether the audit log is as it was written
  check [--json]         whether a portal could start with these variables and the files that they name: starts nothing and
                         does not touch the database; --json: as doctor
  doctor [--json] [--mail-to E]
                         checks address, proxy, TLS, cookies, clocks, database and mail; says what to fix;
                         --json: as a list of {check, ok, fix}; --mail-to: sends a mail there
  db migrate             brings the database to the newest schema
  db backup FILE         writes everything in the database to a new file (PORTICO_SECRET is not in it)
  db restore FILE        puts a backup into a new database, under the PORTICO_SECRET of the portal that made it
  db sweep               deletes expired rows now (a running portal does it by itself)
  help                   this text

Works while the portal runs, too. With \`npm run --silent portico -- …\` npm prints nothing of its own.`;

const options = {
  email: { type: "string" },
  password: { type: "string" },
  admin: { type: "boolean" },
  claims: { type: "string" },
  apps: { type: "string" },
  file: { type: "string" },
  alg: { type: "string" },
  uses: { type: "string" },
  days: { type: "string" },
  note: { type: "string" },
  trusted: { type: "boolean" },
  json: { type: "boolean" },
  "mail-to": { type: "string" },
  from: { type: "string" },
  "dry-run": { type: "boolean" },
  update: { type: "boolean" },
  "domain-verified": { type: "string", multiple: true },
  secrets: { type: "string" },
  report: { type: "string" },
  endpoint: { type: "string" },
  outcome: { type: "string" },
  cause: { type: "string" },
  "request-id": { type: "string" },
  domains: { type: "string" },
  "link-existing": { type: "boolean" },
  invite: { type: "boolean" },
  role: { type: "string" },
} as const;

/** The options of each command. Others are refused, so that a typing mistake is not ignored. */
const allowed: Record<Command["name"], (keyof typeof options)[]> = {
  "user create": ["email", "password", "admin", "claims"],
  "user reset": ["email"],
  "user invite": ["email"],
  "user list": ["email"],
  "user suspend": ["email"],
  "user resume": ["email"],
  "user require-new-factor": ["email"],
  "user make-administrator": ["email"],
  "user unmake-administrator": ["email"],
  "user make-support": ["email"],
  "user unmake-support": ["email"],
  "user delete": ["email", "apps"],
  import: ["from", "dry-run", "update", "domain-verified", "secrets", "report"],
  "group create": [],
  "group list": [],
  "group add": [],
  "group remove": [],
  "group delete": [],
  "claim list": [],
  "claim create": ["file"],
  "claim change": ["file"],
  "claim delete": [],
  "claim set": [],
  "upstream list": [],
  "upstream add": ["file"],
  "upstream change": ["file"],
  "upstream remove": [],
  "directory list": [],
  "directory add": ["domains", "link-existing", "invite"],
  "directory new-token": [],
  "directory remove": [],
  "client create": ["file"],
  "client offer": [],
  "client withdraw-offer": [],
  "client team": [],
  "client invite": ["role"],
  "client remove-teammate": [],
  "client events": ["endpoint", "outcome", "cause", "request-id"],
  "client look-alikes": [],
  "registration-token create": ["uses", "days", "note", "trusted"],
  "registration-token list": [],
  "registration-token revoke": [],
  "api create": ["file"],
  "keys rotate": ["alg"],
  "keys reseal": [],
  "audit verify": [],
  check: ["json"],
  doctor: ["json", "mail-to"],
  "db backup": [],
  "db restore": [],
  "db migrate": [],
  "db sweep": [],
};

/** What stands after the name of a command, without an option. */
const OPERANDS: Partial<Record<Command["name"], readonly string[]>> = {
  import: ["FILE"],
  "group create": ["NAME"],
  "group add": ["NAME", "EMAIL"],
  "group remove": ["NAME", "EMAIL"],
  "group delete": ["NAME"],
  "client offer": ["ID", "EMAIL"],
  "client withdraw-offer": ["ID"],
  "client team": ["ID"],
  "client invite": ["ID", "EMAIL"],
  "client remove-teammate": ["ID", "EMAIL"],
  "client events": ["ID"],
  "claim change": ["NAME"],
  "claim delete": ["NAME"],
  "claim set": ["NAME", "EMAIL", "VALUE"],
  "upstream change": ["ID"],
  "upstream remove": ["ID"],
  "directory add": ["NAME"],
  "directory new-token": ["NAME"],
  "directory remove": ["NAME"],
  "registration-token revoke": ["ID"],
  "db backup": ["FILE"],
  "db restore": ["FILE"],
};

/** The command's name, which is of one word or two, and what stands after it. */
function splitOperands(positionals: string[]): [name: string, operands: string[]] {
  const [first = ""] = positionals;
  const words = isCommandName(first) && OPERANDS[first] ? 1 : 2;
  const name = positionals.slice(0, words).join(" ");
  const operands = positionals.slice(words);
  const most = isCommandName(name) ? (OPERANDS[name]?.length ?? 0) : 0;
  return operands.length <= most ? [name, operands] : [positionals.join(" "), []];
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`The file ${file} cannot be read: ${error.code ?? error.message}.`);
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(`The file ${file} is not JSON.`);
  }
}

function isCommandName(name: string): name is Command["name"] {
  return Object.hasOwn(allowed, name);
}

type ValueOf<Option> = Option extends { type: "boolean" }
  ? boolean
  : Option extends { multiple: true }
    ? string[]
    : string;

type Values = {
  [Option in keyof typeof options]?: ValueOf<(typeof options)[Option]>;
} & {
  /** what stands after the command's name */
  operands: string[];
};

async function toInput(name: Command["name"], values: Values, folder: string): Promise<unknown> {
  const required = (option: "email" | "password" | "file" | "from") => {
    const value = values[option];
    if (value === undefined) throw new CommandError(`${name} needs --${option}; see npm run portico -- help.`);
    return value;
  };
  const operand = (place: number) => {
    const value = values.operands[place];
    const wanted = OPERANDS[name]?.[place];
    if (value === undefined) throw new CommandError(`${name} needs ${wanted}; see npm run portico -- help.`);
    return value;
  };
  switch (name) {
    case "user create":
      return {
        name,
        email: required("email"),
        password: required("password"),
        isAdmin: values.admin ?? false,
        claims: values.claims === undefined ? {} : await readJson(path.resolve(folder, values.claims)),
      };
    case "user list":
      return { name, email: values.email ?? null };
    case "user reset":
    case "user invite":
    case "user suspend":
    case "user resume":
    case "user require-new-factor":
    case "user make-administrator":
    case "user unmake-administrator":
    case "user make-support":
    case "user unmake-support":
      return { name, email: required("email") };
    case "user delete":
      return { name, email: required("email"), apps: values.apps ?? null };
    case "import":
      return {
        name,
        file: path.resolve(folder, operand(0)),
        from: required("from"),
        isDry: values["dry-run"] ?? false,
        isUpdating: values.update ?? false,
        trustedDomains: values["domain-verified"] ?? [],
        secrets: values.secrets ?? null,
        report: values.report === undefined ? null : path.resolve(folder, values.report),
      };
    case "group create":
    case "group delete":
      return { name, group: operand(0) };
    case "group add":
    case "group remove":
      return { name, group: operand(0), email: operand(1) };
    case "client offer":
      return { name, clientId: operand(0), email: operand(1) };
    case "client withdraw-offer":
    case "client team":
      return { name, clientId: operand(0) };
    case "client invite":
      return { name, clientId: operand(0), email: operand(1), role: values.role ?? "developer" };
    case "client remove-teammate":
      return { name, clientId: operand(0), email: operand(1) };
    case "client events": {
      const { endpoint, outcome, cause, "request-id": request_id } = values;
      return { name, clientId: operand(0), filter: { endpoint, outcome, cause, request_id } };
    }
    case "claim create":
      return { name, definition: await readJson(path.resolve(folder, required("file"))) };
    case "claim change":
      return { name, claim: operand(0), changes: await readJson(path.resolve(folder, required("file"))) };
    case "claim delete":
      return { name, claim: operand(0) };
    case "claim set":
      return { name, claim: operand(0), email: operand(1), value: operand(2) };
    case "upstream add":
      return { name, upstream: await readJson(path.resolve(folder, required("file"))) };
    case "upstream change":
      return { name, id: operand(0), changes: await readJson(path.resolve(folder, required("file"))) };
    case "upstream remove":
      return { name, id: operand(0) };
    case "directory add": {
      const domains = values.domains?.split(",").filter((domain) => domain.trim() !== "") ?? [];
      const flags = { invites: values.invite ?? false, links_existing: values["link-existing"] ?? false };
      return { name, directory: { name: operand(0), domains, ...flags } };
    }
    case "directory new-token":
    case "directory remove":
      return { name, directory: operand(0) };
    case "db backup":
    case "db restore":
      return { name, file: path.resolve(folder, operand(0)) };
    case "registration-token revoke":
      return { name, id: operand(0) };
    case "client create":
      return { name, metadata: await readJson(path.resolve(folder, required("file"))) };
    case "registration-token create":
      return {
        name,
        note: values.note ?? null,
        uses: values.uses ?? null,
        days: values.days ?? null,
        isTrusted: values.trusted ?? false,
      };
    case "api create":
      return { name, api: await readJson(path.resolve(folder, required("file"))) };
    case "keys rotate":
      return { name, alg: values.alg ?? null };
    case "check":
      return { name, isJson: values.json ?? false };
    case "doctor":
      return { name, isJson: values.json ?? false, mailTo: values["mail-to"] ?? null };
    default:
      return { name };
  }
}

/**
 * Parses what was typed after `npm run portico --`. Reads the files that it names, relative to `folder`.
 * @returns null for `help`
 * @throws {CommandError} with a sentence
 */
export async function parseCommand(args: string[], folder: string): Promise<Command | null> {
  const parse = () => {
    try {
      return parseArgs({ args, options, allowPositionals: true });
    } catch (error) {
      throw new CommandError(error instanceof Error ? error.message : String(error));
    }
  };
  if (args.length === 0 || args.includes("--help")) return null;
  const { positionals, values } = parse();
  const [name, operands] = splitOperands(positionals);
  if (name === "help") return null;
  if (!isCommandName(name)) throw new CommandError(`There is no command "${name}"; see npm run portico -- help.`);
  const foreign = Object.keys(values).find((option) => !allowed[name].some((known) => known === option));
  if (foreign) throw new CommandError(`${name} has no option --${foreign}; see npm run portico -- help.`);
  const parsed = commandSchema.safeParse(await toInput(name, { ...values, operands }, folder));
  if (!parsed.success) throw new CommandError(describeIssue(parsed.error));
  return parsed.data;
}
