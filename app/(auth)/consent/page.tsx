import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ContinueForm } from "@/components/auth/continue-form";
import { AuthCard } from "@/components/ui/auth-card";
import { LinkButton } from "@/components/ui/button";
import { consentForm } from "@/lib/auth/auth-forms";
import { readAuthPage, type SearchParams } from "@/lib/auth/auth-page";
import { toAppView, toConsentView } from "@/lib/auth/consent-view";
import { pathFor } from "@/lib/auth/destination";
import { findLogoOfRequest } from "@/lib/auth/logo-path";
import { getPageWords } from "@/lib/auth/page-words";
import { answerNotFound } from "@/lib/http/page-status";
import { ConsentCard } from "./_parts/consent-card";
import UnknownRequest from "./not-found";

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const { page, interaction } = await readAuthPage(searchParams, consentForm);
  const { common, auth } = await getPageWords();
  if (!interaction || interaction.kind === "unknown") {
    return { title: common.pageTitle(auth.consent.unknownTitle, page.portalName) };
  }
  const { name } = toAppView(interaction);
  return { title: common.pageTitle(auth.consent.title(name), page.portalName) };
}

export default async function ConsentPage({ searchParams }: { searchParams: SearchParams }) {
  const { user, csrf, destination, interaction, formState } = await readAuthPage(searchParams, consentForm);
  const words = await getPageWords();
  const texts = words.auth.consent;
  if (!interaction || interaction.kind === "unknown") {
    answerNotFound();
    return <UnknownRequest />;
  }
  if (interaction.kind === "login") redirect(pathFor("/login", destination));
  if (interaction.kind === "choose") redirect(pathFor("/choose", destination));
  const app = toAppView(interaction);
  if (interaction.kind === "consent") {
    const view = toConsentView(interaction, words);
    const notice = formState ? formState.message : view.wasExpired ? texts.wasExpired : null;
    const sent = formState && {
      scopes: (formState.values.scope ?? "").split("\n"),
      typedHost: formState.values["typed-host"] ?? "",
      lifetime: formState.values["consent-lifetime"] ?? "",
      isHostWrong: formState.error === "host_not_typed",
    };
    const logoSrc = await findLogoOfRequest(interaction);
    const switchHref = pathFor("/choose", destination);
    return (
      <ConsentCard
        words={words}
        view={view}
        csrf={csrf}
        destination={destination}
        switchHref={switchHref}
        notice={notice}
        sent={sent}
        logoSrc={logoSrc}
      />
    );
  }
  if (interaction.kind === "ready") {
    return (
      <ContinueForm words={words} csrf={csrf} destination={destination} appName={app.name} email={user?.email ?? ""} />
    );
  }
  return (
    <AuthCard title={texts.answeredTitle(app.name)} lead={<p>{texts.answeredBody}</p>}>
      {app.siteUri ? (
        <LinkButton href={app.siteUri} rel="noreferrer" variant="primary" size="lg" isFullWidth>
          {texts.answeredAction(app.name)}
        </LinkButton>
      ) : null}
    </AuthCard>
  );
}
