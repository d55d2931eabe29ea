import { AppWindow, Globe, type LucideIcon, Network, TriangleAlert } from "lucide-react";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { Button, LinkButton } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import { getWords } from "@/lib/i18n/words";
import { checkRedirectUri, type RedirectUriContext, type RedirectUriPlace } from "@/lib/oauth/redirect-uri";
import { ActionForm, type FormAction } from "./action-form";
import { uriWords } from "./console-words";
import { UriField } from "./uri-field";

export interface UriRow {
  id: string;
  uri: string;
  lastUsedAt: Date | null;
}

export interface UriListProps {
  label: string;
  rows: readonly UriRow[];
  context: RedirectUriContext;
  /** those of a verified app at hosts that no administrator looked at */
  unreviewed?: readonly string[];
  /** path of this page */
  path: string;
  now: Date;
  /** row that is being edited */
  editing: string | null;
  /** row that is about to be removed, and how often it was used in the last 24 hours */
  removing: { id: string; uses: number } | null;
  change: (id: string, ...rest: Parameters<FormAction>) => ReturnType<FormAction>;
  remove: (id: string) => Promise<void>;
}

const places: Record<RedirectUriPlace, { tone: BadgeTone; icon: LucideIcon }> = {
  web: { tone: "success", icon: Globe },
  loopback: { tone: "info", icon: Network },
  loopback_any_port: { tone: "info", icon: Network },
  development: { tone: "warning", icon: TriangleAlert },
  app: { tone: "info", icon: AppWindow },
};

/** The addresses that people are sent back to. Each row edits and removes itself; nothing waits for a save. */
export function UriList(props: UriListProps) {
  return (
    <ul aria-label={props.label} className="grid divide-y divide-border rounded-card border border-border bg-surface">
      {props.rows.map((row) => (
        <li key={row.id} className="grid gap-3 p-4">
          {props.editing === row.id ? (
            <EditRow {...props} row={row} />
          ) : (
            <>
              <ShownRow {...props} row={row} />
              {props.removing?.id === row.id ? <RemoveRow {...props} row={row} uses={props.removing.uses} /> : null}
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function ShownRow({ row, context, unreviewed, path, now }: UriListProps & { row: UriRow }) {
  const { redirectUris: words, uriMessages } = getWords().console;
  const { place, message } = checkRedirectUri(row.uri, {
    ...context,
    registered: context.registered.filter((uri) => uri !== row.uri),
  });
  const look = place ? places[place] : null;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2.5">
      <div className="grid min-w-0 gap-1.5">
        <span id={`uri-${row.id}`} tabIndex={-1} className="rounded-small font-mono text-code wrap-anywhere">
          {row.uri}
        </span>
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-fg-muted">
          {place && look ? (
            <Badge tone={look.tone} icon={<look.icon aria-hidden="true" className="size-3.5" />}>
              {words.places[place]}
            </Badge>
          ) : null}
          {unreviewed?.includes(row.uri) ? <Badge tone="warning">{words.unreviewed}</Badge> : null}
          {row.lastUsedAt ? (
            <span>
              {words.used} <Time value={row.lastUsedAt} format="relative" now={now} />
            </span>
          ) : (
            words.neverUsed
          )}
        </span>
        {message === "scheme_without_dot" ? (
          <span className="flex items-start gap-1.5 text-sm text-warning-fg">
            <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
            {uriMessages[message]}
          </span>
        ) : null}
      </div>
      <div className="flex gap-2">
        <LinkButton size="sm" href={`${path}?edit=${row.id}#uris`} aria-label={words.editLabel(row.uri)}>
          {words.edit}
        </LinkButton>
        <LinkButton size="sm" href={`${path}?remove=${row.id}#uris`} aria-label={words.removeLabel(row.uri)}>
          {words.remove}
        </LinkButton>
      </div>
    </div>
  );
}

function EditRow({ row, context, path, change }: UriListProps & { row: UriRow }) {
  const words = getWords();
  const texts = words.console.redirectUris;
  const cancelId = `cancel-${row.id}`;
  return (
    <ActionForm
      action={change.bind(null, row.id)}
      errorTitle={words.common.errorTitle(texts.title)}
      label={texts.editLabel(row.uri)}
      className="grid gap-3"
    >
      <UriField
        id="changed-uri"
        label={texts.editField}
        initialValue={row.uri}
        isFocused
        context={{ ...context, registered: context.registered.filter((uri) => uri !== row.uri) }}
        words={uriWords()}
        cancelId={cancelId}
      />
      <div className="flex gap-2">
        <Button size="sm" variant="primary">
          {texts.save}
        </Button>
        <LinkButton size="sm" id={cancelId} href={`${path}#uri-${row.id}`}>
          {texts.cancel}
        </LinkButton>
      </div>
    </ActionForm>
  );
}

function RemoveRow({ row, uses, path, remove }: UriListProps & { row: UriRow; uses: number }) {
  const words = getWords().console.redirectUris;
  return (
    <section aria-labelledby="remove-title" className="grid gap-3 rounded-control border border-danger/60 p-3 text-sm">
      <h3 id="remove-title" className="font-semibold">
        {words.removeTitle}
      </h3>
      {uses > 0 ? <p>{words.removeUsed(uses)}</p> : null}
      <div className="flex flex-wrap gap-2">
        <LinkButton size="sm" href={`${path}#uri-${row.id}`} autoFocus>
          {words.keep}
        </LinkButton>
        <form action={remove.bind(null, row.id)}>
          <Button size="sm" variant="danger">
            {words.removeConfirm}
          </Button>
        </form>
      </div>
    </section>
  );
}
