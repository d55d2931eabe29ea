import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SecondFactorCard } from "@/components/auth/second-factor-card";
import type { SearchParams } from "@/lib/auth/auth-page";
import { pathFor } from "@/lib/auth/destination";
import { getPageWords } from "@/lib/auth/page-words";
import { readSecondFactorView } from "@/lib/auth/second-factor-view";

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const view = await readSecondFactorView(searchParams, "recovery_code");
  return "redirectTo" in view ? {} : { title: view.documentTitle };
}

export default async function RecoveryPage({ searchParams }: { searchParams: SearchParams }) {
  const view = await readSecondFactorView(searchParams, "recovery_code");
  if ("redirectTo" in view) redirect(view.redirectTo);
  return (
    <SecondFactorCard
      words={await getPageWords()}
      view={view}
      factor="recovery_code"
      action="/login/recovery/submit"
      field={{ id: "recovery-code", submitId: "recovery-submit", isNumeric: false }}
      loginHref={pathFor("/login", view.destination, { switch: "1" })}
    />
  );
}
