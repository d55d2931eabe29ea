import { Card } from "@/components/console/card";
import { EmptyState } from "@/components/ui/empty-state";
import { adminTitle, openAdminPage } from "@/lib/admin/admin-page";
import { getPageWords } from "@/lib/auth/page-words";
import { redirectUriOf } from "@/lib/auth/upstreams/upstream-client";
import { listUpstreams } from "@/lib/people/upstreams";
import { AdminHeading } from "../_parts/admin-heading";
import { UpstreamForm } from "./_parts/upstream-form";
import { RemoveUpstream, UpstreamTable } from "./_parts/upstream-table";

export const generateMetadata = async () => {
  const words = await getPageWords();
  return adminTitle(words.admin.upstreams.title);
};

/** The places where people can sign in to come here, and a form for another one. */
export default async function SignIn({
  searchParams,
}: {
  searchParams: Promise<{ edit?: string | string[]; remove?: string | string[] }>;
}) {
  const words = await getPageWords();
  const texts = words.admin.upstreams;
  const { actor } = await openAdminPage();
  const upstreams = await listUpstreams(actor);
  const { edit, remove } = await searchParams;
  const edited = upstreams?.find(({ upstreamId }) => upstreamId === edit) ?? null;
  const leaving = upstreams?.find(({ upstreamId }) => upstreamId === remove);
  return (
    <>
      <AdminHeading title={texts.title} intro={texts.intro} />
      {leaving ? <RemoveUpstream words={words} upstream={leaving} /> : null}
      {upstreams?.length ? (
        <UpstreamTable words={words} upstreams={upstreams} />
      ) : (
        <EmptyState title={texts.none}>{texts.noneHint}</EmptyState>
      )}
      <Card title={edited ? texts.editTitle(edited.name) : texts.create} id={edited ? "edit" : "create"}>
        <UpstreamForm
          key={edited?.upstreamId}
          words={words}
          upstream={edited}
          redirectUri={edited?.redirectUri ?? redirectUriOf({ upstreamId: "SHORT-NAME" })}
        />
      </Card>
    </>
  );
}
