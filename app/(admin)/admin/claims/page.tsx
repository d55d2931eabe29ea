import { Card } from "@/components/console/card";
import { EmptyState } from "@/components/ui/empty-state";
import { adminTitle, openAdminPage } from "@/lib/admin/admin-page";
import { getPageWords } from "@/lib/auth/page-words";
import { listScopeLanguages } from "@/lib/console/scope-texts";
import { listClaimScopes, listClaims } from "@/lib/people/defined-claims";
import { AdminHeading } from "../_parts/admin-heading";
import { ClaimForm } from "./_parts/claim-form";
import { ClaimTable, RemoveClaim } from "./_parts/claim-table";

export const generateMetadata = async () => {
  const words = await getPageWords();
  return adminTitle(words.admin.claims.title);
};

/** The operator's own claims about people, and a form for another one. */
export default async function Claims({
  searchParams,
}: {
  searchParams: Promise<{ edit?: string | string[]; remove?: string | string[] }>;
}) {
  const words = await getPageWords();
  const texts = words.admin.claims;
  const { actor } = await openAdminPage();
  const [claims, scopes] = await Promise.all([listClaims(actor), listClaimScopes(actor)]);
  const { edit, remove } = await searchParams;
  const edited = claims?.find(({ name }) => name === edit) ?? null;
  const leaving = claims?.find(({ name }) => name === remove);
  return (
    <>
      <AdminHeading title={texts.title} intro={texts.intro} />
      {leaving ? <RemoveClaim words={words} claim={leaving} /> : null}
      {claims?.length ? (
        <ClaimTable words={words} claims={claims} />
      ) : (
        <EmptyState title={texts.none}>{texts.noneHint}</EmptyState>
      )}
      <Card title={edited ? texts.changeTitle(edited.name) : texts.create} id={edited ? "edit" : "create"}>
        <ClaimForm
          key={edited?.name}
          words={words}
          claim={edited}
          scopes={scopes ?? []}
          languages={listScopeLanguages()}
        />
      </Card>
    </>
  );
}
