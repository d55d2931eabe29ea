import { listApiOperations } from "@/lib/docs/api-operations";
import { listProtocolEndpoints, type ProtocolEndpoint } from "@/lib/docs/protocol-endpoints";
import type { Words } from "@/lib/i18n/words";

/** Every endpoint of the protocol and every operation of the API. */
export function EndpointList({ words }: { words: Words }) {
  const texts = words.docs.endpoints;
  return (
    <>
      <p>
        <a href="/docs/openapi.json" className="link inline-flex min-h-6 items-center">
          {words.docs.openapi}
        </a>
      </p>
      <section aria-labelledby="protocol" className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <h2 id="protocol" className="text-xl font-semibold">
          {texts.protocol}
        </h2>
        {listProtocolEndpoints().map((endpoint) => (
          <Endpoint key={endpoint.path} words={words} endpoint={endpoint} />
        ))}
      </section>
      <section aria-labelledby="api" className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <h2 id="api" className="text-xl font-semibold">
          {texts.api}
        </h2>
        <p className="max-w-measure">{texts.apiHint}</p>
        <ul className="grid grid-cols-[minmax(0,1fr)] divide-y divide-border rounded-card border border-border bg-surface">
          {listApiOperations().map(({ method, path, scope }) => (
            <li key={`${method} ${path}`} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 py-2.5">
              <code className="w-16 font-semibold">{method}</code>
              <code className="min-w-0 flex-1 basis-56 wrap-anywhere">{path}</code>
              <span className="text-sm text-fg-muted">
                <span className="sr-only">{texts.scope}</span> <code>{scope}</code>
              </span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function Endpoint({ words, endpoint }: { words: Words; endpoint: ProtocolEndpoint }) {
  const texts = words.docs.endpoints;
  return (
    <section
      aria-labelledby={endpoint.anchor}
      className="grid grid-cols-[minmax(0,1fr)] gap-2 rounded-card border border-border bg-surface p-4 has-target:border-accent"
    >
      <h3 id={endpoint.anchor} className="flex flex-wrap items-baseline gap-x-3 font-semibold">
        <code className="wrap-anywhere">{endpoint.path}</code>
        <code className="font-normal text-fg-muted">{endpoint.methods.join(", ")}</code>
      </h3>
      <p className="max-w-measure">{texts.purposes[endpoint.purpose]}</p>
      <p className="flex flex-wrap gap-x-4 text-sm text-fg-muted">
        <bdi>{endpoint.specification}</bdi>
        {endpoint.isCrossOrigin ? <span>{texts.anyOrigin}</span> : null}
        {endpoint.errors === "page" ? <span>{texts.forBrowsers}</span> : null}
      </p>
      {endpoint.parameters.length > 0 ? (
        <dl className="grid grid-cols-[minmax(0,1fr)] gap-1 text-sm" aria-label={texts.parameters}>
          {endpoint.parameters.map((name) => (
            <div key={name} className="grid gap-x-4 sm:grid-cols-[13rem_minmax(0,1fr)]">
              <dt>
                <code className="font-semibold wrap-anywhere">{name}</code>
              </dt>
              <dd className="text-fg-muted">{texts.parameterTexts[name]}</dd>
            </div>
          ))}
        </dl>
      ) : null}
    </section>
  );
}
