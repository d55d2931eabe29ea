import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { ConsentCard } from "@/components/auth/consent-card";
import { ContinueForm } from "@/components/auth/continue-form";
import { AuthCard } from "@/components/ui/auth-card";
import { LinkButton } from "@/components/ui/button";
import { PageShell } from "@/components/ui/page-shell";
import { readAuthPage, type SearchParams } from "@/lib/auth/auth-page";
import { toAppView, toConsentView } from "@/lib/auth/consent-view";
import { pathFor } from "@/lib/auth/destination";
import { findLogoOfRequest } from "@/lib/auth/logo-path";
import { getWords } from "@/lib/i18n/words";

const form = { form: "consent", isSessionBound: true };

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const { page, interaction } = await readAuthPage(searchParams, form);
  const { common, auth } = getWords();
  if (!interaction || interaction.kind === "unknown") {
    return { title: common.pageTitle(auth.consent.unknownTitle, page.portalName) };
  }
  const { name } = toAppView(interaction);
  return { title: common.pageTitle(auth.consent.title(name), page.portalName) };
}

export default async function ConsentPage({ searchParams }: { searchParams: SearchParams }) {
  const { page, user, csrf, destination, interaction, formState } = await readAuthPage(searchParams, form);
  const words = getWords().auth.consent;
  if (!interaction || interaction.kind === "unknown") notFound();
  if (interaction.kind === "login") redirect(pathFor("/login", destination));
  if (interaction.kind === "choose") redirect(pathFor("/choose", destination));
  const app = toAppView(interaction);
  if (interaction.kind === "consent") {
    const view = toConsentView(interaction);
    const notice = formState ? findNotice(formState.error) : view.wasExpired ? words.wasExpired : null;
    const sent = formState && {
      scopes: (formState.values.scopes ?? "").split(" "),
      typedHost: formState.values.typedHost ?? "",
      isHostWrong: formState.error === "host_not_typed",
    };
    const logoSrc = await findLogoOfRequest(interaction);
    const switchHref = pathFor("/choose", destination);
    return (
      <PageShell page={page} layout="auth">
        <ConsentCard {...{ view, csrf, destination, switchHref, notice, sent, logoSrc }} />
      </PageShell>
    );
  }
  if (interaction.kind === "ready") {
    return (
      <PageShell page={page} layout="auth">
        <ContinueForm csrf={csrf} destination={destination} appName={app.name} email={user?.email ?? ""} />
      </PageShell>
    );
  }
  return (
    <PageShell page={page} layout="auth">
      <AuthCard title={words.answeredTitle(app.name)} lead={<p>{words.answeredBody}</p>}>
        {app.siteUri ? (
          <LinkButton href={app.siteUri} rel="noreferrer" variant="primary" size="lg" isFullWidth>
            {words.answeredAction(app.name)}
          </LinkButton>
        ) : null}
      </AuthCard>
    </PageShell>
  );
}

function findNotice(error: string): string | null {
  const words = getWords().auth.consent;
  if (error === "host_not_typed") return null;
  return error === "reported" ? words.reported : words.noAnswer;
}
