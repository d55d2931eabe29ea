import { FramedTable } from "@/components/admin/framed-table";
import { RemovalQuestion } from "@/components/admin/removal-question";
import { Badge } from "@/components/ui/badge";
import type { DataColumn } from "@/components/ui/data-table";
import { InPlaceLink } from "@/components/ui/in-place-link";
import type { Words } from "@/lib/i18n/words";
import type { ManagedUpstream } from "@/lib/people/upstreams";
import { removeUpstreamAction } from "../actions";

const PATH = "/admin/sign-in";
const linkId = (id: string) => `remove-${id}`;

/** The places where people can sign in, each with a way to edit and to remove it. */
export function UpstreamTable({ words, upstreams }: { words: Words; upstreams: readonly ManagedUpstream[] }) {
  const texts = words.admin.upstreams;
  const columns: DataColumn<ManagedUpstream>[] = [
    {
      key: "place",
      header: texts.place,
      isRowHeader: true,
      cell: ({ name, preset, issuer }) => (
        <span className="grid min-w-0 wrap-anywhere">
          <bdi>{name}</bdi>
          <span className="font-normal text-fg-muted">{issuer ?? texts.presets[preset]}</span>
        </span>
      ),
    },
    {
      key: "state",
      header: texts.state,
      cell: ({ isOn }) => <Badge tone={isOn ? "success" : "neutral"}>{isOn ? texts.on : texts.off}</Badge>,
    },
    {
      key: "signUp",
      header: texts.signUp,
      cell: ({ allowsSignUp }) => (allowsSignUp ? texts.signUpYes : texts.signUpNo),
    },
    {
      key: "domains",
      header: texts.domains,
      cell: ({ domains }) => (
        <span className="wrap-anywhere">{domains.length > 0 ? domains.join(", ") : texts.noDomains}</span>
      ),
    },
    {
      key: "action",
      header: <span className="sr-only">{texts.action}</span>,
      align: "end",
      cell: ({ upstreamId, name }) => (
        <span className="flex flex-wrap justify-end gap-2">
          <InPlaceLink
            size="sm"
            href={`${PATH}?${new URLSearchParams({ edit: upstreamId })}#edit`}
            label={texts.editLabel(name)}
          >
            {texts.edit}
          </InPlaceLink>
          <InPlaceLink
            id={linkId(upstreamId)}
            size="sm"
            href={`${PATH}?${new URLSearchParams({ remove: upstreamId })}#remove`}
            label={texts.removeLabel(name)}
          >
            {texts.remove}
          </InPlaceLink>
        </span>
      ),
    },
  ];
  return (
    <FramedTable caption={texts.caption} columns={columns} rows={upstreams} rowKey={({ upstreamId }) => upstreamId} />
  );
}

/** Asks before an upstream and all links to it are deleted. */
export function RemoveUpstream({ words, upstream }: { words: Words; upstream: ManagedUpstream }) {
  const texts = words.admin.upstreams;
  return (
    <RemovalQuestion
      texts={{
        title: texts.removeTitle(upstream.name),
        body: texts.removeBody,
        keep: texts.keep,
        remove: texts.remove,
      }}
      keepHref={PATH}
      askedBy={linkId(upstream.upstreamId)}
      action={removeUpstreamAction.bind(null, upstream.upstreamId)}
    />
  );
}
