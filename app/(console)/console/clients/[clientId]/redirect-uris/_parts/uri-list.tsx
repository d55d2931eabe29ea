import { AppWindow, Globe, type LucideIcon, Network, TriangleAlert } from "lucide-react";
import { uriWords } from "@/components/console/console-words";
import { UriField } from "@/components/console/uri-field";
import { ActionForm } from "@/components/forms/action-form";
import { PressForm } from "@/components/forms/press-form";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { InPlaceLink } from "@/components/ui/in-place-link";
import { Time } from "@/components/ui/time";
import type { FormAction } from "@/lib/forms/answer";
import { nameSeenValue } from "@/lib/forms/seen";
import type { Words } from "@/lib/i18n/words";
import { checkRedirectUri, type RedirectUriContext, type RedirectUriPlace } from "@/lib/oauth/client/redirect-uri";

export interface UriRow {
  id: string;
  uri: string;
  lastUsedAt: Date | null;
  /** its host as people read it; null: it is written so */
  readableHost: string | null;
  /** anybody can register names under its host */
  isPublicSuffix: boolean;
}

export interface UriListProps {
  words: Words;
  label: string;
  /** id of the list's heading, which gets the focus when a row is removed */
  heir: string;
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
  change: (id: string, seen: string, ...rest: Parameters<FormAction>) => ReturnType<FormAction>;
  remove: (id: string, ...rest: Parameters<FormAction>) => ReturnType<FormAction>;
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

function ShownRow({ words, row, context, unreviewed, path, now }: UriListProps & { row: UriRow }) {
  const { redirectUris: texts, uriMessages } = words.console;
  const { place, message } = checkRedirectUri(row.uri, {
    ...context,
    registered: context.registered.filter((uri) => uri !== row.uri),
  });
  const look = place ? places[place] : null;
  const warning =
    message === "scheme_without_dot" ? uriMessages[message] : row.isPublicSuffix ? texts.publicSuffix : null;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2.5">
      <div className="grid min-w-0 gap-1.5">
        <span id={`uri-${row.id}`} tabIndex={-1} className="rounded-small font-mono text-code wrap-anywhere">
          {row.uri}
        </span>
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-fg-muted">
          {place && look ? (
            <Badge tone={look.tone} icon={<look.icon aria-hidden="true" className="size-3.5" />}>
              {texts.places[place]}
            </Badge>
          ) : null}
          {unreviewed?.includes(row.uri) ? <Badge tone="warning">{texts.unreviewed}</Badge> : null}
          {row.lastUsedAt ? (
            <span>
              {texts.used} <Time words={words} value={row.lastUsedAt} format="relative" now={now} />
            </span>
          ) : (
            texts.neverUsed
          )}
        </span>
        {row.readableHost ? (
          <span className="text-sm text-fg-muted">
            {texts.readsAs} <bdi className="font-mono text-code">{row.readableHost}</bdi>
          </span>
        ) : null}
        {warning ? (
          <span className="flex items-start gap-1.5 text-sm text-warning-fg">
            <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
            {warning}
          </span>
        ) : null}
      </div>
      <div className="flex gap-2">
        <InPlaceLink
          id={`edit-${row.id}`}
          size="sm"
          href={`${path}?edit=${row.id}#uris`}
          label={texts.editLabel(row.uri)}
        >
          {texts.edit}
        </InPlaceLink>
        <InPlaceLink
          id={`remove-${row.id}`}
          size="sm"
          href={`${path}?remove=${row.id}#uris`}
          label={texts.removeLabel(row.uri)}
        >
          {texts.remove}
        </InPlaceLink>
      </div>
    </div>
  );
}

function EditRow({ words, row, context, path, change }: UriListProps & { row: UriRow }) {
  const texts = words.console.redirectUris;
  const cancelId = `cancel-${row.id}`;
  return (
    <ActionForm
      action={change.bind(null, row.id, nameSeenValue(row.uri))}
      errorTitle={words.common.errorTitle(texts.title)}
      label={texts.editLabel(row.uri)}
      closedBy={cancelId}
      className="grid gap-3"
    >
      <UriField
        id="changed-uri"
        label={texts.editField}
        initialValue={row.uri}
        isFocused
        context={{ ...context, registered: context.registered.filter((uri) => uri !== row.uri) }}
        words={uriWords(words)}
        cancelId={cancelId}
      />
      <div className="flex gap-2">
        <Button size="sm" variant="primary">
          {texts.save}
        </Button>
        <InPlaceLink size="sm" id={cancelId} href={`${path}#uri-${row.id}`} heir={`edit-${row.id}`}>
          {texts.cancel}
        </InPlaceLink>
      </div>
    </ActionForm>
  );
}

function RemoveRow({ words, row, uses, path, heir, remove }: UriListProps & { row: UriRow; uses: number }) {
  const texts = words.console.redirectUris;
  return (
    <section aria-labelledby="remove-title" className="grid gap-3 rounded-control border border-danger/60 p-3 text-sm">
      <h3 id="remove-title" className="font-semibold">
        {texts.removeTitle}
      </h3>
      {uses > 0 ? <p>{texts.removeUsed(uses)}</p> : null}
      <div className="flex flex-wrap gap-2">
        <InPlaceLink size="sm" href={`${path}#uri-${row.id}`} isFocused heir={`remove-${row.id}`}>
          {texts.keep}
        </InPlaceLink>
        <PressForm action={remove.bind(null, row.id)} heir={heir}>
          <Button size="sm" variant="danger">
            {texts.removeConfirm}
          </Button>
        </PressForm>
      </div>
    </section>
  );
}
