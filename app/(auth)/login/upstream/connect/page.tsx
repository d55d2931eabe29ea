import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { HiddenFields } from "@/components/auth/hidden-fields";
import { AuthCard } from "@/components/ui/auth-card";
import { Button, LinkButton } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import type { SearchParams } from "@/lib/auth/auth-page";
import { readConnectView } from "@/lib/auth/connect-view";
import { getPageWords } from "@/lib/auth/page-words";

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  return { title: (await readConnectView(searchParams)).documentTitle };
}

/** Somebody who is signed in adds an account at an upstream to theirs. */
export default async function ConnectPage({ searchParams }: { searchParams: SearchParams }) {
  const view = await readConnectView(searchParams);
  if (view.redirectTo) redirect(view.redirectTo);
  const texts = (await getPageWords()).auth.upstream;
  return (
    <AuthCard title={texts.connectTitle(view.name)} lead={<p>{texts.connectLead(view.name)}</p>}>
      {view.error ? (
        <Note tone="danger" role="alert">
          {view.error}
        </Note>
      ) : null}
      <form method="post" action="/login/upstream/connect/submit" className="grid gap-3">
        <HiddenFields csrf={view.csrf} />
        <input type="hidden" name="upstream" value={view.upstreamId} />
        <Button id="connect-submit" variant="primary" size="lg" isFullWidth>
          {texts.connect}
        </Button>
        <LinkButton href="/account/security#upstreams" variant="quiet" size="lg" isFullWidth>
          {texts.cancel}
        </LinkButton>
      </form>
    </AuthCard>
  );
}
