import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { AuthCard } from "@/components/ui/auth-card";
import { verifyForm } from "@/lib/auth/auth-forms";
import { readAuthPage, type SearchParams } from "@/lib/auth/auth-page";
import { pathFor } from "@/lib/auth/destination";
import { isOutboxOpenTo } from "@/lib/auth/mail";
import { getPageWords } from "@/lib/auth/page-words";
import { decodeEmail } from "@/lib/auth/readable-host";
import { findPendingSignUp } from "@/lib/auth/sign-up";
import { VerifyForm } from "./_parts/verify-form";

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const { page, formState } = await readAuthPage(searchParams, verifyForm);
  const { common, auth } = await getPageWords();
  const title = common.pageTitle(auth.verify.title, page.portalName);
  return { title: formState && formState.error !== "resent" ? common.errorTitle(title) : title };
}

export default async function VerifyPage({ searchParams }: { searchParams: SearchParams }) {
  const { csrf, destination, formState } = await readAuthPage(searchParams, verifyForm);
  const pending = await findPendingSignUp(await headers());
  if (!pending) redirect(pathFor("/sign-up", destination));
  const words = await getPageWords();
  const texts = words.auth.verify;
  return (
    <AuthCard
      title={texts.title}
      lead={
        <p>
          {texts.body} <bdi className="font-semibold wrap-anywhere text-fg">{decodeEmail(pending.email)}</bdi>
          {texts.bodyEnd}
        </p>
      }
    >
      <VerifyForm
        words={words}
        csrf={csrf}
        destination={destination}
        problem={formState}
        signUpHref={pathFor("/sign-up", destination)}
        outboxHref={isOutboxOpenTo(await headers()) ? "/outbox" : null}
      />
    </AuthCard>
  );
}
