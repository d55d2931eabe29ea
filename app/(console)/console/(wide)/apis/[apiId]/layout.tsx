import type { ReactNode } from "react";
import { type ApiParams, findApiPage } from "@/lib/console/api-page";
import { answerNotFound } from "@/lib/http/page-status";
import WideNotFound from "../../not-found";

/** Shows that there is no such API, in place of its page. */
export default async function ApiLayout({ params, children }: ApiParams & { children: ReactNode }) {
  if (await findApiPage((await params).apiId)) return children;
  answerNotFound();
  return <WideNotFound />;
}
