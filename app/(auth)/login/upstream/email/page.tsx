import type { Metadata } from "next";
import { headers } from "next/headers";
import { MailRequestForm } from "@/components/auth/mail-request-form";
import { AuthCard } from "@/components/ui/auth-card";
import { LinkButton } from "@/components/ui/button";
import { upstreamEmailForm } from "@/lib/auth/auth-forms";
import { readAuthPage, type SearchParams } from "@/lib/auth/auth-page";
import { pathFor } from "@/lib/auth/destination";
import { getPageWords } from "@/lib/auth/page-words";
import { findWaiting } from "@/lib/auth/upstreams/waiting-account";

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const { page, formState } = await readAuthPage(searchParams, upstreamEmailForm);
  const { common, auth } = await getPageWords();
  const title = common.pageTitle(auth.upstream.emailTitle, page.portalName);
  return { title: formState ? common.errorTitle(title) : title };
}

/** A new person whose upstream does not say that an address is theirs names one, which a mailed code proves. */
export default async function UpstreamEmailPage({ searchParams }: { searchParams: SearchParams }) {
  const { csrf, destination, formState } = await readAuthPage(searchParams, upstreamEmailForm);
  const waiting = await findWaiting(await headers(), destination, new Date());
  const words = await getPageWords();
  const texts = words.auth.upstream;
  if (waiting === null) {
    return (
      <AuthCard title={texts.emailTitle} lead={<p>{texts.emailOver}</p>}>
        <LinkButton href={pathFor("/login", destination)} variant="primary" size="lg" isFullWidth>
          {words.auth.login.title}
        </LinkButton>
      </AuthCard>
    );
  }
  return (
    <AuthCard title={texts.emailTitle} lead={<p>{texts.emailLead(waiting.upstreamName)}</p>}>
      <MailRequestForm
        words={words}
        action="/login/upstream/email/submit"
        csrf={csrf}
        destination={destination}
        field="email"
        email={formState?.values.email ?? waiting.email ?? ""}
        error={formState?.message ?? undefined}
        submit={{ id: "upstream-email-submit", label: texts.emailSubmit }}
      />
      <p className="text-fg-muted">
        {texts.haveOne}{" "}
        <a className="link" href={pathFor("/login", destination)}>
          {words.auth.login.title}
        </a>
      </p>
    </AuthCard>
  );
}
