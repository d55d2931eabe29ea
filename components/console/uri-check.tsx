import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { RedirectUriCheck, RedirectUriMessage } from "@/lib/oauth/client/redirect-uri";

export interface UriWords {
  messages: Record<RedirectUriMessage, string>;
  fix: string;
  similarTo: string;
}

const tones = {
  ok: { icon: CircleCheck, className: "text-success-fg" },
  info: { icon: Info, className: "text-info-fg" },
  warning: { icon: TriangleAlert, className: "text-warning-fg" },
  error: { icon: CircleAlert, className: "text-danger-fg" },
};

export interface UriCheckProps {
  check: RedirectUriCheck;
  /** as typed, to mark where it differs */
  uri: string;
  words: UriWords;
  /** line in the field, for the fix button without JavaScript */
  line: number;
  onFix?: (fix: string) => void;
}

/** The verdict about one address, with its remedy as a button. */
export function UriCheck({ check, uri, words, line, onFix }: UriCheckProps) {
  if (!check.message) return null;
  const { icon: Icon, className } = tones[check.verdict];
  const isNear = check.similar !== null && check.similar.differsAt >= 0;
  return (
    <div className="flex items-start gap-1.5 text-sm">
      <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${className}`} />
      <div className="grid min-w-0 justify-items-start gap-1.5">
        <p className={className}>{words.messages[check.message]}</p>
        {isNear && check.similar ? (
          <p className="grid text-fg-muted">
            <span>{words.similarTo}</span>
            <MarkedUri uri={check.similar.uri} at={check.similar.differsAt} />
            <MarkedUri uri={uri} at={check.similar.differsAt} />
          </p>
        ) : null}
        {check.fix ? (
          <button
            type="submit"
            name="fix"
            value={`${line} ${check.fix}`}
            formNoValidate
            onClick={(event) => {
              if (!onFix || !check.fix) return;
              event.preventDefault();
              onFix(check.fix);
            }}
            className="min-h-11 rounded-small border border-border-control bg-surface px-2.5 py-1 text-start text-sm font-semibold wrap-anywhere hover:bg-sunken sm:min-h-7"
          >
            {words.fix} <span className="font-mono text-code">{check.fix}</span>
          </button>
        ) : null}
      </div>
    </div>
  );
}

/** An address with its first different character marked. */
export function MarkedUri({ uri, at }: { uri: string; at: number }) {
  if (at < 0) return <code>{uri}</code>;
  return (
    <code>
      {uri.slice(0, at)}
      <mark className="rounded-[2px] bg-warning-soft px-px font-bold text-warning-soft-fg underline">
        {uri.slice(at, at + 1) || "␣"}
      </mark>
      {uri.slice(at + 1)}
    </code>
  );
}
