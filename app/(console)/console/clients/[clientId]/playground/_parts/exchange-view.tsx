import { CodeBlock } from "@/components/ui/code-block";
import { Disclosure } from "@/components/ui/disclosure";
import { Note } from "@/components/ui/note";
import type { Exchange } from "@/lib/console/playground/exchange";
import { explainCause } from "@/lib/console/playground/explain-cause";
import type { Words } from "@/lib/i18n/words";
import { MeaningList } from "./meaning-list";

export interface ExchangeViewProps {
  words: Words;
  /** of the exchange, for people who hear which block they are in */
  name: string;
  exchange: Exchange;
}

/** A request and its answer as they were sent, the cause of a refusal, and the meaning of everything in them. */
export function ExchangeView({ words, name, exchange }: ExchangeViewProps) {
  const texts = words.console.playground;
  const { request, response, cause } = exchange;
  const explained = explainCause(cause, words);
  return (
    <div className="grid min-w-0 gap-3">
      <CodeBlock label={`${name}: ${texts.request}`} code={writeRequest(request)} />
      <CodeBlock label={`${name}: ${texts.answer}`} code={writeResponse(response)} />
      {explained ? (
        <Note tone="warning" title={explained.title}>
          <p>{explained.why}</p>
          <p>{explained.fix}</p>
          <p>
            <code dir="ltr">{cause}</code>{" "}
            {explained.docsPath ? <a href={explained.docsPath}>{words.docs.errors.toCatalogue}</a> : null}
          </p>
        </Note>
      ) : null}
      <Disclosure summary={texts.meaningOf(name)}>
        <MeaningList words={words} pairs={[...request.body, ...membersOf(response.body)]} />
      </Disclosure>
    </div>
  );
}

type Pairs = Exchange["request"]["body"];

function writeHeaders(headers: Pairs): string[] {
  return headers.map(([name, value]) => `${name}: ${value}`);
}

function writeRequest({ method, url, headers, body }: Exchange["request"]): string {
  const fields = body.map(([name, value], index) => `${index === 0 ? "" : "&"}${name}=${value}`);
  return [`${method} ${url}`, ...writeHeaders(headers), ...(fields.length > 0 ? ["", ...fields] : [])].join("\n");
}

function writeResponse({ status, headers, body }: Exchange["response"]): string {
  const members = parse(body);
  const shown = members === null ? body : JSON.stringify(members, null, 2);
  return [`HTTP ${status}`, ...writeHeaders(headers), ...(shown === "" ? [] : ["", shown])].join("\n");
}

/** The members of an answer in JSON; the same name as a parameter of the request means the same. */
function membersOf(body: string): Pairs {
  return Object.entries(parse(body) ?? {}).map(([name, value]) => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
}

function parse(body: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
