import { Check } from "lucide-react";
import type { Words } from "@/lib/i18n/words";
import type { ClientKind } from "@/lib/oauth/model";

/** What a new client of this kind starts with, in words. */
export function KindDefaults({ words, kind, isPkceForAll }: { words: Words; kind: ClientKind; isPkceForAll: boolean }) {
  const texts = words.console.register;
  const { defaults } = texts;
  const lines =
    kind === "service"
      ? [defaults.secret, defaults.service, defaults.lifetime]
      : [
          kind === "web" ? defaults.secret : defaults.noSecret,
          kind === "web" && !isPkceForAll ? defaults.pkceWhenSent : defaults.pkce,
          defaults.exact,
          defaults.scopes,
          defaults.idTokenClaims,
          defaults.consent,
          defaults.lifetime,
        ];
  return (
    <section className="grid gap-2 rounded-card border border-border bg-surface p-4">
      <h3 className="text-sm font-semibold">{texts.defaultsTitle}</h3>
      <ul className="grid gap-x-6 gap-y-1.5 text-sm text-fg-muted md:grid-cols-2">
        {lines.map((line) => (
          <li key={line} className="flex items-start gap-2">
            <Check aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-success-fg" />
            {line}
          </li>
        ))}
      </ul>
    </section>
  );
}
