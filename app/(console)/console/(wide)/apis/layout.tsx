import type { ReactNode } from "react";
import { findApisPage } from "@/lib/console/api-page";
import { answerNotFound } from "@/lib/http/page-status";
import WideNotFound from "../not-found";

/** For everybody but administrators, the pages about APIs do not exist. */
export default async function ApisLayout({ children }: { children: ReactNode }) {
  if (await findApisPage()) return children;
  answerNotFound();
  return <WideNotFound />;
}
