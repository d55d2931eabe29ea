import { ArrowUpRight, Monitor, Smartphone } from "lucide-react";
import type { DestinationView } from "@/lib/auth/consent-view";
import type { Words } from "@/lib/i18n/words";

/**
 * Where the answer goes. The host wraps and is never cut. Its registrable domain is complete, in bold, and isolated
 * from the text around it, so that neither a long subdomain nor a change of writing direction can hide it.
 */
export function DestinationBox({ words, destination }: { words: Words; destination: DestinationView }) {
  const texts = words.auth.consent;
  const { kind, prefix, registrable, port, readable, uri } = destination;
  const Icon = kind === "web" ? ArrowUpRight : kind === "loopback" ? Monitor : Smartphone;
  const lead =
    kind === "web" ? texts.destination : kind === "loopback" ? texts.destinationLoopback : texts.destinationApp;
  return (
    <div className="flex gap-3 rounded-control border border-border-control/60 bg-sunken px-3.5 py-3">
      <Icon aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-fg-subtle" strokeWidth={1.75} />
      <div className="min-w-0 text-sm">
        <p className="text-fg-muted">{lead}</p>
        <p dir="ltr" className="text-base">
          <bdi>
            {prefix ? <span className="break-all text-fg-muted">{prefix}</span> : null}
            {/* Wraps as one piece, and is only broken when it alone is wider than the line. */}
            <strong className="inline-block max-w-full font-bold wrap-anywhere">{registrable}</strong>
            {port ? <span className="text-fg-muted">{port}</span> : null}
          </bdi>
        </p>
        {uri.length <= LONGEST_SHOWN ? (
          <p dir="ltr" className="font-mono text-code text-fg-subtle wrap-anywhere">
            <bdi>{uri}</bdi>
          </p>
        ) : null}
        {readable ? (
          <p className="text-fg-muted">
            <bdi>{texts.alsoWritten(readable)}</bdi>
          </p>
        ) : null}
      </div>
    </div>
  );
}

/** In characters. A longer address is only in the details, so that the domain stays prominent. */
const LONGEST_SHOWN = 120;
