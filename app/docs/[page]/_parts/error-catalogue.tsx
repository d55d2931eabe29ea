import type { ReactNode } from "react";
import type { Words } from "@/lib/i18n/words";
import { CAUSES, CODES_OF_CAUSE, causesOf } from "@/lib/oauth/error-causes";
import { causeAnchor } from "@/lib/oauth/error-docs";
import { OAUTH_ERROR_CODES } from "@/lib/oauth/errors";

/** Every error code with its possible causes, and every cause with what to do about it. */
export function ErrorCatalogue({ words }: { words: Words }) {
  const texts = words.docs.errors;
  const { causes } = words.console;
  return (
    <>
      <section aria-labelledby="codes" className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <h2 id="codes" className="text-xl font-semibold">
          {texts.codesTitle}
        </h2>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          {OAUTH_ERROR_CODES.map((code) => (
            <section
              key={code}
              aria-labelledby={code}
              className="grid grid-cols-[minmax(0,1fr)] gap-2 rounded-card border border-border bg-surface p-4 target:border-accent has-target:border-accent"
            >
              <h3 id={code} className="font-semibold">
                <code className="min-w-0">{code}</code>
              </h3>
              <p className="max-w-measure">{texts.codes[code]}</p>
              <CauseLinks words={words} label={texts.causesOf} causes={causesOf(code)} />
            </section>
          ))}
        </div>
      </section>
      <section aria-labelledby="causes" className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <h2 id="causes" className="text-xl font-semibold">
          {texts.causesTitle}
        </h2>
        <div className="grid grid-cols-[minmax(0,1fr)] divide-y divide-border">
          {CAUSES.map((cause) => (
            <section
              key={cause}
              aria-labelledby={causeAnchor(cause)}
              className="grid grid-cols-[minmax(0,1fr)] gap-1 py-4"
            >
              <h3 id={causeAnchor(cause)} className="font-semibold target:text-accent-fg">
                {causes[cause].title}
              </h3>
              <dl className="grid max-w-measure grid-cols-[minmax(0,1fr)] gap-1">
                <Fact term={texts.why}>{causes[cause].why}</Fact>
                <Fact term={texts.fix}>{causes[cause].fix}</Fact>
                <Fact term={texts.seen}>
                  {CODES_OF_CAUSE[cause].map((code) => (
                    <a key={code} href={`#${code}`} className="link me-3 inline-flex min-h-6 items-center">
                      <code className="min-w-0">{code}</code>
                    </a>
                  ))}
                </Fact>
              </dl>
            </section>
          ))}
        </div>
      </section>
    </>
  );
}

interface CauseLinksProps {
  words: Words;
  label: string;
  causes: readonly (keyof typeof CODES_OF_CAUSE)[];
}

function CauseLinks({ words, label, causes }: CauseLinksProps) {
  if (causes.length === 0) return null;
  return (
    <>
      <p className="text-sm font-semibold text-fg-muted">{label}</p>
      <ul className="flex flex-wrap gap-x-4 gap-y-0.5 text-sm">
        {causes.map((cause) => (
          <li key={cause}>
            <a href={`#${causeAnchor(cause)}`} className="link inline-flex min-h-6 items-center">
              {words.console.causes[cause].title}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap gap-x-2">
      <dt className="font-semibold text-fg-muted">{term}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
