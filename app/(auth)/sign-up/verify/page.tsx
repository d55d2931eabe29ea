import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { VerifyForm } from "@/components/auth/verify-form";
import { AuthCard } from "@/components/ui/auth-card";
import { PageShell } from "@/components/ui/page-shell";
import { readAuthPage, type SearchParams } from "@/lib/auth/auth-page";
import { pathFor } from "@/lib/auth/destination";
import { isOutboxOpenTo } from "@/lib/auth/mail";
import { findPendingSignUp } from "@/lib/auth/sign-up";
import { getWords } from "@/lib/i18n/words";
import { decodeEmail } from "@/lib/oauth/punycode";

const form = { form: "verify", isSessionBound: false };

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const { page, formState } = await readAuthPage(searchParams, form);
  const { common, auth } = getWords();
  const title = common.pageTitle(auth.verify.title, page.portalName);
  return { title: formState && formState.error !== "resent" ? common.errorTitle(title) : title };
}

export default async function VerifyPage({ searchParams }: { searchParams: SearchParams }) {
  const { page, csrf, destination, formState } = await readAuthPage(searchParams, form);
  const pending = await findPendingSignUp(await headers());
  if (!pending) redirect(pathFor("/sign-up", destination));
  const words = getWords().auth.verify;
  return (
    <PageShell page={page} layout="auth">
      <AuthCard
        title={words.title}
        lead={
          <p>
            {words.body} <bdi className="font-semibold wrap-anywhere text-fg">{decodeEmail(pending.email)}</bdi>
            {". "}
            {words.bodyEnd}
          </p>
        }
      >
        <VerifyForm
          csrf={csrf}
          destination={destination}
          problem={formState?.error ?? null}
          signUpHref={pathFor("/sign-up", destination)}
          outboxHref={isOutboxOpenTo(await headers()) ? "/outbox" : null}
        />
      </AuthCard>
    </PageShell>
  );
}
