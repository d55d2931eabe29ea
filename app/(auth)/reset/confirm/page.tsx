import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { MailedCodeLead } from "@/components/auth/mailed-code-lead";
import { AuthCard } from "@/components/ui/auth-card";
import { LinkButton } from "@/components/ui/button";
import type { SearchParams } from "@/lib/auth/auth-page";
import { pathFor } from "@/lib/auth/destination";
import { getPageWords } from "@/lib/auth/page-words";
import { readResetView } from "@/lib/auth/reset-view";
import { findMinPasswordLength } from "@/lib/auth/second-factor-rule";
import { NewPasswordForm } from "./_parts/new-password-form";

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  return { title: (await readResetView(searchParams)).documentTitle };
}

export default async function ResetConfirmPage({ searchParams }: { searchParams: SearchParams }) {
  const view = await readResetView(searchParams);
  const { destination, way } = view;
  const again = pathFor("/reset", destination);
  if (way.kind === "none") redirect(again);
  const words = await getPageWords();
  const texts = words.auth.reset;
  if (way.kind === "over") {
    return (
      <AuthCard title={texts.overTitle} lead={<p>{texts.overBody}</p>}>
        <LinkButton href={again} variant="primary" size="lg" isFullWidth>
          {texts.overAction}
        </LinkButton>
      </AuthCard>
    );
  }
  const lead =
    way.kind === "code" ? (
      <MailedCodeLead words={words} email={way.email} outboxHref={view.outboxHref} />
    ) : (
      <p>
        {texts.forAccount} <bdi className="font-semibold wrap-anywhere text-fg">{way.email}</bdi>
      </p>
    );
  return (
    <AuthCard title={texts.confirmTitle} lead={lead}>
      <NewPasswordForm
        words={words}
        csrf={view.csrf}
        destination={destination}
        token={way.kind === "link" ? way.token : null}
        email={way.email}
        minLength={await findMinPasswordLength()}
        code={view.formState?.values.code ?? ""}
        problem={view.formState}
      />
      {way.kind === "code" ? (
        <p>
          <a className="link" href={again}>
            {words.auth.mailedCode.again}
          </a>
        </p>
      ) : null}
    </AuthCard>
  );
}
