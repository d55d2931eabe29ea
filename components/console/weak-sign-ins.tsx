import { Disclosure } from "@/components/ui/disclosure";
import { Note } from "@/components/ui/note";
import type { Words } from "@/lib/i18n/words";
import { clientPath } from "./client-path";

/** Warns developers about sign-ins that nothing binds to the browser that started them, and says how to fix it. */
export function WeakSignIns({
  words,
  clientId,
  signIns,
  isInSettings = false,
}: {
  words: Words;
  clientId: string;
  signIns: number;
  /** no link to where one is */
  isInSettings?: boolean;
}) {
  const { weak, libraries } = words.console.settings.protocol;
  if (signIns === 0) return null;
  return (
    <Note tone="warning" title={weak.title(signIns)}>
      <p>{weak.body}</p>
      <Disclosure look="note" summary={weak.howTo}>
        <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[auto_1fr]">
          {libraries.map(({ name, code }) => (
            <div key={name} className="grid min-w-0 gap-0.5 sm:col-span-2 sm:grid-cols-subgrid sm:gap-x-6">
              <dt className="font-semibold">{name}</dt>
              <dd className="min-w-0">
                <code className="wrap-anywhere">{code}</code>
              </dd>
            </div>
          ))}
        </dl>
      </Disclosure>
      <p>{weak.afterwards}</p>
      {isInSettings ? null : (
        <p>
          <a href={`${clientPath(clientId, "/settings")}#sign-in`} className="inline-flex min-h-6 items-center">
            {weak.settings}
          </a>
        </p>
      )}
    </Note>
  );
}
